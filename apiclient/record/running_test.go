package record_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leaseview/apiclient"
	"leaseview/apiclient/record"
)

// noon is when all of this happens; leases are of an hour.
var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// run is one run of the program with a journal that may be shared.
type run struct {
	*record.Journal
	t *testing.T
}

func start(t *testing.T, name string, change ...func(*record.Origin)) run {
	t.Helper()
	origin := someRun()
	origin.Run = record.NewRun()
	for _, c := range change {
		c(&origin)
	}
	j, err := record.OpenJournal(name, origin)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() })
	return run{j, t}
}

// ends closes the file, which is all that a program killed by SIGKILL does.
func (r run) ends() {
	r.t.Helper()
	if err := r.Close(); err != nil {
		r.t.Fatal(err)
	}
}

func (r run) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// pulls leases messages for an hour; the lease of "a" is "lease-a".
func (r run) pulls(ids ...apiclient.MessageID) {
	r.t.Helper()
	var list []apiclient.Message
	for i, id := range ids {
		list = append(list, apiclient.Message{ID: id, LeaseID: leaseOf(id), Body: "body of " + string(id), Attempts: apiclient.CountOf(int64(i))})
	}
	r.must(r.Deliver(orders, noon, time.Hour, list))
}

func leaseOf(id apiclient.MessageID) apiclient.LeaseID { return "lease-" + apiclient.LeaseID(id) }

func leases(result record.Result, ids ...apiclient.MessageID) (list []record.Lease) {
	for _, id := range ids {
		list = append(list, record.Lease{ID: leaseOf(id), Messages: []apiclient.MessageID{id}, Result: result})
	}
	return list
}

// intends is about to send a call.
func (r run) intends(act record.Act, ids ...apiclient.MessageID) record.Call {
	r.t.Helper()
	c, err := r.Intend(orders, noon.Add(time.Second), record.Call{Act: act, Leases: leases("", ids...)})
	r.must(err)
	return c
}

// settles sends a call, of which the answer says the same of all leases.
func (r run) settles(act record.Act, result record.Result, ids ...apiclient.MessageID) {
	r.t.Helper()
	r.must(r.Conclude(orders, noon.Add(2*time.Second), r.intends(act, ids...), leases(result, ids...), nil))
}

// remains is what this run finds at noon, or so long after.
func (r run) remains(after time.Duration) record.Remains {
	r.t.Helper()
	got, err := r.Running(noon.Add(after))
	r.must(err)
	return got
}

// found lists the leases that are offered; a doubtful one has a mark.
func found(r record.Remains) string {
	var list []string
	for _, f := range r.Found {
		one := string(f.Lease)
		if f.Doubt {
			one += "?"
		}
		list = append(list, one)
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}

// What a run that was killed held is found by the next one, as it was: but not
// what it has settled, and with a doubt where nobody knows.
func TestWhatAKilledRunHeldIsFound(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "journal")
	first := start(t, name)
	first.pulls("a", "b", "c", "d", "e", "f", "g")
	first.settles(record.Ack, record.Accepted, "a")
	first.settles(record.Retry, record.Accepted, "b")
	first.settles(record.Release, record.Accepted, "c")
	first.settles(record.Ack, record.Refused, "d")
	first.settles(record.Ack, record.Unknown, "e")
	first.intends(record.Ack, "f")
	first.ends()
	got := start(t, name).remains(time.Minute)
	if found(got) != "lease-d lease-e? lease-f? lease-g" || len(got.Elsewhere) != 0 || got.Left != 0 {
		t.Errorf("found %s, %+v", found(got), got)
	}
	g := got.Found[slices.IndexFunc(got.Found, func(f record.Found) bool { return f.Message.ID == "g" })]
	want := record.Found{
		Queue: orders, Lease: "lease-g", Since: noon, Until: noon.Add(time.Hour),
		Message: apiclient.Message{ID: "g", LeaseID: "lease-g", Body: "body of g", Attempts: apiclient.CountOf(6), Metadata: g.Message.Metadata},
	}
	if diff := cmp.Diff(want, g); diff != "" {
		t.Error(diff)
	}
}

func TestALeaseThatHasEndedIsNotFound(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "journal")
	first := start(t, name)
	first.pulls("a")
	first.ends()
	next := start(t, name)
	if got := next.remains(time.Hour); found(got) != "" {
		t.Errorf("found %s at its end", found(got))
	}
	if got := next.remains(time.Hour - time.Second); found(got) != "lease-a" {
		t.Errorf("found %q just before", found(got))
	}
}

