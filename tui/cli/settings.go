package cli

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"leaseview/apiclient"
	"leaseview/tui"
)

// settings are what the program runs with: flags over environment. The table of
// settings fills them in, and QUEUE.
type settings struct {
	screen tui.Options // what the screen is told as it was given

	account, baseURL, token string
	readOnly                bool
	debug, journal          string // file names; "" = none

	from map[string]string // by name, the flag or the variable that gave a setting
}

// complete adds the rest to what the flags have set, and says what is wrong with
// it, before the screen changes.
func (a *app) complete(s *settings, rows table, cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		s.screen.Queue = strings.TrimSpace(args[0])
		switch {
		case s.screen.Queue == "":
			return errors.New("QUEUE is empty: give a queue's name or id, or leave it out to choose from a list")
		case a.token.in(args[0]), looksSecret(args[0]):
			return errors.New("QUEUE is an API token or has the form of one: nothing was sent. Give a queue's name or id; the token belongs in " + envToken)
		}
	}
	if err := rows.complete(s, cmd.Flags().Changed, a.getenv); err != nil {
		return err
	}
	if err := rows.revealing(s, a.token); err != nil {
		return err
	}
	if err := s.check(); err != nil {
		return err
	}
	return a.needTerminal()
}

// check says which settings don't go together, and what is wrong with the
// credentials.
func (s settings) check() error {
	switch {
	case s.readOnly && s.screen.Follow > 0:
		return errors.New("--follow pulls, which --read-only refuses: leave out one of them")
	case s.journal != "" && s.debug != "" && sameFile(s.journal, s.debug):
		return errors.New("--journal and --debug name the same file: give each its own")
	case !s.screen.Demo:
		return s.checkCredentials()
	case s.from[nameAccount] == "--"+nameAccount, s.from[nameBaseURL] == "--"+nameBaseURL:
		return errors.New("--demo has an account and a server of its own: leave out --account and --base-url")
	}
	return nil
}

// checkCredentials says which are missing, or which are malformed and where they
// came from.
func (s settings) checkCredentials() error {
	if s.token == "" || s.account == "" {
		return s.missing()
	}
	_, err := apiclient.New(s.config())
	if err == nil {
		return s.private()
	}
	if wrong, ok := errors.AsType[*apiclient.ConfigError](err); ok {
		of := map[string]string{"BaseURL": nameBaseURL, "Account": nameAccount, "Token": nameToken}
		return fmt.Errorf("%w (read from %s)", err, s.from[of[wrong.Member]])
	}
	return err
}

// private refuses to send the token unencrypted to another machine.
func (s settings) private() error {
	address, err := url.Parse(s.baseURL)
	if err != nil || address.Scheme != "http" {
		return nil
	}
	// Letter case means nothing in a name, nor does the dot that makes it whole.
	host := strings.TrimSuffix(address.Hostname(), ".")
	if ip := net.ParseIP(host); strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback() {
		return nil
	}
	return fmt.Errorf("%s is a plain http address of another machine, which would show the token to the network on its way: use https",
		s.from[nameBaseURL])
}

func (s settings) config() apiclient.Config {
	return apiclient.Config{
		BaseURL: s.baseURL, Account: apiclient.AccountID(s.account), Token: s.token, Version: version(),
	}
}

// missing says what to set, and of what is set nothing.
func (s settings) missing() error {
	const (
		makeToken = `Make an API token with the permission "Queues: Edit" in the Cloudflare dashboard
(My Profile > API Tokens), and set ` + envToken + ` to it.`
		findAccount = `Set ` + envAccount + ` to the account's id (wrangler whoami shows it), or
give it with --account.`
		demo = "\nTo look around without: leaseview --demo"
	)
	switch {
	case s.account != "":
		return errors.New(envToken + " is not set.\n" + makeToken + demo)
	case s.token != "":
		return errors.New(envAccount + " is not set.\n" + findAccount + demo)
	}
	return errors.New(envToken + " and " + envAccount + " are not set.\n" + makeToken + "\n" + findAccount + demo)
}

// needTerminal refuses to start where nobody could see or press anything.
func (a *app) needTerminal() error {
	for _, stream := range []struct {
		name string
		file any
	}{{"standard input", a.stdin}, {"standard output", a.stdout}} {
		if !isTerminal(stream.file) {
			return errors.New(stream.name + " is not a terminal: leaseview is a full-screen program, run it in one")
		}
	}
	return nil
}
