package inbox

import (
	"fmt"
	"testing"
	"time"

	"leaseview/apiclient"
)

// Leases that were settled long before their deadline do not pile up: what is
// watched stays within a few times what is held.
func TestSettledLeasesDoNotPileUp(t *testing.T) {
	t.Parallel()
	b := New()
	start := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for i := range 5000 {
		lease := apiclient.LeaseID(fmt.Sprint("lease ", i))
		sent := apiclient.Reply{SentAt: start.Add(time.Duration(i) * time.Second)}
		b.MergePull(apiclient.PullResult{Reply: sent, Messages: []apiclient.Message{
			{ID: apiclient.MessageID(fmt.Sprint(i)), LeaseID: lease},
		}}, 12*time.Hour)
		b.MergeSettle(apiclient.Settlement{Acks: []apiclient.LeaseID{lease}}, apiclient.SettleResult{Reply: sent, Acked: 1})
		if n := len(b.deadlines); n > 4*b.held+100 {
			t.Fatalf("%d leases are watched of which %d run", n, b.held)
		}
	}
}
