package emulator_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"leaseview/apiclient/emulator"
)

// zeroed takes the two defaults that have a value of their own for nothing.
func zeroed(o emulator.Options) emulator.Options {
	if o.JSONEncoding == emulator.EncodingPlain {
		o.JSONEncoding = ""
	}
	if o.RateWindow == 5*time.Minute {
		o.RateWindow = 0
	}
	return o
}

// TestKnobTable: what the table lists can be set, the first value is the zero
// Options', and another one changes something.
func TestKnobTable(t *testing.T) {
	t.Parallel()
	table := emulator.KnobTable()
	var names []string
	for _, k := range table {
		names = append(names, k.Name)
		if k.About == "" || strings.HasSuffix(k.About, ".") || len(k.Values) < 2 {
			t.Errorf("%+v", k)
		}
		for i, value := range k.Values {
			var o emulator.Options
			if err := o.SetKnob(k.Name + "=" + value); err != nil {
				t.Error(err)
			}
			if standard := reflect.DeepEqual(zeroed(o), emulator.Options{}); standard != (i == 0) {
				t.Errorf("%s=%s gives %+v", k.Name, value, o)
			}
			if err := o.SetKnob(k.Name + "=" + k.Values[0]); err != nil || !reflect.DeepEqual(zeroed(o), emulator.Options{}) {
				t.Errorf("back to %s=%s from %s gives %+v, %v", k.Name, k.Values[0], value, o, err)
			}
		}
	}
	if slices.Sort(names); !slices.Equal(names, emulator.Knobs()) || len(slices.Compact(names)) != len(table) {
		t.Errorf("the table has %v, the names are %v", names, emulator.Knobs())
	}
}

func TestSetKnob(t *testing.T) {
	t.Parallel()
	var o emulator.Options
	for _, setting := range []string{
		"jsonEncoding=mixed", "deliveries=max_retries", "peekAttempts=next", "lateAck=refuse", "retrySpendsAttempt=false",
		"missing=peek:405", "missing=extend", "dlqKeepAttempts=true", "peekHidden=true", "newIDPerDelivery=true", "oldestUnknown=true",
		"oldPushAnswer=true", "anyJSON=true", "visibilityAlias=true", "readOnly=true", "consumerWarmup=10s", "rateWindow=1m",
		"metricsNoise=0.1", "rateLimit=5", "attemptsFrom=1", "deadLetterID=same", "leaseLength=159", "redeliveryLag=0s, 11s,0s",
		"deadLetterLag=seed:0", "extendAnswer=leases", "extendedLease=refused", "deletedQueueStays=4s", "listConsumers=counted",
	} {
		if err := o.SetKnob(setting); err != nil {
			t.Errorf("%s: %v", setting, err)
		}
	}
	if want := (emulator.Options{
		JSONEncoding: emulator.EncodingMixed, StrictDeliveries: true, PeekNextAttempts: true, RefuseLateAcks: true, RetryRefunds: true,
		Missing: map[string]int{"peek": 405, "extend": 404}, DLQKeepAttempts: true, PeekHidden: true, NewIDPerDelivery: true,
		OldestUnknown: true, OldPushAnswer: true, AnyJSON: true, VisibilityAlias: true, ReadOnly: true,
		ConsumerWarmup: 10 * time.Second, RateWindow: time.Minute, MetricsNoise: 0.1, RateLimit: 5,
		AttemptsFromOne: true, DLQKeepID: true, ShortLeases: true, RedeliveryLag: emulator.Lags{Times: []time.Duration{0, 11 * time.Second, 0}},
		DeadLetterLag: emulator.Lags{Random: true}, ExtendGivesLeases: true, RefuseExtended: true, DeletedQueueStays: 4 * time.Second,
		ListOnlyCounts: true,
	}); !reflect.DeepEqual(o, want) {
		t.Errorf("%+v, want %+v", o, want)
	}
	for _, bad := range []string{
		"", "nonsense=1", "jsonEncoding=utf16", "deliveries=3", "lateAck=maybe", "missing=everything", "missing=peek:500", "consumerWarmup=-1s", "peekHidden=perhaps",
		"jsonEncoding", "jsonEncoding=", "readOnly", "metricsNoise=-0.1", "metricsNoise=1.1", "metricsNoise=NaN", "rateLimit=-1", "rateLimit=many",
		"retrySpendsAttempt=so", "attemptsFrom=2", "deadLetterID=old", "leaseLength=160", "redeliveryLag=soon", "redeliveryLag=1s,,2s", "redeliveryLag=-1s",
		"redeliveryLag=25h", "deadLetterLag=seed:", "deadLetterLag=seed:-1", "extendAnswer=both", "extendedLease=lives", "deletedQueueStays=long", "listConsumers=none",
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
	help := emulator.Help()
	for line := range strings.Lines(help) {
		if line = strings.TrimSuffix(line, "\n"); len([]rune(line)) > 78 || strings.TrimRight(line, " ") != line {
			t.Errorf("%q", line)
		}
	}
	text := strings.Join(strings.Fields(help), " ")
	for _, k := range emulator.KnobTable() {
		if !strings.Contains(text, k.Name+" "+strings.Join(k.Values, ", ")) || !strings.Contains(text, k.About) {
			t.Errorf("the help lacks %+v", k)
		}
	}
	for _, p := range emulator.Profiles() {
		if !strings.Contains(text, p.Name+" "+p.About) || !strings.Contains(text, strings.Join(p.Knobs, ", ")) {
			t.Errorf("the help lacks %+v", p)
		}
	}
}

func TestLike(t *testing.T) {
	t.Parallel()
	var live, docs emulator.Options
	if err := live.Like("live-2026-09"); err != nil || !reflect.DeepEqual(zeroed(live), emulator.Options{}) {
		t.Errorf("the zero Options are not like the live profile: %v %+v", err, live)
	}
	if err := docs.Like("docs"); err != nil || !reflect.DeepEqual(docs, emulator.Options{
		AttemptsFromOne: true, DLQKeepID: true, JSONEncoding: emulator.EncodingBase64, ShortLeases: true,
	}) {
		t.Errorf("%v %+v", err, docs)
	}
	docs.PeekHidden, docs.StrictDeliveries = true, true
	if err := docs.Like("live-2026-09"); err != nil || !reflect.DeepEqual(zeroed(docs), emulator.Options{PeekHidden: true}) {
		t.Errorf("from one profile to the other: %v %+v", err, docs)
	}
	for profile, want := range map[string]string{
		"": "there are live-2026-09 and docs", "live": `no profile "live"; there are live-2026-09 and docs`,
		"Docs": `no profile "Docs"`, "traces/a": "reserved for recordings, which can't be played yet", "a.ndjson": "reserved for recordings, which can't be played yet",
	} {
		var o emulator.Options
		if err := o.Like(profile); err == nil || !strings.Contains(err.Error(), want) || !reflect.DeepEqual(o, emulator.Options{}) {
			t.Errorf("%q: %v %+v", profile, err, o)
		}
	}
}
