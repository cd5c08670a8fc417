package emulator

import (
	"flag"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"leaseview/apiclient/emulator/internal/broker"
)

// zeroed takes the two defaults that have a value of their own for nothing.
func zeroed(o Options) Options {
	if o.JSONEncoding == EncodingPlain {
		o.JSONEncoding = ""
	}
	if o.RateWindow == 5*time.Minute {
		o.RateWindow = 0
	}
	return o
}

// set are the names of the fields of a struct that have a value.
func set(s any) []string {
	var names []string
	v := reflect.ValueOf(s)
	for i := range v.NumField() {
		if !v.Field(i).IsZero() {
			names = append(names, v.Type().Field(i).Name)
		}
	}
	return names
}

// fields are the names of all fields of a struct but some, by the alphabet.
func fields[T any](except ...string) []string {
	var names []string
	for f := range reflect.TypeFor[T]().Fields() {
		if !slices.Contains(except, f.Name) {
			names = append(names, f.Name)
		}
	}
	return slices.Sorted(slices.Values(names))
}

// TestKnobTable: the first value that a row lists is the zero Options', and
// every other one sets the row's own field. Each field has one row, but those
// that say whose server it is; each rule of the broker has the row of its name.
func TestKnobTable(t *testing.T) {
	t.Parallel()
	var names, options, rules []string
	for _, k := range knobs {
		names = append(names, k.name)
		if k.about == "" || strings.HasSuffix(k.about, ".") || len(k.values) < 2 {
			t.Errorf("%s: %q %q", k.name, k.about, k.values)
		}
		var field []string
		for i, value := range k.values {
			var o Options
			if err := o.SetKnob(k.name + "=" + value); err != nil {
				t.Error(err)
			}
			changed := set(zeroed(o))
			if field = slices.Compact(append(field, changed...)); len(changed) != min(i, 1) || len(field) != min(i, 1) {
				t.Errorf("%s=%s gives %+v", k.name, value, o)
			}
			if k.rule != nil && i > 0 {
				var r broker.Rules
				if k.rule(&r, &o); !slices.Equal(set(r), field) {
					t.Errorf("%s=%s tells the broker %v, want %v", k.name, value, set(r), field)
				}
			}
			if err := o.SetKnob(k.name + "=" + k.values[0]); err != nil || !reflect.DeepEqual(zeroed(o), Options{}) {
				t.Errorf("back to %s=%s from %s gives %+v, %v", k.name, k.values[0], value, o, err)
			}
		}
		options = append(options, field...)
		if k.rule != nil {
			rules = append(rules, field...)
		}
	}
	for what, tt := range map[string]struct{ got, want []string }{
		"Knobs":   {Knobs(), slices.Sorted(slices.Values(names))},
		"Options": {slices.Sorted(slices.Values(options)), fields[Options]("Now", "Account", "Token", "Hosts", "RandSeed", "Log")},
		"Rules":   {slices.Sorted(slices.Values(rules)), fields[broker.Rules]()},
	} {
		if !slices.Equal(tt.got, tt.want) || len(slices.Compact(tt.want)) != len(tt.got) {
			t.Errorf("%s: the rows have %v, want %v", what, tt.got, tt.want)
		}
	}
}

const (
	knobsBegin = "<!-- knobs:begin -->\n"
	knobsEnd   = "<!-- knobs:end -->\n"
)

