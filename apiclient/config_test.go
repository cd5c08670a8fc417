package apiclient

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestNew(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		cfg  Config
		want string // "" for none
	}{
		"defaults":     {Config{}, ""},
		"fedramp":      {Config{BaseURL: "https://api.fed.cloudflare.com/client/v4/"}, ""},
		"loopback":     {Config{BaseURL: "http://127.0.0.1:8787/client/v4"}, ""},
		"not a URL":    {Config{BaseURL: "http://user:pass word@[::1"}, "not a URL"},
		"no scheme":    {Config{BaseURL: "api.cloudflare.com/client/v4"}, "not an http or https address"},
		"no host":      {Config{BaseURL: "https:///client/v4"}, "not an http or https address"},
		"ftp":          {Config{BaseURL: "ftp://host/client/v4"}, "not an http or https address"},
		"user":         {Config{BaseURL: "https://user:word@host/client/v4"}, "holds a user name"},
		"query":        {Config{BaseURL: "https://host/client/v4?a=b"}, "query or a fragment"},
		"empty query":  {Config{BaseURL: "https://host/client/v4?"}, "query or a fragment"},
		"fragment":     {Config{BaseURL: "https://host/client/v4#a"}, "query or a fragment"},
		"account":      {Config{Account: "my-account"}, "not 32 hexadecimal digits: it has 10 characters"},
		"not hex":      {Config{Account: AccountID(strings.Repeat("g", 32))}, "not 32 hexadecimal digits"},
		"token space":  {Config{Token: "a b"}, "holds a space"},
		"token line":   {Config{Token: testToken + "\n"}, "holds a space, a line end"},
		"bad budget":   {Config{Budget: -1}, "budget -1 is negative"},
		"bad time-out": {Config{Timeout: -time.Second}, "time-out -1s is negative"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if test.cfg.Account == "" {
				test.cfg.Account = testAccount
			}
			if test.cfg.Token == "" {
				test.cfg.Token = testToken
			}
			c, err := New(test.cfg)
			switch {
			case test.want == "" && (err != nil || c == nil):
				t.Error(err)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Errorf("%v, want %q", err, test.want)
			}
			if err != nil && (strings.Contains(err.Error(), "word") || strings.Contains(err.Error(), testToken)) {
				t.Errorf("%v repeats a secret", err)
			}
		})
	}
	if _, err := New(Config{Account: testAccount}); err == nil || !strings.Contains(err.Error(), "token is empty") {
		t.Error(err)
	}
}

// The transport of a client must be its own: closing its idle connections or
// changing it must not reach the rest of the process.
func TestDefaultTransportIsACopy(t *testing.T) {
	t.Parallel()
	c := newClient(t, Config{})
	if c.transport == http.DefaultTransport {
		t.Error("the client shares http.DefaultTransport")
	}
}

// No verb and no logger reaches the token through a value of this package.
func TestTokenIsNeverFormatted(t *testing.T) {
	t.Parallel()
	cfg := Config{Account: testAccount, Token: testToken}
	c := newClient(t, Config{})
	swapped := Config{Account: AccountID(testToken), Token: string(testAccount), BaseURL: testToken}
	values := []any{
		cfg, &cfg, c, swapped, &swapped,
		struct{ Inner Config }{cfg},
		struct{ Inner *Client }{c},
		struct{ inner *Client }{c},
		[]Config{cfg},
		map[string]*Client{"a": c},
		(*Client)(nil),
	}
	for _, value := range values {
		var log bytes.Buffer
		slog.New(slog.NewTextHandler(&log, nil)).Info("made", "value", value)
		slog.New(slog.NewJSONHandler(&log, nil)).Info("made", "value", value)
		texts := []string{log.String()}
		if v, ok := value.(interface{ GoString() string }); ok {
			texts = append(texts, v.GoString())
		}
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%X", "%t", "%c", "%U", "%e", "%b", "%o"} {
			texts = append(texts, fmt.Sprintf(verb, value))
		}
		if encoded, err := json.Marshal(value); err == nil {
			texts = append(texts, string(encoded))
		}
		for _, text := range texts {
			if strings.Contains(text, testToken) {
				t.Errorf("%T shows the token: %s", value, text)
			}
		}
	}
	if got := cfg.String(); !strings.Contains(got, "Token: set") || !strings.Contains(got, string(testAccount)) {
		t.Error(got)
	}
}

// A base URL may end with slashes: no path begins with two.
func TestABaseURLWithASlashAtItsEnd(t *testing.T) {
	t.Parallel()
	for _, end := range []string{"", "/", "//"} {
		var asked string
		c := newClient(t, Config{BaseURL: "http://api.invalid" + mount + end, Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			asked = r.URL.Path
			return response(200, `{"success":true,"result":{"messages":[]}}`), nil
		})})
		if _, err := c.Peek(t.Context(), testQueue, 1); err != nil {
			t.Fatal(err)
		}
		if want := mount + queuePath + "/messages/peek"; asked != want {
			t.Errorf("%q at the end: %s was asked, want %s", end, asked, want)
		}
	}
}

// Of a short lease no byte is shown: its ends would be most of it.
func TestShortLeasesAreNotShownAtAll(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{13: "(13 bytes)", 24: "(24 bytes)", 25: "xxxxxx…xxxxxx (25 bytes)"} {
		if got := LeaseID(strings.Repeat("x", n)).String(); got != want {
			t.Errorf("%d bytes are shown as %s, want %s", n, got, want)
		}
	}
}

func TestLeasesNeverFormatWhole(t *testing.T) {
	t.Parallel()
	secret := strings.Repeat("a", 20) + "middle" + strings.Repeat("z", 20)
	for _, value := range []any{LeaseID(secret), Ref(secret), Message{LeaseID: LeaseID(secret), Ref: Ref(secret)}} {
		var log bytes.Buffer
		slog.New(slog.NewTextHandler(&log, nil)).Info("made", "value", value)
		for _, text := range []string{fmt.Sprintf("%v %+v %#v %s %q", value, value, value, value, value), log.String()} {
			if strings.Contains(text, "middle") {
				t.Errorf("%T shows a whole lease: %s", value, text)
			}
		}
	}
}
