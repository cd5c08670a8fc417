package apiclient

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// DefaultBaseURL is the address of the public API.
const DefaultBaseURL = "https://api.cloudflare.com/client/v4"

// Defaults of [Config].
const (
	DefaultBudget  = 1200 // requests per 5 minutes, the limit of the API
	DefaultTimeout = 30 * time.Second
)

// Config is what [New] builds a client from. Formatting it, with any verb,
// leaves the token out.
type Config struct {
	BaseURL   string // includes /client/v4; "" = DefaultBaseURL
	Account   AccountID
	Token     string
	Transport http.RoundTripper // nil = a clone of http.DefaultTransport
	Now       func() time.Time  // nil = time.Now
	Version   string            // for the User-Agent: leaseview/VERSION; "" = "dev"
	Observe   func(Call)        // nil = nobody; called once per try, from the calling goroutine
	Budget    int               // requests per 5 minutes; 0 = DefaultBudget
	Timeout   time.Duration     // per call, retries included, when its context has no deadline; 0 = DefaultTimeout
}

// Call is one try of one request, for the activity screen. It holds neither the
// token nor any body.
type Call struct {
	Method    string
	Path      string // below the base URL, with the query
	Status    int    // 0 without an answer
	Started   time.Time
	Duration  time.Duration // until the whole answer had been read
	RayID     string
	Try       int // from 1
	Automatic bool
	Err       error // nil, or an *Error
}

// HasBody says whether the request carried a body, which the log does not keep.
func (c Call) HasBody() bool { return c.Method != http.MethodGet && c.Method != http.MethodDelete }

// String names the base URL and the account. Both are shown only when they are
// what they should be, since any other text may be a secret in the wrong place.
func (c Config) String() string {
	token := "none"
	if c.Token != "" {
		token = "set"
	}
	account := string(c.Account)
	if !isHexID(account) {
		account = "not an account id"
	}
	base, err := parseBaseURL(c.BaseURL)
	if err != nil {
		base = "not a base URL"
	}
	return fmt.Sprintf("apiclient.Config{BaseURL: %q, Account: %q, Token: %s}", base, account, token)
}

// GoString is String.
func (c Config) GoString() string { return c.String() }

// Format writes String for every verb, so that none reaches the token.
func (c Config) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, c.String()) }

// LogValue is String.
func (c Config) LogValue() slog.Value { return slog.StringValue(c.String()) }

// ConfigError says what is wrong with a member of a [Config]. It repeats nothing
// of it: who swaps two variables has put the token there.
type ConfigError struct {
	Member string // "BaseURL", "Account" or "Token"
	Reason string
}

func (e *ConfigError) Error() string { return e.Reason }

// New checks the configuration and builds a client. Nothing is sent. What the
// base URL, the account or the token is not, a *[ConfigError] says.
func New(cfg Config) (*Client, error) {
	base, err := parseBaseURL(cfg.BaseURL)
	if err != nil {
		return nil, &ConfigError{"BaseURL", err.Error()}
	}
	if !isHexID(string(cfg.Account)) {
		return nil, &ConfigError{"Account", fmt.Sprintf("the account id is not 32 hexadecimal digits: it has %d characters", len(cfg.Account))}
	}
	if err := checkToken(cfg.Token); err != nil {
		return nil, &ConfigError{"Token", err.Error()}
	}
	redact := redactor(cfg.Token)
	if redact(base) != base {
		return nil, &ConfigError{"BaseURL", "the base URL holds the API token"}
	}
	if redact(string(cfg.Account)) != string(cfg.Account) {
		return nil, &ConfigError{"Account", "the account id holds the API token"}
	}
	if cfg.Budget < 0 {
		return nil, fmt.Errorf("request budget %d is negative", cfg.Budget)
	}
	if cfg.Timeout < 0 {
		return nil, fmt.Errorf("time-out %v is negative", cfg.Timeout)
	}
	return build(cfg, base), nil
}

// build fills in the defaults. The token goes into closures only: reflection,
// and so every formatter, sees nothing but their addresses.
func build(cfg Config, base string) *Client {
	authorization := "Bearer " + cfg.Token
	c := &Client{
		base:      base,
		account:   pathOfAccount(cfg.Account),
		authorize: func(h http.Header) { h.Set("Authorization", authorization) },
		redact:    redactor(cfg.Token),
		transport: cfg.Transport,
		now:       cfg.Now,
		userAgent: "leaseview/" + cfg.Version,
		observe:   cfg.Observe,
		timeout:   cfg.Timeout,
	}
	if c.transport == nil {
		c.transport = defaultTransport()
	}
	if c.now == nil {
		c.now = time.Now
	}
	if cfg.Version == "" {
		c.userAgent = "leaseview/dev"
	}
	if c.observe == nil {
		c.observe = func(Call) {}
	}
	if c.timeout == 0 {
		c.timeout = DefaultTimeout
	}
	requests := cfg.Budget
	if requests == 0 {
		requests = DefaultBudget
	}
	c.budget = newBudget(requests)
	return c
}

func pathOfAccount(id AccountID) string { return "/accounts/" + string(id) }

func defaultTransport() http.RoundTripper {
	if t, ok := http.DefaultTransport.(*http.Transport); ok {
		return t.Clone()
	}
	return http.DefaultTransport
}

// parseBaseURL refuses what would carry a secret or lose a path. Its errors
// don't repeat the text, since a mistyped URL may hold a password.
func parseBaseURL(raw string) (string, error) {
	if raw == "" {
		return DefaultBaseURL, nil
	}
	u, err := url.Parse(raw)
	switch {
	case err != nil:
		return "", errors.New("the base URL is not a URL")
	case u.User != nil:
		return "", errors.New("the base URL holds a user name: credentials belong in the token")
	case u.Scheme != "https" && u.Scheme != "http", u.Host == "":
		return "", errors.New("the base URL is not an http or https address with a host")
	case u.RawQuery != "", u.Fragment != "", u.ForceQuery:
		return "", errors.New("the base URL holds a query or a fragment")
	}
	return strings.TrimRight(u.String(), "/"), nil
}

// checkToken says what is wrong with a token without showing it.
func checkToken(token string) error {
	if token == "" {
		return errors.New("the API token is empty")
	}
	for _, r := range token {
		if r <= ' ' || r > '~' {
			return errors.New("the API token holds a space, a line end or another character that no token has")
		}
	}
	return nil
}

// redactor replaces the token wherever a server, a proxy or a transport repeats
// it, also as an address spells it.
func redactor(token string) func(string) string {
	const instead = "[token]"
	if url.QueryEscape(token) == token { // as every token of Cloudflare's is
		return func(s string) string { return strings.ReplaceAll(s, token, instead) }
	}
	return strings.NewReplacer(token, instead, url.QueryEscape(token), instead, url.PathEscape(token), instead).Replace
}

func isHexID(s string) bool {
	if len(s) != 32 {
		return false
	}
	for _, r := range s {
		if (r < '0' || r > '9') && (r < 'a' || r > 'f') && (r < 'A' || r > 'F') {
			return false
		}
	}
	return true
}

// clip cuts s to at most n bytes on a character boundary.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "") + "…"
}
