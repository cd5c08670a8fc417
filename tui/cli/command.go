package cli

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"leaseview/apiclient"
	"leaseview/tui"
	"leaseview/tui/inbox"
	"leaseview/tui/words"
)

// flags are the command line of the full-screen program as it was typed.
type flags struct {
	account    string
	baseURL    string
	batchSize  batchSize
	visibility duration
	follow     duration
	demo       bool
	debug      string
	readOnly   bool
	onQuit     choice[tui.OnQuit]
	deliveries choice[inbox.Rule]
	journal    string
}

const longHelp = `Look into a Cloudflare queue through its HTTP pull API.

Opening a queue peeks at it, which leases nothing and spends no delivery
attempt. A pull does both, so it happens only when you press its key.

QUEUE is a queue's name or id. Without it you choose from a list.

The environment gives the credentials:
  CLOUDFLARE_API_TOKEN     a token with the permission Queues: Edit
  CLOUDFLARE_ACCOUNT_ID    the account, unless --account names it
  CLOUDFLARE_BASE_URL      another server, with its /client/v4; also
                           CLOUDFLARE_API_BASE_URL

--demo needs none of them.

A message ends after its last delivery. How many it gets where the consumer's
max_retries is N, --deliveries says:
  max-retries+1   N+1, as was recorded on the service: the first delivery shows
                  0 attempts, and the one that shows N is the last
  max-retries     N: the one that shows N-1 is the last
  either          nobody knows: from N-1 on it may be the last`

const examples = `# Look around in made-up queues with live traffic
leaseview --demo

# Open a queue by name
leaseview orders

# Follow a queue: pull 10 messages every 5 seconds, each leased for a minute
leaseview orders --follow 5s --batch-size 10 --visibility-timeout 1m`

func (a *app) rootCommand() *cobra.Command {
	f := flags{
		onQuit:     onQuitChoice(),
		deliveries: deliveriesChoice(),
		visibility: duration{span: tui.VisibilitySpan},
		follow:     duration{span: tui.FollowSpan},
	}
	cmd := &cobra.Command{
		Use:     "leaseview [QUEUE]",
		Short:   "Look into a Cloudflare queue",
		Long:    longHelp,
		Example: examples,
		Args:    oneQueue,
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := a.settings(f, args)
			if err != nil {
				return err
			}
			return a.runScreen(cmd.Context(), s)
		},
	}
	set := cmd.Flags()
	set.StringVar(&f.account, "account", "", "account id, instead of "+envAccount)
	set.Var(&f.batchSize, "batch-size", "messages that a pull or a peek asks for, 1 to 100")
	set.Var(&f.visibility, "visibility-timeout", "how long a pull leases messages, such as 30s or 10m, up to 12h")
	set.Var(&f.follow, "follow", "pull again and again, waiting so long in between, such as 10s")
	set.StringVar(&f.baseURL, "base-url", "", "address of the API including /client/v4, instead of "+envBaseURL)
	set.BoolVar(&f.demo, "demo", false, "show made-up queues with live traffic; needs no account")
	set.StringVar(&f.debug, "debug", "", "append a log of the calls that are made to this file; it never holds the token")
	set.BoolVar(&f.readOnly, "read-only", false, "refuse whatever changes a queue: pull, ack, retry, extend; peek works")
	set.Var(&f.onQuit, "on-quit", "what becomes of held leases at the end: ask, release or keep; never a last delivery")
	set.Var(&f.deliveries, "deliveries", "how many deliveries a message gets: max-retries+1, max-retries or either")
	set.StringVar(&f.journal, "journal", "", "append each pulled message to this file, as NDJSON, before it is shown")
	cmd.AddCommand(a.emulatorCommand())
	return cmd
}

// oneQueue takes at most one argument.
func oneQueue(_ *cobra.Command, args []string) error {
	if len(args) > 1 {
		return fmt.Errorf("give one QUEUE at most, not %d: %s", len(args), strings.Join(args, ", "))
	}
	return nil
}

// batchSize is a flag's number of messages; 0 when the flag was not given.
type batchSize int

// Set implements pflag.Value.
func (b *batchSize) Set(s string) error {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > apiclient.MaxBatchSize {
		return fmt.Errorf("give a whole number from 1 to %d", apiclient.MaxBatchSize)
	}
	*b = batchSize(n)
	return nil
}

// String implements pflag.Value.
func (b *batchSize) String() string {
	if *b == 0 {
		return ""
	}
	return strconv.Itoa(int(*b))
}

// Type implements pflag.Value: what help calls the value.
func (b *batchSize) Type() string { return "N" }

// duration is a flag's time span within bounds, in whole milliseconds; zero
// when the flag was not given.
type duration struct {
	value time.Duration
	span  words.Span
}

// Set implements pflag.Value.
func (d *duration) Set(s string) error {
	v, err := d.span.Parse(s)
	if err != nil {
		return fmt.Errorf("give %w", err)
	}
	d.value = v
	return nil
}

// String implements pflag.Value.
func (d *duration) String() string {
	if d.value == 0 {
		return ""
	}
	return d.value.String()
}

// Type implements pflag.Value: what help calls the value.
func (d *duration) Type() string { return "TIME" }
