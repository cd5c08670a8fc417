package record

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"leaseview/apiclient"
)

// told is what a random journal tells of one lease.
type told struct {
	settled  bool // a call ended it, and the answer said so
	doubtful bool // a call on it has no answer, or none that tells
}

var ledgerNoon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// randomLines is a journal of n leases, and what it tells of each.
func randomLines(r *rand.Rand, n int) ([]string, map[apiclient.LeaseID]told) {
	all, truth := []string(nil), make(map[apiclient.LeaseID]told)
	call := int64(0)
	for i := range n {
		id := apiclient.MessageID(fmt.Sprint("m", i))
		lease := Lease{ID: apiclient.LeaseID("l-" + id), Messages: []apiclient.MessageID{id}}
		l := &lines{origin: Origin{Account: "a", BaseURL: "u", Run: fmt.Sprintf("%016x", r.IntN(3))}, queue: someQueue, at: ledgerNoon}
		l.delivery(apiclient.Message{ID: id, LeaseID: lease.ID, Body: "b"}, time.Hour)
		var t told
		for range r.IntN(4) {
			call++
			c := Call{Act: []Act{Ack, Retry, Release, Extend}[r.IntN(4)], Leases: []Lease{lease}, Number: call}
			l.intent(c)
			switch lease.Result = []Result{Accepted, Refused, Unknown, ""}[r.IntN(4)]; lease.Result {
			case "":
				t.doubtful = true
				continue
			case Unknown:
				t.doubtful = true
			case Accepted:
				t.settled = t.settled || c.Act != Extend
			}
			l.outcome(c, []Lease{lease})
			if lease.Result == Accepted && c.Act == Extend {
				l.extend(c, Extended{Old: lease.ID, New: lease.ID, Messages: lease.Messages, Until: ledgerNoon.Add(time.Hour)})
			}
		}
		truth[lease.ID] = t
		all = append(all, strings.SplitAfter(strings.TrimSuffix(l.out.String(), "\n"), "\n")...)
	}
	return all, truth
}

// In whatever order the lines come, and however often each: what a confirmed
// outcome has settled is never offered, all else is, and it is doubtful exactly
// where a call has no answer that tells.
func TestTheOrderOfLinesTellsNothing(t *testing.T) {
	t.Parallel()
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 9))
		all, truth := randomLines(r, 1+r.IntN(6))
		all = append(all, all[r.IntN(len(all))], all[r.IntN(len(all))])
		r.Shuffle(len(all), func(i, k int) { all[i], all[k] = all[k], all[i] })
		l := newLedger(Origin{Account: "a", BaseURL: "u"}, ledgerNoon)
		for line, err := range Read(strings.NewReader(strings.Join(all, "\n"))) {
			if err != nil {
				t.Fatal(err)
			}
			l.take(&line)
		}
		for lease, want := range truth {
			h := l.newest[messageKey{someQueue.ID, apiclient.MessageID(strings.TrimPrefix(string(lease), "l-"))}]
			if got := l.goesOn(h); got == want.settled || h.lease != lease {
				t.Errorf("seed %d: %s goes on: %v, settled: %v\n%s", seed, lease, got, want.settled, strings.Join(all, "\n"))
			}
			if got := l.leases[lease].doubtful(); got != want.doubtful {
				t.Errorf("seed %d: %s in doubt: %v, want %v\n%s", seed, lease, got, want.doubtful, strings.Join(all, "\n"))
			}
		}
	}
}

// A call without a number is answered by none: a program that writes such lines
// leaves its leases in doubt.
func TestACallWithoutANumberStaysOpen(t *testing.T) {
	t.Parallel()
	l := &lines{origin: Origin{Account: "a", BaseURL: "u"}, queue: someQueue, at: ledgerNoon}
	lease := Lease{ID: "l"}
	l.delivery(apiclient.Message{ID: "m", LeaseID: "l"}, time.Hour)
	l.intent(Call{Act: Ack, Leases: []Lease{lease}})
	lease.Result = Refused
	l.outcome(Call{Act: Ack}, []Lease{lease})
	ledger := newLedger(l.origin, ledgerNoon)
	for line, err := range Read(&l.out) {
		if err != nil {
			t.Fatal(err)
		}
		ledger.take(&line)
	}
	if !ledger.leases["l"].doubtful() {
		t.Error("it is taken for answered")
	}
}

