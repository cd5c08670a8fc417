package apiclient

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

func readPurge(call func(*Client, context.Context, QueueID) (PurgeStatus, error)) func(testing.TB, *Client, *reading) {
	return func(t testing.TB, c *Client, r *reading) {
		got, err := call(c, t.Context(), testQueue)
		r.set("result.started_at", got.StartedAt)
		r.set("result.completed", got.Completed)
		r.told(got.Reply, err)
	}
}

// readAnswer gives the answer to the route's call. Every page after the first is
// empty.
func (route aRoute) readAnswer(t testing.TB, answer string, m mutation) *reading {
	t.Helper()
	r := &reading{values: map[string]string{}, m: m}
	route.read(t, fakeClient(t, func(req *http.Request) (*http.Response, error) {
		if req.URL.Query().Has("page") {
			return response(200, result("[]")), nil
		}
		return response(200, answer), nil
	}), r)
	return r
}

// check holds what a call made of a mutated answer against what it made of the
// golden one: everything that the mutation didn't touch must be there, and what
// it took away must have been told.
func (route aRoute) check(want, got *reading) error {
	m := got.m
	said := slices.Clone(got.notes)
	if got.err != nil {
		said = append(said, got.err.Error())
	}
	for _, text := range said {
		if strings.Contains(text, testToken) || strings.Contains(text, testToken[:20]) {
			return fmt.Errorf("the token is in %q", text)
		}
	}
	if len(got.notes) > 3*(maxDetails+1) {
		return fmt.Errorf("%d notes", len(got.notes))
	}
	if got.err != nil {
		if m.path != "success" && m.path != "result" && !slices.Contains(route.errors, m.path) {
			return fmt.Errorf("it cost the answer: %w", got.err)
		}
		if route.golden != "pull" && route.golden != "peek" {
			return nil
		}
	}
	for path, value := range want.values {
		switch now, there := got.values[path]; {
		case !m.touches(path) && now != value:
			return fmt.Errorf("%s is %q, was %q", path, now, value)
		case m.touches(path) && !there && got.err == nil && len(got.notes) == 0 && !m.mayDrop():
			return fmt.Errorf("%s is gone, and nobody says so", path)
		}
	}
	return nil
}

// Every member and element of every golden answer is removed, repeated, moved
// to the end of the answer and replaced by values of every type.
func TestNoOddMemberCostsAnother(t *testing.T) {
	t.Parallel()
	values := []string{
		"remove", "repeat", "null", "true", "false", `"x"`, `""`, "7", "2.5", "-1", "1e300", "[]", "{}", `[7,{"a":null}]`, `{"a":[1]}`,
		`"` + testToken + `"`, `"` + strings.ReplaceAll(testToken, "t", `\u0074`) + `"`, `{"` + testToken + `":"` + testToken + `"}`,
		`["` + testToken + `"]`, `"` + strings.Repeat("long ", 20) + testToken + `"`,
	}
	for i, route := range routes() {
		t.Run(fmt.Sprintf("%d %s", i, route.golden), func(t *testing.T) {
			t.Parallel()
			answer := golden(t, route.golden)
			want := route.readAnswer(t, answer, mutation{})
			if want.err != nil || len(want.notes) != 0 {
				t.Fatal(want.err, want.notes)
			}
			for _, spot := range spotsOf(t, answer) {
				if spot.kind != '{' && spot.kind != '[' && strings.HasPrefix(spot.path, "result") && !route.reads(want, spot.path) {
					t.Errorf("%s is never read", spot.path)
				}
				for _, value := range values {
					m := mutation{spot: spot, what: value}
					if err := route.check(want, route.readAnswer(t, m.apply(answer), m)); err != nil {
						t.Errorf("%s: %v", m, err)
					}
				}
				if !strings.ContainsAny(spot.path, ".[") {
					m := mutation{spot: spot, what: "last"}
					got := route.readAnswer(t, m.apply(answer), m)
					if got.err != nil || len(got.notes) > 0 || len(got.values) != len(want.values) {
						t.Errorf("%s: %v", m, got)
					}
				}
			}
		})
	}
}

// reads says whether a value of the golden answer comes back to the caller.
func (route aRoute) reads(want *reading, path string) bool {
	for known := range want.values {
		if strings.HasPrefix(path, known) {
			return true
		}
	}
	return strings.HasPrefix(path, "result_info")
}

// FuzzAnswers puts any JSON in the place of any member of any golden answer.
func FuzzAnswers(f *testing.F) {
	for i := range routes() {
		for _, value := range []string{`null`, `"x"`, `-1`, `2.5`, `{"messages":[]}`, `[[{}]]`, `{"queue_id":"` + testToken + `"}`, `1710950954154.25`} {
			f.Add(uint8(i), uint16(7*i), value)
		}
	}
	all := routes()
	f.Fuzz(func(t *testing.T, which uint8, where uint16, value string) {
		v := jsontext.Value(value)
		if !v.IsValid() || v.Compact() != nil || strings.Contains(value, testToken[:20]) {
			t.Skip()
		}
		route := all[int(which)%len(all)]
		answer := golden(t, route.golden)
		spots := spotsOf(t, answer)
		m := mutation{spot: spots[int(where)%len(spots)], what: string(v)}
		want := route.readAnswer(t, answer, mutation{})
		if err := route.check(want, route.readAnswer(t, m.apply(answer), m)); err != nil {
			t.Errorf("%s: %v", m, err)
		}
	})
}
