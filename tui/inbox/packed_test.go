package inbox_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
)

// anyTime draws a time that a ledger is given, and some that it never should be.
func anyTime() *rapid.Generator[time.Time] {
	zones := rapid.SampledFrom([]*time.Location{time.UTC, time.Local, time.FixedZone("elsewhere", 2*3600)})
	seconds := rapid.OneOf(
		rapid.Int64Range(epoch.Unix()-100, epoch.Unix()+100),
		rapid.SampledFrom([]int64{0, 1 << 32, 4_611_686_017, 4_611_686_018, -4_611_686_018, 1 << 36, -1 << 36, time.Time{}.Unix()}),
	)
	return rapid.Custom(func(t *rapid.T) time.Time {
		nanoseconds := rapid.SampledFrom([]int64{0, 1, 999_999_999}).Draw(t, "nanoseconds")
		return time.Unix(seconds.Draw(t, "seconds"), nanoseconds).In(zones.Draw(t, "zone"))
	})
}

// anyCount draws a count that the API may give, however large.
func anyCount() *rapid.Generator[apiclient.Count] {
	return rapid.Map(rapid.SampledFrom([]int64{-1, 0, 1, 3, math.MaxUint32 - 2, math.MaxUint32 - 1, math.MaxUint32, math.MaxInt64}), apiclient.CountOf)
}

// anyMessage draws a message of that id with any of its parts.
func anyMessage(id string) *rapid.Generator[apiclient.Message] {
	raw := rapid.SampledFrom([]jsontext.Value{nil, nil, jsontext.Value(`{"priority":9}`)})
	metadata := rapid.SampledFrom([][]apiclient.MetadataEntry{nil, {}, {{Key: "k", Value: "v"}}, {{Key: "k", Value: "w"}}})
	return rapid.Custom(func(t *rapid.T) apiclient.Message {
		return apiclient.Message{
			ID: apiclient.MessageID(id), NoID: rapid.Bool().Draw(t, "made up id"),
			Ref:      apiclient.Ref(rapid.SampledFrom([]string{"r1", "r2"}).Draw(t, "ref")),
			Attempts: anyCount().Draw(t, "attempts"), Timestamp: anyTime().Draw(t, "sent"),
			Body: rapid.String().Draw(t, "body"), BodyJSON: raw.Draw(t, "body as JSON"),
			Metadata: metadata.Draw(t, "metadata"), Unknown: raw.Draw(t, "unknown"), Odd: raw.Draw(t, "odd"),
		}
	})
}

// differs says in what an entry differs from what it should be, with times in all
// that people can see of them: what is equal may still be shown in another zone.
func differs(want, got inbox.Entry) string {
	return cmp.Diff(want, got, cmp.Transformer("shown", func(t time.Time) string {
		return t.Format(time.RFC3339Nano) + " " + t.Location().String()
	}))
}

// What the ledger was given is what it hands out, to the nanosecond, the zone
// and the last digit, though it holds most of it packed.
func TestWhatIsHandedOutIsWhatWasGiven(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := inbox.New()
		sent := anyTime().Draw(t, "the first answer")
		reply := apiclient.Reply{SentAt: sent, ReceivedAt: sent}
		var last apiclient.Message
		for round := range 3 {
			last = anyMessage("a").Draw(t, "peeked")
			b.MergePeek(apiclient.PeekResult{Reply: reply, Messages: []apiclient.Message{last}}, 1)
			want := inbox.Entry{
				Message: last, Peeked: last.Attempts, State: inbox.Peeked, StateSince: sent,
				Sightings: round + 1, FirstSeen: sent, LastSeen: sent,
			}
			if diff := differs(want, b.At(0)); diff != "" {
				t.Fatalf("peeked, it is handed out otherwise (-want +got):\n%s", diff)
			}
		}
		pulled := anyMessage("a").Draw(t, "pulled")
		pulled.LeaseID, pulled.Ref = "l1", ""
		b.MergePull(apiclient.PullResult{Reply: reply, Messages: []apiclient.Message{pulled}}, time.Minute)
		pulled.Ref = last.Ref
		want := inbox.Entry{
			Message: pulled, State: inbox.Leased, StateSince: sent,
			Lease:     inbox.Lease{ID: "l1", Since: sent, Until: sent.Add(time.Minute), Attempts: pulled.Attempts},
			Sightings: 4, FirstSeen: sent, LastSeen: sent,
		}
		if diff := differs(want, b.At(0)); diff != "" {
			t.Fatalf("pulled, it is handed out otherwise (-want +got):\n%s", diff)
		}
	})
}

