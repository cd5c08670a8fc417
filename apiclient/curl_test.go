package apiclient

import (
	"context"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"
)

const (
	curlURL     = "https://api.cloudflare.com/client/v4/accounts/0123456789abcdef0123456789abcdef/queues/023e105f4ecef8ad9ca31a8372d0c353"
	curlToken   = ` -H "Authorization: Bearer $CLOUDFLARE_API_TOKEN"`
	curlAck     = "curl -sS -X POST " + curlURL + "/messages/ack" + curlToken + " -H 'Content-Type: application/json' --data "
	curlPull    = "curl -sS -X POST " + curlURL + "/messages/pull" + curlToken + " -H 'Content-Type: application/json' --data "
	curlQueries = "curl -sS -X GET '" + curlURL + "?name=it'\\''s&page=2'" + curlToken
)

var toCloudflare = Curl{Account: testAccount}

func TestCurlCommands(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ got, want string }{
		"ack":         {toCloudflare.Ack(testQueue, "eyJ.a-b_c"), curlAck + `'{"acks":[{"lease_id":"eyJ.a-b_c"}]}'`},
		"two acks":    {toCloudflare.Ack(testQueue, "one", "two"), curlAck + `'{"acks":[{"lease_id":"one"},{"lease_id":"two"}]}'`},
		"two retries": {toCloudflare.Retry(testQueue, "one", "two"), curlAck + `'{"retries":[{"lease_id":"one","delay_seconds":0},{"lease_id":"two","delay_seconds":0}]}'`},
		"retry":       {toCloudflare.Retry(testQueue, "eyJ.a-b_c"), curlAck + `'{"retries":[{"lease_id":"eyJ.a-b_c","delay_seconds":0}]}'`},
		"pull":        {toCloudflare.Pull(testQueue, PullOptions{5, 30 * time.Second}), curlPull + `'{"batch_size":5,"visibility_timeout_ms":30000}'`},
		"a lease of JSON": {
			toCloudflare.Ack(testQueue, "\"},{\"lease_id\":\"other\\"),
			curlAck + `'{"acks":[{"lease_id":"\"},{\"lease_id\":\"other\\"}]}'`,
		},
		"a lease of shell": {
			toCloudflare.Ack(testQueue, "'; rm -rf $HOME `id` #\n"),
			curlAck + `'{"acks":[{"lease_id":"'\''; rm -rf $HOME ` + "`id`" + ` #\n"}]}'`,
		},
		"a lease of controls": {
			toCloudflare.Retry(testQueue, "\x00\x1b[31m\u2028<é>"),
			curlAck + "'" + `{"retries":[{"lease_id":"\u0000\u001b[31m` + "\u2028<é>" + `","delay_seconds":0}]}` + "'",
		},
		"a lease that is not UTF-8": {toCloudflare.Ack(testQueue, "a\xffb"), curlAck + "'{\"acks\":[{\"lease_id\":\"a\uFFFDb\"}]}'"},
		"no lease":                  {toCloudflare.Ack(testQueue, ""), curlAck + `'{"acks":[{"lease_id":""}]}'`},
		"a hostile queue": {
			toCloudflare.Pull("$(id)'", PullOptions{1, time.Second}),
			strings.Replace(curlPull, curlURL+"/messages/pull", `'https://api.cloudflare.com/client/v4/accounts/`+string(testAccount)+`/queues/$(id)'\''/messages/pull'`, 1) +
				`'{"batch_size":1,"visibility_timeout_ms":1000}'`,
		},
		"another server": {
			Curl{BaseURL: "http://127.0.0.1:8787/client v4/", Account: "a"}.Pull("q", PullOptions{100, MaxVisibilityTimeout}),
			`curl -sS -X POST 'http://127.0.0.1:8787/client v4/accounts/a/queues/q/messages/pull'` + curlToken +
				` -H 'Content-Type: application/json' --data '{"batch_size":100,"visibility_timeout_ms":43200000}'`,
		},
		"a read of the log":   {toCloudflare.Call(Call{Method: "GET", Path: queuePath + "?name=it's&page=2"}), curlQueries},
		"a delete of the log": {toCloudflare.Call(Call{Method: "DELETE", Path: queuePath}), "curl -sS -X DELETE " + curlURL + curlToken},
		"a change of the log": {toCloudflare.Call(Call{Method: "POST", Path: queuePath + "/messages/ack"}), curlAck + "'{}'"},
		"an odd method":       {toCloudflare.Call(Call{Method: "a b", Path: queuePath}), "curl -sS -X 'a b' " + curlURL + curlToken + " -H 'Content-Type: application/json' --data '{}'"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", name, tt.got, tt.want)
		}
	}
}

func TestShellQuote(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"":               "''",
		"Az09-_./:@%+=,": "Az09-_./:@%+=,",
		"a b":            "'a b'",
		"it's":           `'it'\''s'`,
		"''":             `''\'''\'''`,
		"~":              "'~'",
		"é":              "'é'",
		"a\nb":           "'a\nb'",
		"\xff":           "'\xff'",
		"$HOME\\":        `'$HOME\'`,
	} {
		if got := ShellQuote(s); got != want {
			t.Errorf("ShellQuote(%q) = %q, want %q", s, got, want)
		}
	}
}

// TestCurlSaysWhatTheClientSends runs each command in a shell, with a curl that
// prints its words, against what the client sent for the same call.
func TestCurlSaysWhatTheClientSends(t *testing.T) {
	t.Parallel()
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no sh to read the commands")
	}
	const base, lease = "http://api.invalid" + mount, LeaseID("it's a \"$lease\" of `sh`\\\u2028")
	curl := Curl{BaseURL: base, Account: testAccount}
	pull := PullOptions{7, 90 * time.Second}
	for name, tt := range map[string]struct {
		command string
		run     func(context.Context, *Client) error
	}{
		"ack": {curl.Ack(testQueue, lease), func(ctx context.Context, c *Client) error {
			_, err := c.Settle(ctx, testQueue, Settlement{Acks: []LeaseID{lease}})
			return err
		}},
		"retry": {curl.Retry(testQueue, lease), func(ctx context.Context, c *Client) error {
			_, err := c.Settle(ctx, testQueue, Settlement{Retries: []Retry{{lease, new(time.Duration)}}})
			return err
		}},
		"pull": {curl.Pull(testQueue, pull), func(ctx context.Context, c *Client) error {
			_, err := c.Pull(ctx, testQueue, pull)
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var want []string
			c := newClient(t, Config{BaseURL: base, Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
				body, err := io.ReadAll(r.Body)
				want = []string{
					"-sS", "-X", r.Method, r.URL.String(), "-H", "Authorization: " + r.Header.Get("Authorization"),
					"-H", "Content-Type: " + r.Header.Get("Content-Type"), "--data", string(body),
				}
				return response(http.StatusOK, result(`{"messages":[],"ackCount":1,"retryCount":1}`)), err
			})})
			if err := tt.run(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			// No word of these holds a line end.
			cmd := exec.CommandContext(t.Context(), sh, "-c", "curl() { printf '%s\\n' \"$@\"; }\n"+tt.command)
			cmd.Env = []string{"CLOUDFLARE_API_TOKEN=" + testToken}
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("sh: %v\n%s", err, out)
			}
			if got := strings.TrimSuffix(string(out), "\n"); got != strings.Join(want, "\n") {
				t.Errorf("%s\nis to a shell\n%q\nwant\n%q", tt.command, got, strings.Join(want, "\n"))
			}
		})
	}
}
