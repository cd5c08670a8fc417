package inbox_test

import (
	"fmt"
	"testing"
	"time"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
)

// filled is a ledger that holds n messages, leased for an hour from epoch on.
func filled(n int) *inbox.Inbox {
	b := inbox.New()
	for from := 0; from < n; from += 100 {
		b.MergePull(batch(0, from, 0), time.Hour)
	}
	return b
}

// batch is a pull of the 100 messages from that number on, in a round of
// deliveries.
func batch(second float64, from, round int) apiclient.PullResult {
	messages := make([]apiclient.Message, 100)
	for i := range messages {
		id := fmt.Sprintf("%032x", from+i)
		messages[i] = delivery(id, fmt.Sprintf("lease %d of %s", round, id), round+1)
	}
	return pull(second, messages...)
}

// BenchmarkMergePull100 shows that a merge costs the batch, not the ledger.
func BenchmarkMergePull100(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint("into ", n), func(b *testing.B) {
			ledger := filled(n)
			b.ReportAllocs()
			round := 0
			for b.Loop() {
				b.StopTimer()
				round++
				answer := batch(float64(round), (100*round)%n, round)
				b.StartTimer()
				ledger.MergePull(answer, time.Hour)
			}
		})
	}
}

// BenchmarkTick shows that a tick in which nothing lapses costs nothing.
func BenchmarkTick(b *testing.B) {
	ledger := filled(100_000)
	b.ReportAllocs()
	for b.Loop() {
		ledger.Lapse(at(1))
		ledger.Held()
		ledger.HeldUntil()
	}
}

// BenchmarkLapse100 shows that a tick in which 100 leases of 100,000 lapse
// costs those.
func BenchmarkLapse100(b *testing.B) {
	ledger := filled(100_000)
	second := 0.0
	round := 0
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		round++
		second += 10
		ledger.MergePull(batch(second, (100*round)%100_000, round), time.Second)
		b.StartTimer()
		if got := len(ledger.Lapse(at(second + 1))); got < 100 {
			b.Fatalf("%d lapsed, want 100", got)
		}
	}
}

// BenchmarkSettle100 shows that a settling costs the call, not the ledger.
func BenchmarkSettle100(b *testing.B) {
	ledger := filled(100_000)
	second := 0.0
	round := 0
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		round++
		second += 10
		answer := batch(second, (100*round)%100_000, round)
		ledger.MergePull(answer, time.Hour)
		var sent apiclient.Settlement
		for _, m := range answer.Messages {
			sent.Acks = append(sent.Acks, m.LeaseID)
		}
		b.StartTimer()
		if got := len(ledger.MergeSettle(sent, settled(second+1, 100, 0)).Acked); got != 100 {
			b.Fatalf("%d acked, want 100", got)
		}
	}
}

// BenchmarkAt shows what a visible row costs to read.
func BenchmarkAt(b *testing.B) {
	ledger := filled(100_000)
	i := 0
	b.ReportAllocs()
	for b.Loop() {
		_ = ledger.At(i % 100_000)
		i += 997
	}
}

// BenchmarkAll shows what it costs to look at every one of 100,000 messages.
func BenchmarkAll(b *testing.B) {
	ledger := filled(100_000)
	b.ReportAllocs()
	for b.Loop() {
		leased := 0
		for e := range ledger.All() {
			if e.State == inbox.Leased {
				leased++
			}
		}
		if leased != 100_000 {
			b.Fatalf("%d leased, want 100,000", leased)
		}
	}
}
