package trouble_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"leaseview/apiclient"
	"leaseview/tui/trouble"
)

// roundTrip answers a client's requests.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// pullOf is how a pull fails on an answer.
func pullOf(t *testing.T, answer roundTrip) error {
	t.Helper()
	client, err := apiclient.New(apiclient.Config{Account: "023e105f4ecef8ad9ca31a8372d0c353", Token: "a-token", Transport: answer})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = client.Pull(t.Context(), "0123456789abcdef0123456789abcdef", apiclient.PullOptions{}); err == nil {
		t.Fatal("the pull did not fail")
	}
	return err
}

func answered(status int, body string, header ...string) roundTrip {
	return func(r *http.Request) (*http.Response, error) {
		h := http.Header{}
		for i := 0; i < len(header); i += 2 {
			h.Set(header[i], header[i+1])
		}
		return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
	}
}

func refused(code, message string) string {
	return `{"success":false,"errors":[{"code":` + code + `,"message":"` + message + `"}],"messages":[],"result":null}`
}

func unanswered(err error) roundTrip {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}

// keys are how a screen labels the actions.
func keys(a trouble.Action) string {
	return map[trouble.Action]string{trouble.Peek: "v", trouble.Refresh: "r", trouble.List: "esc"}[a]
}

var (
	pull         = apiclient.Consumer{Type: apiclient.ConsumerHTTPPull}
	worker       = apiclient.Consumer{Type: apiclient.ConsumerWorker, Script: "shop's worker"}
	nameless     = apiclient.Consumer{Type: apiclient.ConsumerWorker}
	notification = apiclient.Consumer{Type: apiclient.ConsumerNotification}
)

const (
	noConsumer = "The queue has no HTTP pull consumer, so nothing can be leased. v (peek) still works."
	add        = "Add one with: wrangler queues consumer http add orders"
	moment     = "A consumer that was added seconds ago may need a moment."
	tokenBad   = "The token is not valid for this account, or lacks Queues Edit (pull and peek need write permission)."
	tokenNew   = "Make one at dash.cloudflare.com under My Profile, API Tokens, and set CLOUDFLARE_API_TOKEN."
	malformed  = "The answer is not what the API documents, or not all of it."
	page       = "The answer is a web page, not the API's."
	nothing    = "The API refuses what was asked, and nothing took effect. Change what is asked before trying again."
)

// troubles are every kind of failure of a pull, and what is said of it.
var troubles = []struct {
	name      string
	answer    roundTrip
	consumers []apiclient.Consumer
	want      []string
}{
	{"cancelled", unanswered(context.Canceled), nil, []string{"You cancelled it."}},
	{"no pull consumer", answered(405, ""), nil, []string{noConsumer, add, moment}},
	{"one that the settings know and the API does not", answered(405, ""), []apiclient.Consumer{worker, pull}, []string{noConsumer, add, moment}},
	{"a Worker instead", answered(405, ""), []apiclient.Consumer{worker}, []string{
		noConsumer, "It is consumed by Worker shop's worker.",
		`To pull instead, remove that one (wrangler queues consumer worker remove orders 'shop'\''s worker'), then: wrangler queues consumer http add orders`, moment,
	}},
	{"two others instead", answered(405, ""), []apiclient.Consumer{notification, nameless}, []string{
		noConsumer, "It is consumed by notification + Worker.",
		"To pull instead, remove those (wrangler queues consumer notification remove orders, which needs a wrangler after 4.164.0: until then, in the dashboard; " +
			"in the dashboard), then: wrangler queues consumer http add orders", moment,
	}},
	{"paused", answered(409, refused("0", "queue_delivery_paused")), nil, []string{
		"Delivery of this queue is paused. Nothing was leased; v (peek) still works.", "Resume it with: wrangler queues resume-delivery orders",
	}},
	{"rate limited", answered(429, "", "Retry-After", "90"), nil, []string{"Too many calls: the API refuses them for 1:30. Everything automatic stops until then."}},
	{"rate limited for nobody says how long", answered(429, refused("971", "Rate limited")), nil, []string{"Too many calls: the API refuses them for 5:00. Everything automatic stops until then."}},
	{"a token that is not valid", answered(403, refused("10000", "Authentication error")), nil, []string{tokenBad, tokenNew}},
	{"a queue that is gone", answered(404, refused("11000", "Queue not found")), nil, []string{`There is no queue "orders" in this account any more.`, "esc lists those that there are."}},
	{"an API without the call", answered(404, refused("7000", "No route for that URI")), nil, []string{"This API does not offer that call."}},
	{"no answer in time", unanswered(context.DeadlineExceeded), nil, []string{"No answer came in time."}},
	{"a web page", answered(502, "<!DOCTYPE html><html></html>"), nil, []string{page}},
	{"not the API's JSON", answered(200, "{}"), nil, []string{malformed}},
	{"a failure of the API", answered(500, refused("15000", "UnknownInternalError")), nil, []string{"The API answered that it failed."}},
	{"a gateway without an upstream", answered(503, ""), nil, []string{"The API answered that it failed."}},
	{"a dead connection", unanswered(errors.New("connection refused")), nil, []string{"The API can't be reached, or the connection to it broke."}},
	{"a refusal of no known kind", answered(400, refused("10026", "no such batch")), nil, []string{nothing}},
	{"what can't be processed", answered(422, ""), nil, []string{nothing}},
	{"what is too large", answered(413, ""), nil, []string{"What was sent is larger than the API takes, and nothing took effect. Ask for less in one call."}},
	{"a refusal with 200, which says nothing of its effect", answered(200, refused("10207", "no")), nil, nil},
	{"a refusal that refers to something", answered(400, `{"success":false,"errors":[{"code":10026,"message":"no such batch",`+
		`"documentation_url":"https://developers.cloudflare.com/queues","source":{"pointer":"/batch_size"}}]}`), nil, []string{
		nothing, "Of the request it names: /batch_size", "Documentation: https://developers.cloudflare.com/queues",
	}},
}

