package apiclient

import (
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

// A value that is nested deeper than the decoder goes costs no message of a pull:
// all of them are leased. It is kept as the text that it came in.
func TestWhatIsNestedTooDeepCostsNoMessage(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat(`[{"a":`, 10_000) + ` "\"]\\" ` + "\n\t" + strings.Repeat("}]", 10_000)
	for member, check := range map[string]func(Message) string{
		`"body":` + deep:                      func(m Message) string { return m.Body },
		`"body":[1,2],"body":` + deep:         func(m Message) string { return string(m.BodyJSON) + " and " + string(m.Unknown) },
		`"metadata":{"a":` + deep + `}`:       func(m Message) string { return string(m.Odd) },
		`"z":"x","more":` + deep + `,"q":[1]`: func(m Message) string { return string(m.Unknown) },
	} {
		name, _, _ := strings.Cut(member, "[")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := answering(t, 200, result(`{"messages":[`+messageA+`,{"id":"x",`+member+`,"lease_id":"l"},`+messageB+`]}`)).Pull(t.Context(), testQueue, PullOptions{})
			if err != nil || ids(got.Messages) != "a,x,b" {
				t.Fatal(ids(got.Messages), err)
			}
			if kept := check(got.Messages[1]); !strings.Contains(kept, deep) && !strings.Contains(kept, inner(deep)) {
				t.Errorf("%d bytes are kept, want those %d that came", len(kept), len(deep))
			}
			if len(got.Oddities) == 0 || got.Oddities[len(got.Oddities)-1] != "1 value is nested more than 9,000 levels deep and was kept as text" {
				t.Errorf("noted %q", got.Oddities)
			}
		})
	}
}

// inner is a text as it stands within a JSON string.
func inner(text string) string { return strings.Trim(string(appendQuoted(nil, []byte(text))), `"`) }

// Where something else is too deep, that is said, and not that it is no JSON.
func TestAnAnswerThatIsTooDeepIsCalledThat(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000)
	_, err := answering(t, 200, result(`{"queue_id":"q","x":`+deep+`}`)).GetQueue(t.Context(), testQueue)
	const want = "the answer is nested more than 10,000 levels deep, in result.x[0][0][0][0][0][0]…"
	if err == nil || !strings.Contains(err.Error(), want+" (") {
		t.Errorf("%v\nwant %s", err, want)
	}
	_, err = answering(t, 200, result(`{"messages":[`+messageA+`,`+strings.Repeat("[", 20_000))).Pull(t.Context(), testQueue, PullOptions{})
	if err == nil || len(err.Error()) > 300 {
		t.Errorf("%d bytes of error", len(err.Error()))
	}
}

// FuzzShallow looks for JSON that is none any more, or that stays too deep.
func FuzzShallow(f *testing.F) {
	for _, seed := range []string{
		"", "[", "]", `{"a":{"b":[{"c":[[[[[[1]]]]]]}]}}`, `{"a":{"b":[{"c":[["]]]]",[[[]]]]},{"d":{"e":[[[[[["\"]"]]]]]]}}]}}`, `[[[[[[[[[[`, `[[[[[}]]]]`,
		"[[[[[[[[[\n\"\xff\"\t]]]]]]]]]",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		const levels = 3
		out, n := shallow(data, levels)
		if n == 0 && string(out) != string(data) {
			t.Fatalf("%q became %q", data, out)
		}
		if !jsontext.Value(data).IsValid(lenient) {
			return
		}
		if !jsontext.Value(out).IsValid(lenient) {
			t.Fatalf("%q became %q", data, out)
		}
		if _, more := shallow(out, levels); more > 0 {
			t.Fatalf("%q became %q, which is too deep", data, out)
		}
	})
}

// Some proxies and test servers begin an answer with a byte order mark. What was
// pulled is leased all the same.
func TestAByteOrderMarkCostsNoMessage(t *testing.T) {
	t.Parallel()
	got, err := answering(t, 200, "\ufeff"+result(`{"messages":[`+messageA+`]}`)).Pull(t.Context(), testQueue, PullOptions{})
	if err != nil || ids(got.Messages) != "a" {
		t.Error(ids(got.Messages), err)
	}
}