// The newest sighting shows the lease that it came with, whatever the lease has
// become since.
func TestTheSightingKeepsItsLease(t *testing.T) {
	t.Parallel()
	b := inbox.New()
	b.MergePull(pull(0, delivery("a", "a1", 0)), time.Minute)
	steps := []struct {
		name        string
		do          func()
		shown, held apiclient.LeaseID
	}{
		{"pulled", func() {}, "a1", "a1"},
		{"extended", func() {
			b.MergeExtend([]apiclient.LeaseID{"a1"}, extended(1, map[apiclient.LeaseID]apiclient.LeaseID{"a1": "a2"}), time.Minute)
		}, "a1", "a2"},
		{"pulled again", func() { b.MergePull(pull(2, delivery("a", "a3", 1)), time.Minute) }, "a3", "a3"},
		{"settled and peeked", func() {
			b.MergeSettle(acks("a3"), settled(3, 1, 0))
			b.MergePeek(peek(4, "a"), 1)
		}, "", "a3"},
	}
	for _, step := range steps {
		step.do()
		if e := entry(t, b, "a"); e.Message.LeaseID != step.shown || e.Lease.ID != step.held {
			t.Errorf("%s: the message shows lease %q and holds %q, want %q and %q",
				step.name, string(e.Message.LeaseID), string(e.Lease.ID), string(step.shown), string(step.held))
		}
	}
}

func TestAllGoesInOrderOfArrival(t *testing.T) {
	t.Parallel()
	b := inbox.New()
	b.MergePull(pull(0, delivery("b", "b1", 0), delivery("a", "a1", 0)), time.Minute)
	b.MergePull(pull(1, delivery("c", "c1", 0)), time.Minute)
	var got []apiclient.MessageID
	for e := range b.All() {
		if len(got) == 0 {
			b.MergeSettle(acks("a1"), settled(2, 1, 0))
			b.MergePull(pull(3, delivery("d", "d1", 0)), time.Minute)
		}
		if e.Message.ID == "a" && e.State != inbox.Acked {
			t.Errorf("a is %v, though its ack was merged before its turn", e.State)
		}
		got = append(got, e.Message.ID)
	}
	if diff := cmp.Diff(ids("b", "a", "c"), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for e := range b.All() {
		if e.Message.ID != "b" {
			t.Errorf("went on to %s", e.Message.ID)
		}
		break
	}
}

func TestReadingAllocatesNothing(t *testing.T) { //nolint:paralleltest // testing.AllocsPerRun counts the allocations of the whole process.
	ledger := filled(1000)
	held := 0
	got := testing.AllocsPerRun(10, func() {
		for e := range ledger.All() {
			if e.State == inbox.Leased {
				held++
			}
		}
		if ledger.At(7).State == inbox.Leased {
			held++
		}
	})
	if got != 0 {
		t.Errorf("%v allocations for 1,000 entries, want none", got)
	}
}

// Messages of more kinds than are remembered keep each their own metadata, and
// who appends to it changes nobody else's.
func TestMetadataIsEachMessagesOwn(t *testing.T) {
	t.Parallel()
	b := inbox.New()
	metadata := func(i int) []apiclient.MetadataEntry {
		return append(make([]apiclient.MetadataEntry, 0, 4), apiclient.MetadataEntry{Key: "k", Value: fmt.Sprint(i % 40)})
	}
	for i := range 120 {
		m := delivery(fmt.Sprint(i), fmt.Sprint("lease ", i), 0)
		m.Metadata = metadata(i)
		b.MergePull(pull(float64(i), m), time.Minute)
	}
	for e := range b.All() {
		_ = append(e.Message.Metadata, apiclient.MetadataEntry{Key: "mine"})
	}
	for i := range 120 {
		if got := b.At(i).Message.Metadata; !slices.Equal(got, metadata(i)) || len(got[:cap(got)]) != 1 {
			t.Errorf("message %d has metadata %v", i, got[:cap(got)])
		}
	}
}

// Ids and leases share buffers, however long they are; a body is the very string
// that the answer had.
func TestStringsSurviveTheirBuffers(t *testing.T) {
	t.Parallel()
	b := inbox.New()
	name := func(i int) string { return fmt.Sprint(i, " ", strings.Repeat("x", i*37%3000)) }
	var bodies []string
	for i := range 300 {
		m := delivery(name(i), "lease "+name(i), 0)
		bodies = append(bodies, m.Body)
		b.MergePull(pull(float64(i), m), time.Minute)
	}
	b.MergePeek(peek(300, name(1), name(2)), 2)
	for i, body := range bodies {
		e := entry(t, b, name(i))
		if string(e.Message.ID) != name(i) || string(e.Lease.ID) != "lease "+name(i) {
			t.Errorf("message %d is %q with lease %q", i, e.Message.ID, string(e.Lease.ID))
		}
		if unsafe.StringData(e.Message.Body) != unsafe.StringData(body) {
			t.Errorf("the body of message %d was copied", i)
		}
	}
}