// Every kind of failure is explained to the letter.
func TestEveryTroubleIsExplained(t *testing.T) {
	t.Parallel()
	// What may be over by itself. That is said of nothing else: not of a token, and not
	// of what the API refuses to do.
	const passing = "rate limited for nobody says how long, no answer in time, a web page, not the API's JSON, a failure of the API, " +
		"a gateway without an upstream, a dead connection"
	for _, tt := range troubles {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := pullOf(t, tt.answer)
			about := trouble.About{Queue: "orders", Consumers: tt.consumers}
			if got := trouble.Explain(err, about).Words(keys); !slices.Equal(got, tt.want) {
				t.Errorf("%v\nis explained as\n%s\nwant\n%s", err, strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
			about.Kept = true
			want := tt.want
			if strings.Contains(passing, tt.name) {
				want = append(want, "The last good data stays on screen. Metrics recover by themselves; r reads everything again.")
			}
			if got := trouble.Explain(err, about).Words(keys); !slices.Equal(got, want) {
				t.Errorf("with data on screen\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

// Where there is not even a list of queues, it is the address that is wrong: it is
// named, with what it lacks.
func TestAnAddressWithoutTheAPI(t *testing.T) {
	t.Parallel()
	const (
		below   = "/accounts/023e105f4ecef8ad9ca31a8372d0c353/queues"
		account = "Is that the account's id? wrangler whoami shows it."
	)
	for name, tt := range map[string]struct {
		base   string
		answer roundTrip
		step   string
	}{
		"no such page":      {"https://api.cloudflare.com", answered(404, "<!DOCTYPE html><html></html>"), "It seems to lack /client/v4: try the base URL https://api.cloudflare.com/client/v4."},
		"no such route":     {"https://proxy.example/api/", answered(400, refused("7000", "No route for that URI")), "It seems to lack /client/v4: try the base URL https://proxy.example/api/client/v4."},
		"an empty 404":      {"https://api.cloudflare.com/client", answered(404, ""), "It seems to lack /client/v4: try the base URL https://api.cloudflare.com/client/v4."},
		"a wrong account":   {"https://api.cloudflare.com/client/v4", answered(404, refused("7003", "Could not route")), account},
		"a 404 of no cause": {"https://api.cloudflare.com/client/v4", answered(404, refused("1000", "not found")), account},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, err := apiclient.New(apiclient.Config{BaseURL: tt.base, Account: "023e105f4ecef8ad9ca31a8372d0c353", Token: "a-token", Transport: tt.answer})
			if err != nil {
				t.Fatal(err)
			}
			_, err = client.FindQueue(t.Context(), "orders")
			got := trouble.Explain(err, trouble.About{BaseURL: tt.base, Queue: "orders"}).Words(keys)
			if want := []string{"The address asked is " + strings.TrimRight(tt.base, "/") + below + ": no list of queues is there.", tt.step}; !slices.Equal(got, want) {
				t.Errorf("%v\nis explained as\n%s\nwant\n%s", err, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

// A queue that was looked for is another matter than one that is gone.
func TestAQueueThatIsNotListed(t *testing.T) {
	t.Parallel()
	got := trouble.Explain(&apiclient.NotFoundError{Wanted: "ordres"}, trouble.About{}).Words(keys)
	if want := []string{"Names and ids must match exactly."}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// What comes from outside stands in parts of its own, as it came.
func TestPartsSayWhereTheyComeFrom(t *testing.T) {
	t.Parallel()
	const queue, script = "a\x1b[2J queue", "a\x1b[2J script"
	consumers := []apiclient.Consumer{{Type: apiclient.ConsumerWorker, Script: script}, {Type: "new\x1b[2Jkind"}}
	var names, commands []string
	for _, err := range []error{
		&apiclient.Error{Op: "pull", Status: http.StatusMethodNotAllowed},
		&apiclient.Error{Op: "pull", Status: http.StatusConflict},
		&apiclient.Error{Op: "pull", Status: http.StatusNotFound, Code: 11000},
	} {
		explained := trouble.Explain(err, trouble.About{Queue: queue, Consumers: consumers})
		for _, part := range slices.Concat(slices.Concat(explained.Meaning, explained.Steps)...) {
			if strings.Contains(part.Text, "2J") {
				t.Errorf("%q is called our own text", part.Text)
			}
			if part.Name != "" {
				names = append(names, part.Name)
			}
			if part.Command != "" {
				commands = append(commands, part.Command)
			}
		}
	}
	if want := []string{"Worker a\x1b[2J script + new\x1b[2Jkind", `"a\x1b[2J queue"`}; !slices.Equal(names, want) {
		t.Errorf("names are %q, want %q", names, want)
	}
	if want := []string{
		"wrangler queues consumer worker remove 'a\x1b[2J queue' 'a\x1b[2J script'",
		"wrangler queues consumer http add 'a\x1b[2J queue'",
		"wrangler queues resume-delivery 'a\x1b[2J queue'",
	}; !slices.Equal(commands, want) {
		t.Errorf("commands are %q, want %q", commands, want)
	}
}

func TestConsumersAreNamed(t *testing.T) {
	t.Parallel()
	for want, consumers := range map[string][]apiclient.Consumer{
		"none": nil, "pull": {pull}, "Worker shop's worker": {worker}, "Worker": {nameless},
		"an unknown consumer": {{}}, "pull + notification": {pull, notification},
	} {
		if got := trouble.ConsumerNames(consumers); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// The text of an error comes from outside and may be of any length.
func TestAnErrorsText(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", 3000)
	lost := &apiclient.Error{Op: "pull", Message: "UnknownInternalError", Status: 500, MayHaveTakenEffect: true}
	for _, tt := range []struct {
		err          error
		text, reason string
	}{
		{lost, "pull: UnknownInternalError (HTTP 500); it may have taken effect all the same", "UnknownInternalError (HTTP 500)"},
		{errors.New("pull: by no client"), "pull: by no client", "pull: by no client"},
		{errors.New(long), long[:4000] + "…", long[:4000] + "…"},
	} {
		if text, reason := trouble.Text(tt.err), trouble.Reason(tt.err); text != tt.text || reason != tt.reason {
			t.Errorf("%q because of %q, want %q because of %q", text, reason, tt.text, tt.reason)
		}
	}
}

func TestARateLimitSaysHowLong(t *testing.T) {
	t.Parallel()
	for want, err := range map[time.Duration]error{
		time.Minute:             &apiclient.Error{Status: http.StatusTooManyRequests, RetryAfter: time.Minute},
		trouble.RateLimitWindow: &apiclient.Error{Status: http.StatusTooManyRequests},
	} {
		if got := trouble.Wait(err); got != want {
			t.Errorf("%v, want %v", got, want)
		}
	}
}

// What was never sent has no answer to explain.
func TestWhatWasNotSent(t *testing.T) {
	t.Parallel()
	client, err := apiclient.New(apiclient.Config{Account: "023e105f4ecef8ad9ca31a8372d0c353", Token: "a-token", Transport: unanswered(errors.New("asked"))})
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.Pull(t.Context(), "0123456789abcdef0123456789abcdef", apiclient.PullOptions{BatchSize: 101})
	if got := trouble.Explain(err, trouble.About{Kept: true}).Words(keys); !slices.Equal(got, []string{"Nothing was sent."}) {
		t.Errorf("%v is explained as %q", err, got)
	}
}
