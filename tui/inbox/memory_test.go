package inbox_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
)

// asDecoded is a pull of the 100 messages from that number on, each string in
// memory of its own, as a decoder leaves them, and how many bytes its bodies,
// leases and ids have.
func asDecoded(from int) (apiclient.PullResult, int) {
	messages := make([]apiclient.Message, 100)
	raw := 0
	for i := range messages {
		m := apiclient.Message{
			ID:        apiclient.MessageID(fmt.Sprintf("%032x", from+i)),
			LeaseID:   apiclient.LeaseID(fmt.Sprintf("%0223x", from+i)),
			Attempts:  apiclient.CountOf(0),
			Timestamp: at(float64(from) / 100),
			Body:      strings.Repeat("x", 1024),
		}
		for _, entry := range []apiclient.MetadataEntry{{Key: "CF-Content-Type", Value: "text"}, {Key: "CF-sourceMessageSource", Value: "dash"}} {
			m.Metadata = append(m.Metadata, apiclient.MetadataEntry{Key: strings.Clone(entry.Key), Value: strings.Clone(entry.Value)})
		}
		raw += len(m.ID) + len(m.LeaseID) + len(m.Body)
		messages[i] = m
	}
	return pull(float64(from)/100, messages...), raw
}

// inUse is what is reachable, in bytes and in objects.
func inUse() (bytes, objects int64) {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc), int64(m.HeapObjects)
}

// BenchmarkRetained shows what a held message of 1 KB with a long lease keeps in
// memory: bytes and objects for each, and how many times its own strings that
// is. Its time is that of the merges.
func BenchmarkRetained(b *testing.B) {
	const n = 47_300
	var bytes, objects, raw int64
	for b.Loop() {
		b.StopTimer()
		before, objectsBefore := inUse()
		ledger := inbox.New()
		raw = 0
		for from := 0; from < n; from += 100 {
			answer, size := asDecoded(from)
			raw += int64(size)
			b.StartTimer()
			ledger.MergePull(answer, time.Hour)
			b.StopTimer()
		}
		after, objectsAfter := inUse()
		bytes, objects = after-before, objectsAfter-objectsBefore
		runtime.KeepAlive(ledger)
		b.StartTimer()
	}
	b.ReportMetric(float64(bytes)/n, "B/message")
	b.ReportMetric(float64(objects)/n, "objects/message")
	b.ReportMetric(float64(bytes)/float64(raw), "x-raw")
}