// A clock that was ahead when a lease was got makes the lease no longer, and no
// lease is longer than any can be.
func TestAFoundLeaseEndsWhenItCanAtTheLatest(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct {
		at    string
		until time.Duration // from noon
		want  time.Duration
	}{
		"as it is":             {"2026-11-25T12:00:00Z", 5 * time.Minute, 5 * time.Minute},
		"a day ahead":          {"2026-11-26T12:00:00Z", 24*time.Hour + 5*time.Minute, 6 * time.Minute},
		"a year long":          {"2026-11-25T12:00:00Z", 365 * 24 * time.Hour, 12 * time.Hour},
		"years ahead and long": {"2100-01-01T12:00:00Z", 100 * 365 * 24 * time.Hour, 12*time.Hour + time.Minute},
		"nobody knows when":    {"soon", 365 * 24 * time.Hour, 12*time.Hour + time.Minute},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			name := filepath.Join(t.TempDir(), "journal")
			first := start(t, name)
			first.pulls("a")
			first.ends()
			lines := strings.NewReplacer(
				`"at":"2026-11-25T12:00:00Z"`, `"at":"`+c.at+`"`,
				`"lease_until":"2026-11-25T13:00:00Z"`, `"lease_until":"`+noon.Add(c.until).Format(time.RFC3339)+`"`,
			).Replace(read(t, name))
			if err := os.WriteFile(name, []byte(lines), 0o600); err != nil {
				t.Fatal(err)
			}
			got := start(t, name).remains(time.Minute)
			if len(got.Found) != 1 || !got.Found[0].Until.Equal(noon.Add(c.want)) {
				t.Errorf("found %+v, want one until %s", got.Found, noon.Add(c.want))
			}
		})
	}
}

// An extend gives a message another lease, or moves the end of the one it has. Its
// body may stand a day before.
func TestAnExtendedLeaseIsFoundAsItIsNow(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "journal")
	first := start(t, name)
	first.pulls("a", "b")
	for i, at := range []time.Duration{0, 11 * time.Hour, 22 * time.Hour} {
		old := leaseOf("a")
		if i > 0 {
			old = apiclient.LeaseID("a" + string(rune('0'+i)))
		}
		next := apiclient.LeaseID("a" + string(rune('1'+i)))
		c := first.intends(record.Extend, "a", "b")
		first.must(first.Conclude(orders, noon.Add(at+3*time.Second), c, leases(record.Accepted, "a", "b"), []record.Extended{
			{Old: old, New: next, Messages: []apiclient.MessageID{"a"}, Until: noon.Add(at + 12*time.Hour)},
			{Old: "lease-b", New: "lease-b", Messages: []apiclient.MessageID{"b"}, Until: noon.Add(at + 12*time.Hour)},
		}))
	}
	first.ends()
	got := start(t, name).remains(33 * time.Hour)
	if found(got) != "a3 lease-b" || got.Found[0].Message.Body != "body of a" || !got.Found[0].Until.Equal(noon.Add(34*time.Hour)) {
		t.Errorf("found %s: %+v", found(got), got.Found)
	}
}

// What another program holds is named and never offered, whether it got it itself
// or has found it; when that one ends it is found here.
func TestWhatARunningProgramHoldsIsNamed(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "journal")
	first, second := start(t, name), start(t, name)
	first.pulls("a", "b")
	got := second.remains(0)
	want := []record.Elsewhere{{Queue: orders, Leases: 2, Until: noon.Add(time.Hour), Known: true}}
	if diff := cmp.Diff(want, got.Elsewhere); diff != "" || found(got) != "" {
		t.Errorf("found %q, %s", found(got), diff)
	}
	if mine := first.remains(0); found(mine) != "" || mine.Elsewhere != nil {
		t.Errorf("a program finds its own: %+v", mine)
	}
	first.ends()
	if got = second.remains(0); found(got) != "lease-a lease-b" || got.Elsewhere != nil {
		t.Errorf("found %q once it has ended: %+v", found(got), got)
	}
	third := start(t, name)
	if got = third.remains(0); found(got) != "" || len(got.Elsewhere) != 1 {
		t.Errorf("what one program has found is offered by another: %+v", got)
	}
	second.ends()
	if got = third.remains(0); found(got) != "lease-a lease-b" {
		t.Errorf("found %q when that has ended too", found(got))
	}
}

