package apiclient

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// tokens are of every length that Cloudflare has given out, and of some that it
// may.
func tokens() map[string]string {
	const letters = "s3cret-t0ken_that-nobody-may-see-"
	of := make(map[string]string)
	for _, n := range []int{16, 27, 30, 37, 40, 53, 128} {
		of[fmt.Sprint(n, " characters")] = strings.Repeat(letters, 4)[:n]
	}
	return of
}

// anEcho is an answer that repeats the token where a call may look.
type anEcho struct {
	name   string
	status int
	answer func(token string) string
}

func within(format string) func(string) string {
	return func(token string) string { return strings.ReplaceAll(format, "TOKEN", token) }
}

// settling is an answer that every call which settles something understands.
func settling(more string) func(string) string {
	return within(result(`{"ackCount":1,"retryCount":1,"extendCount":1,` + more + `}`))
}

var echoes = []anEcho{
	{"a warning by name", 200, settling(`"warnings":{"lease":"you sent TOKEN"}`)},
	{"an object as a warning", 200, settling(`"warnings":{"lease":{"message":"you sent TOKEN"}}`)},
	{"a list of warnings", 200, settling(`"warnings":["you sent TOKEN",{"lease_id":"lease","warning":"TOKEN"},{"ref":"ref","error":"TOKEN"}]`)},
	{"a text as warnings", 200, settling(`"warnings":"you sent TOKEN"`)},
	{"a warning in two", 200, settling(`"warnings":["` + strings.Repeat("x", maxMessage-10) + `TOKEN"]`)},
	{"an error beside a result", 200, settling(`"warnings":{},"errors":[{"code":"TOKEN","message":"you sent TOKEN"}]`)},
	{"an error beside success", 200, within(`{"success":true,"errors":[{"code":1,"message":"TOKEN"}],"result":{"ackCount":1,"retryCount":1,"extendCount":1}}`)},
	{"counts", 200, within(result(`{"ackCount":"TOKEN","retryCount":"TOKEN","extendCount":"TOKEN","warnings":{"lease":"no"}}`))},
	{"the result", 200, within(result(`"TOKEN"`))},
	{"success", 200, within(`{"success":"TOKEN","result":{}}`)},
	{"the whole answer", 200, within(`"TOKEN"`)},
	{"another queue's id", 200, within(result(`{"queue_id":"TOKEN","queue_name":"TOKEN"}`))},
	{"a list of it", 200, within(result(`["TOKEN",{"TOKEN":"TOKEN"}]`))},
	{"no message", 200, within(result(`{"messages":[{"id":"a","lease_id":"b","attempts":"TOKEN","timestamp_ms":"TOKEN"},"TOKEN"]}`))},
	{"the place of a mistake", 200, within(`{"success":true,"result":{"TOKEN":no}}`)},
	{"the place of a mistake, outside", 200, within(`{"TOKEN":no,"success":true,"result":{}}`)},
	{"a refusal", 403, within(refused(`"TOKEN"`, "you sent TOKEN"))},
	{"a page", 502, within("<title>you sent TOKEN</title>")},
}

// A server that repeats the token gets it on no screen and into no log, whatever
// call it answers, wherever in the answer it stands and however long it is.
func TestNoCallRepeatsTheToken(t *testing.T) {
	t.Parallel()
	for length, token := range tokens() {
		t.Run(length, func(t *testing.T) {
			t.Parallel()
			for _, call := range calls() {
				for _, echo := range echoes {
					var seen []string
					c := ofToken(t, token, func(one Call) { seen = append(seen, dump(one), dump(one.Err)) }, echo)
					got, err := call.run(t.Context(), c)
					for unwrapped := err; unwrapped != nil; unwrapped = errors.Unwrap(unwrapped) {
						seen = append(seen, dump(unwrapped))
					}
					for _, text := range append(seen, said(got)...) {
						if strings.Contains(text, token[:10]) {
							t.Errorf("%s, %s: the token is in %.200s", call.name, echo.name, text)
						}
					}
				}
			}
		})
	}
}

// said is what an answer has in words for people. Members that are kept as they
// came, for a person to copy, are no words.
func said(got any) []string {
	switch got := got.(type) {
	case PullResult:
		return got.Oddities
	case PeekResult:
		return got.Oddities
	case PushResult:
		return got.Oddities
	case SettleResult:
		return slices.Concat(got.Oddities, got.Notes, slices.Collect(maps.Values(got.Warnings)))
	case ExtendResult:
		return slices.Concat(got.Oddities, got.Notes, slices.Collect(maps.Values(got.Warnings)))
	case PurgeResult:
		return slices.Concat(got.Oddities, got.Notes, slices.Collect(maps.Values(got.Warnings)))
	case []Queue:
		var all []string
		for _, q := range got {
			all = append(all, q.Oddities...)
		}
		return all
	case []Consumer:
		var all []string
		for _, c := range got {
			all = append(all, c.Oddities...)
		}
		return all
	}
	return nil
}

