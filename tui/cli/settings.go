package cli

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"leaseview/apiclient"
	"leaseview/tui"
	"leaseview/tui/inbox"
)

// The environment's names: wrangler's, and both of the base URL.
const (
	envToken      = "CLOUDFLARE_API_TOKEN"
	envAccount    = "CLOUDFLARE_ACCOUNT_ID"
	envBaseURL    = "CLOUDFLARE_BASE_URL"
	envAPIBaseURL = "CLOUDFLARE_API_BASE_URL"
)

// settings are what the program runs with: flags over environment.
type settings struct {
	queue      string // name or id; "" to choose
	batchSize  int    // 0 = the API's default
	visibility time.Duration
	follow     time.Duration // 0 = not at start
	demo       bool
	debug      string // file name; "" = none
	readOnly   bool
	onQuit     tui.OnQuit
	rule       inbox.Rule
	journal    string // file name; "" = none

	account, baseURL, token sourced
}

// sourced is a value and where it came from.
type sourced struct{ value, source string }

// first is the first of these that is not empty.
func first(candidates ...sourced) sourced {
	for _, c := range candidates {
		if c.value != "" {
			return c
		}
	}
	return sourced{}
}

// env reads a variable without the space and the line end that copying leaves.
func (a *app) env(name string) sourced {
	return sourced{strings.TrimSpace(a.getenv(name)), name}
}

// settings reads flags and environment and says what is wrong with them, before
// the screen changes.
func (a *app) settings(f flags, args []string) (settings, error) {
	s := settings{
		batchSize: int(f.batchSize), visibility: f.visibility.value, follow: f.follow.value,
		demo: f.demo, debug: f.debug,
		readOnly: f.readOnly, onQuit: f.onQuit.value, rule: f.deliveries.value, journal: f.journal,
	}
	if len(args) > 0 {
		s.queue = strings.TrimSpace(args[0])
		if s.queue == "" {
			return s, errors.New("QUEUE is empty: give a queue's name or id, or leave it out to choose from a list")
		}
	}
	if s.readOnly && s.follow > 0 {
		return s, errors.New("--follow pulls, which --read-only refuses: leave out one of them")
	}
	if s.journal != "" && s.journal == s.debug {
		return s, errors.New("--journal and --debug name the same file: give each its own")
	}
	if s.demo {
		if f.account != "" || f.baseURL != "" {
			return s, errors.New("--demo has an account and a server of its own: leave out --account and --base-url")
		}
		return s, a.needTerminal()
	}
	s.account = first(sourced{f.account, "--account"}, a.env(envAccount))
	s.baseURL = first(sourced{f.baseURL, "--base-url"}, a.env(envBaseURL), a.env(envAPIBaseURL))
	s.token = a.env(envToken)
	if err := s.check(); err != nil {
		return s, err
	}
	return s, a.needTerminal()
}

// check says which credentials are missing, or which are malformed and where
// they came from.
func (s settings) check() error {
	if s.token.value == "" || s.account.value == "" {
		return s.missing()
	}
	_, err := apiclient.New(s.config())
	if err == nil {
		return s.private()
	}
	from := s.account.source + " and " + envToken
	if s.baseURL.value != "" {
		from = s.account.source + ", " + s.baseURL.source + " and " + envToken
	}
	return fmt.Errorf("%w (read from %s)", err, from)
}

// private refuses to send the token unencrypted to another machine.
func (s settings) private() error {
	address, err := url.Parse(s.baseURL.value)
	if err != nil || address.Scheme != "http" {
		return nil
	}
	host := address.Hostname()
	if ip := net.ParseIP(host); host == "localhost" || ip != nil && ip.IsLoopback() {
		return nil
	}
	return fmt.Errorf("%s is a plain http address of another machine, which would show the token to the network on its way: use https",
		s.baseURL.source)
}

func (s settings) config() apiclient.Config {
	return apiclient.Config{
		BaseURL: s.baseURL.value, Account: apiclient.AccountID(s.account.value), Token: s.token.value, Version: version(),
	}
}

// missing says what to set.
func (s settings) missing() error {
	what := envToken + " and " + envAccount + " are not set"
	switch {
	case s.account.value != "":
		what = envToken + " is not set"
	case s.token.value != "":
		what = envAccount + " is not set"
	}
	return errors.New(what + `.
Make an API token with the permission "Queues: Edit" in the Cloudflare dashboard
(My Profile > API Tokens), and set CLOUDFLARE_API_TOKEN to it. Set
CLOUDFLARE_ACCOUNT_ID to the account's id (wrangler whoami shows it), or give it
with --account. To look around without either: leaseview --demo`)
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