// A message that was delivered again has another lease by then: the one before
// has ended, whatever its time says.
func TestOfTwoDeliveriesTheNewerCounts(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "journal")
	first := start(t, name)
	first.pulls("a")
	again := []apiclient.Message{{ID: "a", LeaseID: "again", Body: "again"}}
	first.must(first.Deliver(orders, noon.Add(time.Minute), time.Minute, again))
	first.ends()
	next := start(t, name)
	if got := next.remains(90 * time.Second); found(got) != "again" || got.Found[0].Message.Body != "again" {
		t.Errorf("found %q", found(got))
	}
	if got := next.remains(3 * time.Minute); found(got) != "" {
		t.Errorf("found %q after the newer one has ended", found(got))
	}
}

// Other accounts, other addresses, lines of before and what is no line at all are
// passed over, and cost nothing that stands around them.
func TestWhatIsNoneOfItsBusinessIsPassedOver(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "journal")
	old := `{"queue":"orders","queue_id":"9d1e","pulled_at":"2026-11-25T12:00:00Z","message":{"id":"old","body":"","lease_id":"lease-old"}}`
	odd := []string{
		old, "", "\x00\x00", "[]", "7", `{"v":1`, strings.Repeat("[", 20_000), `{"v":2,"kind":"delivery","new":[1]}`, "\xff\xfe{}",
		`{"v":1,"kind":"delivery","at":5,"run":[],"account":"a1","base_url":"https://api.example/client/v4","queue_id":{},"lease_until":"soon","message":[]}`,
		`{"v":1,"kind":"outcome","account":"a1","base_url":"https://api.example/client/v4","call":"x","leases":[7,{"lease_id":[]},null]}`,
		strings.Repeat("x", 17<<20),
	}
	if err := os.WriteFile(name, []byte(strings.Join(odd, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	first := start(t, name)
	first.pulls("a")
	first.ends()
	for _, change := range []func(*record.Origin){
		func(o *record.Origin) { o.Account = "b2" }, func(o *record.Origin) { o.BaseURL = "https://other.example" },
	} {
		other := start(t, name, change)
		other.pulls("b")
		if got := other.remains(0); found(got) != "" || got.Elsewhere != nil {
			t.Errorf("found %q of another account or address", found(got))
		}
		other.ends()
	}
	if got := start(t, name).remains(0); found(got) != "lease-a" {
		t.Errorf("found %q", found(got))
	}
}

// A run without a name that can be locked, as a foreign program may write one,
// can't be told to have ended.
func TestWhereNothingTellsWhetherARunHasEnded(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "journal")
	foreign := start(t, name, func(o *record.Origin) { o.Run = "mine" })
	foreign.pulls("a")
	foreign.ends()
	got := start(t, name).remains(0)
	if found(got) != "" || len(got.Elsewhere) != 1 || got.Elsewhere[0].Known {
		t.Errorf("found %q, %+v", found(got), got)
	}
}

// A lease whose message is not in the journal, as the lines before were moved
// away, is counted.
func TestALeaseWithoutItsMessageIsCounted(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "journal")
	first := start(t, name)
	first.pulls("a")
	first.must(os.Remove(name))
	first.must(first.Conclude(orders, noon, first.intends(record.Extend, "a"), leases(record.Accepted, "a"), []record.Extended{
		{Old: "lease-a", New: "lease-a", Messages: []apiclient.MessageID{"a"}, Until: noon.Add(time.Hour)},
	}))
	first.ends()
	if got := start(t, name).remains(0); found(got) != "" || got.Left != 1 {
		t.Errorf("%+v", got)
	}
}

// What goes on in a moved file's successor is locked there too.
func TestARunIsKnownToRunInTheNewFile(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "journal")
	first := start(t, name)
	first.pulls("a")
	first.must(os.Remove(name))
	first.pulls("b")
	if got := start(t, name).remains(0); found(got) != "" || len(got.Elsewhere) != 1 || !got.Elsewhere[0].Known {
		t.Errorf("%+v", got)
	}
}

// A journal that can't be read says so, and offers nothing.
func TestAJournalThatCannotBeRead(t *testing.T) {
	t.Parallel()
	r := start(t, filepath.Join(t.TempDir(), "journal"))
	r.pulls("a")
	r.ends()
	if got, err := r.Running(noon); err == nil || !strings.HasPrefix(err.Error(), "journal: ") || found(got) != "" {
		t.Errorf("read %+v with %v", got, err)
	}
}