// ofToken is a client with that token, to which every answer repeats it.
func ofToken(t *testing.T, token string, observe func(Call), echo anEcho) *Client {
	t.Helper()
	c, err := New(Config{
		BaseURL: "http://api.invalid" + mount, Account: testAccount, Token: token, Observe: observe,
		Transport: roundTrip(func(*http.Request) (*http.Response, error) {
			return response(echo.status, echo.answer(token), "Retry-After", "60"), nil
		}),
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// What a warning says is kept, with a word in the token's place.
func TestAWarningThatRepeatsTheTokenIsKept(t *testing.T) {
	t.Parallel()
	for length, token := range tokens() {
		c := ofToken(t, token, nil, anEcho{status: 200, answer: settling(`"warnings":{"a":"you sent TOKEN","":"TOKEN is no lease"},"errors":["TOKEN"]`)})
		got, err := c.Settle(t.Context(), testQueue, Settlement{Acks: []LeaseID{"a"}})
		if err != nil || got.Warnings["a"] != "you sent [token]" || !slices.Equal(got.Notes, []string{"[token] is no lease", "[token]"}) {
			t.Errorf("%s: %q, %q, %v", length, got.Warnings, got.Notes, err)
		}
	}
}

// Nor does a call repeat the token that was refused for its arguments.
func TestAnArgumentThatIsTheTokenIsNotRepeated(t *testing.T) {
	t.Parallel()
	for length, token := range tokens() {
		c := ofToken(t, token, nil, anEcho{status: 200, answer: within(result(`{}`))})
		for name, refuse := range map[string]func() error{
			"push": func() error {
				_, err := c.Push(t.Context(), testQueue, Outgoing{Body: "x", ContentType: token})
				return err
			},
			"push of several": func() error {
				_, err := c.PushBatch(t.Context(), testQueue, []Outgoing{{Body: "x"}, {Body: "x", ContentType: token}})
				return err
			},
		} {
			if err := refuse(); !IsInvalid(err) || strings.Contains(dump(err), token[:10]) || !strings.Contains(err.Error(), "[token]") {
				t.Errorf("%s, %s: %v", length, name, err)
			}
		}
	}
}

// What a queue and its consumers are called is shown and logged: a server that
// calls them by the token gets it nowhere.
func TestNoQueueIsCalledByTheToken(t *testing.T) {
	t.Parallel()
	const one = `{"queue_id":"x","queue_name":"TOKEN","jurisdiction":"a TOKEN",
		"producers":[{"type":"TOKEN","script":"TOKEN"}],
		"consumers":[{"type":"TOKEN","consumer_id":"TOKEN","script":"TOKEN","environment":"TOKEN","dead_letter_queue":"TOKEN-dlq","queue_name":"TOKEN"}]}`
	for length, token := range tokens() {
		c := ofToken(t, token, nil, anEcho{status: 200, answer: within(result("[" + one + "]"))})
		queues, err := c.ListQueues(t.Context())
		if err != nil || len(queues) != 1 || queues[0].Name != "[token]" || queues[0].Consumers[0].DeadLetterQueue != "[token]-dlq" {
			t.Errorf("%s: %+v, %v", length, queues, err)
		}
		for _, q := range queues {
			q.Unknown = nil // what is kept as it came is no words
			if text := dump(q); strings.Contains(text, token[:10]) {
				t.Errorf("%s: the token is in %s", length, text)
			}
		}
	}
}

// A queue is not looked for by the token, which would stand in the address of the
// request, nor is it sent anywhere else in one.
func TestTheTokenIsInNoAddress(t *testing.T) {
	t.Parallel()
	for length, token := range tokens() {
		for _, name := range []string{token, "a " + token, token + "/+="} {
			sent := 0
			c := ofToken(t, token, nil, anEcho{status: 200, answer: func(string) string { sent++; return result(`[]`) }})
			_, err := c.FindQueue(t.Context(), name)
			if !IsInvalid(err) || sent > 0 || strings.Contains(dump(err), token[:10]) {
				t.Errorf("%s: %d requests, %v", length, sent, err)
			}
		}
	}
}

// A token that an address spells in another way is known there too.
func TestATokenWithMarks(t *testing.T) {
	t.Parallel()
	const token = "a+token/of=another-kind+0123456789"
	c := ofToken(t, token, nil, anEcho{status: 200, answer: within(result(`[]`))})
	if _, err := c.FindQueue(t.Context(), "x"+token); !IsInvalid(err) || strings.Contains(dump(err), "another-kind") {
		t.Error(err)
	}
	if got := c.redact("/queues?name=a%2Btoken%2Fof%3Danother-kind%2B0123456789&x"); got != "/queues?name=[token]&x" {
		t.Error(got)
	}
}

// No other member of the configuration holds it.
func TestTheTokenInAnotherPlace(t *testing.T) {
	t.Parallel()
	const token = "0123456789abcdef0123456789abcdef"
	for member, cfg := range map[string]Config{
		"BaseURL": {BaseURL: "https://" + token + ".example/client/v4", Account: testAccount},
		"Account": {Account: token},
	} {
		cfg.Token = token
		_, err := New(cfg)
		wrong, ok := errors.AsType[*ConfigError](err)
		if !ok || wrong.Member != member || strings.Contains(err.Error(), token[:10]) {
			t.Errorf("%s: %v", member, err)
		}
	}
}
