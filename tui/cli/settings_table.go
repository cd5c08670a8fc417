package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"leaseview/apiclient"
	"leaseview/tui"
	"leaseview/tui/inbox"
	"leaseview/tui/words"
)

// setting is a row of the table: everything that there is to say about one
// setting. Its flag, its variables, the help and the README are made from it.
type setting struct {
	name   string                      // its flag, without the dashes
	secret bool                        // has no flag: lists of processes would show it
	env    []string                    // variables that give it too, the first that is set counts
	help   string                      // what it is, in help and README
	inEnv  string                      // what help says of its variable
	note   string                      // what only the README says
	value  func(s *settings) flagValue // what it may be, and where it goes
}

// table is what can be set, in the README's order.
type table []setting

// The environment's names: wrangler's, and both of the base URL.
const (
	envToken      = "CLOUDFLARE_API_TOKEN"
	envAccount    = "CLOUDFLARE_ACCOUNT_ID"
	envBaseURL    = "CLOUDFLARE_BASE_URL"
	envAPIBaseURL = "CLOUDFLARE_API_BASE_URL"
)

// The names of the settings whose origin an error names.
const (
	nameToken   = "token"
	nameAccount = "account"
	nameBaseURL = "base-url"
)

// allSettings is the program's table.
var allSettings = table{
	{
		name: nameToken, secret: true, env: []string{envToken},
		inEnv: "a token with the permission Queues: Edit",
		value: func(s *settings) flagValue { return text(&s.token, "TOKEN") },
	},
	{
		name: nameAccount, env: []string{envAccount},
		help:  "account id",
		inEnv: "the account, unless --account names it",
		value: func(s *settings) flagValue { return text(&s.account, "ID") },
	},
	{
		name: nameBaseURL, env: []string{envBaseURL, envAPIBaseURL},
		help:  "address of the API including /client/v4",
		inEnv: "another server, with its /client/v4",
		value: func(s *settings) flagValue { return text(&s.baseURL, "URL") },
	},
	{
		name:  "batch-size",
		help:  "messages that a pull asks for, " + tui.BatchRange.String(),
		note:  fmt.Sprintf("Without it %d, the API's own default.", apiclient.DefaultBatchSize),
		value: func(s *settings) flagValue { return count(&s.screen.BatchSize, tui.BatchRange) },
	},
	{
		name:  "peek-size",
		help:  "messages that a peek asks for, " + tui.BatchRange.String(),
		note:  fmt.Sprintf("Without it %d; the batch of a pull where the API refuses that.", tui.DefaultPeekSize),
		value: func(s *settings) flagValue { return count(&s.screen.PeekSize, tui.BatchRange) },
	},
	{
		name:  "visibility-timeout",
		help:  "how long a pull leases messages, such as 30s or 10m, up to " + words.Setting(tui.VisibilitySpan.Most),
		note:  "Without it the consumer's own setting.",
		value: func(s *settings) flagValue { return spanOrNone(&s.screen.VisibilityTimeout, tui.VisibilitySpan) },
	},
	{
		name:  "follow",
		help:  "pull again and again at this interval, such as 10s",
		value: func(s *settings) flagValue { return span(&s.screen.Follow, tui.FollowSpan) },
	},
	{
		name:  "read-only",
		help:  "refuse whatever changes a queue: pull, ack, retry, extend; peek works",
		value: func(s *settings) flagValue { return yesNo(&s.readOnly) },
	},
	{
		name: "on-quit",
		help: "what becomes of held leases at the end: ask, release or keep; never a last delivery",
		note: "Holds for a signal too, which asks nothing: ask keeps them then.",
		value: func(s *settings) flagValue {
			return choice(&s.screen.OnQuit, map[string]tui.OnQuit{
				"ask": tui.OnQuitAsk, "release": tui.OnQuitRelease, "keep": tui.OnQuitKeep,
			})
		},
	},
	{
		name: "deliveries",
		help: "how many deliveries a message gets: max-retries+1, max-retries or either",
		note: "As recorded on the service (the default), one less, or whichever comes first.",
		value: func(s *settings) flagValue {
			return choice(&s.screen.Rule, map[string]inbox.Rule{
				"max-retries+1": inbox.AfterMax, "max-retries": inbox.AtMax, "either": inbox.Either,
			})
		},
	},
	{
		name:  "journal",
		help:  "append each delivery and each settling to this file, as NDJSON",
		note:  "A delivery is on the disk before it is shown, a settling before it is sent.",
		value: func(s *settings) flagValue { return text(&s.journal, "FILE") },
	},
	{
		name:  "demo",
		help:  "show made-up queues with live traffic; needs no account",
		note:  "An emulator in the program serves them.",
		value: func(s *settings) flagValue { return yesNo(&s.screen.Demo) },
	},
	{
		name:  "debug",
		help:  "append a log of the calls that are made to this file; it never holds the token",
		note:  "Nor a body.",
		value: func(s *settings) flagValue { return text(&s.debug, "FILE") },
	},
}

// addFlags gives the command a flag for each setting that may have one.
func (t table) addFlags(cmd *cobra.Command, s *settings) {
	for _, row := range t {
		if row.secret {
			continue
		}
		value := row.value(s)
		flag := cmd.Flags().VarPF(value, row.name, "", row.flagHelp())
		if value.Type() == boolKind {
			flag.NoOptDefVal = "true"
		}
	}
}

// flagHelp is the line of the setting's flag in help.
func (row setting) flagHelp() string {
	if len(row.env) == 0 {
		return row.help
	}
	return row.help + ", instead of " + row.env[0]
}

// complete sets what no flag has set from the environment, and notes where each
// setting came from. An empty text sets nothing.
func (t table) complete(s *settings, typed func(name string) bool, getenv func(string) string) error {
	s.from = map[string]string{}
	for _, row := range t {
		value := row.value(s)
		if typed(row.name) && value.String() != "" {
			s.from[row.name] = "--" + row.name
			continue
		}
		for _, name := range row.env {
			// Copying leaves a space or a line end.
			given := strings.TrimSpace(getenv(name))
			if given == "" {
				continue
			}
			if err := value.Set(given); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			s.from[row.name] = name
			break
		}
	}
	return nil
}

// revealing refuses a setting that holds the token, which would be shown with it.
func (t table) revealing(s *settings, token secret) error {
	for _, row := range t {
		if !row.secret && token.in(row.value(s).String()) {
			return fmt.Errorf("%s holds the API token, which belongs in %s alone", s.from[row.name], envToken)
		}
	}
	return nil
}

// environmentHelp is a line for each setting that a variable gives, under which
// stand its other variables.
func (t table) environmentHelp() string {
	var b strings.Builder
	for _, row := range t {
		if len(row.env) == 0 {
			continue
		}
		fmt.Fprintf(&b, "  %-25s%s", row.env[0], row.inEnv)
		for _, also := range row.env[1:] {
			fmt.Fprintf(&b, "; also\n  %-25s%s", "", also)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