// A journal that tells of more than can be kept in mind is judged in nothing: of
// what was passed over some may have settled what was not.
func TestTooManyLeasesAreNotJudged(t *testing.T) {
	t.Parallel()
	for name, tell := range map[string]func(l *ledger){
		"leases": func(l *ledger) {
			for i := range maxTracked + 1 {
				l.fate(apiclient.LeaseID(fmt.Sprint(i)), "r")
			}
		},
		"calls on one lease": func(l *ledger) {
			for i := range int64(maxCalls + 1) {
				l.take(&Line{Version: 1, Kind: KindIntent, At: ledgerNoon, Call: i + 1, Leases: []Lease{{ID: "l"}}})
			}
		},
		"messages of one lease": func(l *ledger) {
			ids := make([]apiclient.MessageID, maxTracked+1)
			for i := range ids {
				ids[i] = apiclient.MessageID(fmt.Sprint(i))
			}
			l.take(&Line{Version: 1, Kind: KindExtend, At: ledgerNoon, LeaseID: "l", OldLease: "l", Messages: ids})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLedger(Origin{}, ledgerNoon)
			tell(l)
			if !l.tooMany {
				t.Error("that is not too many")
			}
		})
	}
}

// What can't matter any more is not kept in mind, however long the journal is.
func TestOldLinesAreForgotten(t *testing.T) {
	t.Parallel()
	l := newLedger(Origin{}, ledgerNoon)
	for i := range int64(10) {
		l.take(&Line{Version: 1, Kind: KindIntent, At: ledgerNoon.Add(-recent), Call: i, Leases: []Lease{{ID: apiclient.LeaseID(fmt.Sprint(i))}}})
	}
	if len(l.leases) != 0 {
		t.Errorf("%d leases are kept", len(l.leases))
	}
}

// FuzzRead reads whatever bytes there are: no line costs another, lines that can
// be read stand as they came, and of nothing that is kept in mind there is more
// than there are bytes.
func FuzzRead(f *testing.F) {
	all, _ := randomLines(rand.New(rand.NewPCG(1, 2)), 5)
	f.Add([]byte(strings.Join(all, "\n")))
	f.Add([]byte("{}\n\n[1]\r\n{\"v\":1,\"kind\":\"delivery\",\"message\":{\"body_base64\":\"AP8=\"}}"))
	f.Add([]byte(`{"queue":"q","pulled_at":"2026-11-25T12:00:00Z","message":{"id":"a","body_base64":7,"lease_id":"l"}}`))
	f.Add([]byte(`{"v":1,"kind":"intent","call":99999999999999999999,"leases":[{"lease_id":"l","message_ids":[1,{}]}],"leases":[]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		l := newLedger(Origin{}, ledgerNoon)
		var raw []string
		for line, err := range Read(strings.NewReader(string(data) + "\n" + all[0])) {
			if err != nil {
				continue
			}
			raw = append(raw, string(line.Raw))
			l.take(&line)
			if m, err := line.Message(); err == nil {
				checkRoundTrip(t, m)
			}
		}
		if want := strings.TrimSuffix(all[0], "\n"); len(raw) == 0 || raw[len(raw)-1] != want {
			t.Errorf("the last line is lost: %q", raw)
		}
		for _, line := range raw {
			if !strings.Contains(string(data)+all[0], line) {
				t.Errorf("%q is in no line", line)
			}
		}
		if len(l.leases)+len(l.newest) > len(data) {
			t.Errorf("%d leases of %d bytes", len(l.leases), len(data))
		}
	})
}

// checkRoundTrip writes a message and reads it again.
func checkRoundTrip(t *testing.T, m apiclient.Message) {
	t.Helper()
	line, err := Encode(m)
	if err != nil {
		t.Fatalf("%+v: %v", m, err)
	}
	again, err := Decode(line)
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	twice, err := Encode(again)
	sameID := again.ID == m.ID || m.NoID || !utf8.ValidString(string(m.ID)) // which JSON can't hold
	if err != nil || string(twice) != string(line) || again.Body != m.Body || !sameID {
		t.Fatalf("%s was read and written as %s, %v", line, twice, err)
	}
}

// Every string of bytes is a body that is read as it was written.
func TestABodyIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "a\"b\\\n\u2028", "\x00\xff", "\xed\xa0\xbd", "body_base64"} {
		m := apiclient.Message{ID: "m", LeaseID: "l", Body: body, Unknown: []byte(`{"new":[1.50],"more":"\u0041"}`)}
		checkRoundTrip(t, m)
		line, err := Encode(m)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Decode(line)
		if err != nil || got.Body != body || !slices.Equal(got.Unknown, m.Unknown) {
			t.Errorf("%s: body %q, unknown %s, %v", line, got.Body, got.Unknown, err)
		}
	}
}