// TestReadmeKnobs keeps the page's table of knobs that of the code; run with
// -update to write it anew.
func TestReadmeKnobs(t *testing.T) {
	t.Parallel()
	const readme = "README.md"
	data, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begun := strings.Cut(string(data), knobsBegin)
	written, after, ended := strings.Cut(rest, knobsEnd)
	if !begun || !ended {
		t.Fatalf("%s has no place for the knobs between %q and %q", readme, knobsBegin, knobsEnd)
	}
	var want strings.Builder
	want.WriteString("| knob | values, the default first | |\n| --- | --- | --- |\n")
	for _, k := range knobs {
		want.WriteString("| `" + k.name + "` | `" + strings.Join(k.values, "`, `") + "` | " + k.about + " |\n")
	}
	if written == want.String() {
		return
	}
	if flag.Lookup("update").Value.String() != "true" {
		t.Fatalf("%s is behind the knobs: run this test with -update. It should say:\n%s", readme, &want)
	}
	if err := os.WriteFile(readme, []byte(before+knobsBegin+want.String()+knobsEnd+after), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestSetKnob(t *testing.T) {
	t.Parallel()
	var o Options
	for _, setting := range []string{
		"jsonEncoding=mixed", "deliveries=max_retries", "peekAttempts=next", "lateAck=refuse", "retrySpendsAttempt=false",
		"missing=peek:405", "missing=extend", "dlqKeepAttempts=true", "peekHidden=true", "newIDPerDelivery=true", "oldestUnknown=true",
		"oldPushAnswer=true", "anyJSON=true", "visibilityAlias=true", "readOnly=true", "consumerWarmup=10s", "rateWindow=1m",
		"metricsNoise=0.1", "rateLimit=5", "attemptsFrom=1", "deadLetterID=same", "leaseLength=159", "redeliveryLag=0s, 11s,0s",
		"deadLetterLag=seed:0", "extendAnswer=leases", "extendedLease=refused", "deletedQueueStays=4s", "listConsumers=counted",
		"perPage=ignored", "listTotal=0.5",
	} {
		if err := o.SetKnob(setting); err != nil {
			t.Errorf("%s: %v", setting, err)
		}
	}
	if want := (Options{
		JSONEncoding: EncodingMixed, StrictDeliveries: true, PeekNextAttempts: true, RefuseLateAcks: true, RetryRefunds: true,
		Missing: map[string]int{"peek": 405, "extend": 404}, DLQKeepAttempts: true, PeekHidden: true, NewIDPerDelivery: true,
		OldestUnknown: true, OldPushAnswer: true, AnyJSON: true, VisibilityAlias: true, ReadOnly: true,
		ConsumerWarmup: 10 * time.Second, RateWindow: time.Minute, MetricsNoise: 0.1, RateLimit: 5,
		AttemptsFromOne: true, DLQKeepID: true, ShortLeases: true, RedeliveryLag: Lags{Times: []time.Duration{0, 11 * time.Second, 0}},
		DeadLetterLag: Lags{Random: true}, ExtendGivesLeases: true, RefuseExtended: true, DeletedQueueStays: 4 * time.Second,
		ListOnlyCounts: true, PerPage: PerPageIgnored, ListTotal: 0.5,
	}); !reflect.DeepEqual(o, want) {
		t.Errorf("%+v, want %+v", o, want)
	}
	for _, bad := range []string{
		"", "nonsense=1", "jsonEncoding=utf16", "deliveries=3", "lateAck=maybe", "missing=everything", "missing=peek:500", "consumerWarmup=-1s", "peekHidden=perhaps",
		"jsonEncoding", "jsonEncoding=", "readOnly", "metricsNoise=-0.1", "metricsNoise=1.1", "metricsNoise=NaN", "rateLimit=-1", "rateLimit=many",
		"retrySpendsAttempt=so", "attemptsFrom=2", "deadLetterID=old", "leaseLength=160", "redeliveryLag=soon", "redeliveryLag=1s,,2s", "redeliveryLag=-1s",
		"redeliveryLag=25h", "deadLetterLag=seed:", "deadLetterLag=seed:-1", "extendAnswer=both", "extendedLease=lives", "deletedQueueStays=long", "listConsumers=none",
		"perPage=100", "listTotal=0", "listTotal=NaN", "listTotal=all",
	} {
		if err := o.SetKnob(bad); err == nil || strings.Contains(err.Error(), "strconv") || strings.Contains(err.Error(), "time:") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// TestHelp: what the command line shows of profiles and knobs is whole and fits
// a terminal.
func TestHelp(t *testing.T) {
	t.Parallel()
	help := Help()
	for line := range strings.Lines(help) {
		if line = strings.TrimSuffix(line, "\n"); len([]rune(line)) > 78 || strings.TrimRight(line, " ") != line {
			t.Errorf("%q", line)
		}
	}
	text := strings.Join(strings.Fields(help), " ")
	for _, k := range knobs {
		if !strings.Contains(text, k.name+" "+strings.Join(k.values, ", ")) || !strings.Contains(text, k.about) {
			t.Errorf("the help lacks the knob %s", k.name)
		}
	}
	for _, p := range profiles {
		if !strings.Contains(text, p.name+" "+p.about) || !strings.Contains(text, strings.Join(p.settings(), ", ")) {
			t.Errorf("the help lacks %+v", p)
		}
		for name := range p.differs {
			if !slices.Contains(profiled, name) {
				t.Errorf("the profile %s has another %s, which no profile sets", p.name, name)
			}
		}
	}
}

func TestLike(t *testing.T) {
	t.Parallel()
	var live, docs Options
	if err := live.Like("live-2026-09"); err != nil || !reflect.DeepEqual(zeroed(live), Options{}) {
		t.Errorf("the zero Options are not like the live profile: %v %+v", err, live)
	}
	if err := docs.Like("docs"); err != nil || !reflect.DeepEqual(docs, Options{
		AttemptsFromOne: true, DLQKeepID: true, JSONEncoding: EncodingBase64, ShortLeases: true,
	}) {
		t.Errorf("%v %+v", err, docs)
	}
	docs.PeekHidden, docs.StrictDeliveries = true, true
	if err := docs.Like("live-2026-09"); err != nil || !reflect.DeepEqual(zeroed(docs), Options{PeekHidden: true}) {
		t.Errorf("from one profile to the other: %v %+v", err, docs)
	}
	for profile, want := range map[string]string{
		"": "there are live-2026-09 and docs", "live": `no profile "live"; there are live-2026-09 and docs`,
		"Docs": `no profile "Docs"`, "traces/a": "reserved for recordings, which can't be played yet", "a.ndjson": "reserved for recordings, which can't be played yet",
	} {
		var o Options
		if err := o.Like(profile); err == nil || !strings.Contains(err.Error(), want) || !reflect.DeepEqual(o, Options{}) {
			t.Errorf("%q: %v %+v", profile, err, o)
		}
	}
}
