package emulator_test

import (
	"testing"
	"time"

	"leaseview/apiclient/emulator"
)

func TestLeaseLifecycle(t *testing.T) {
	t.Parallel()
	clock := newClock()
	r := newRaw(t, emulator.Options{Now: clock.now}, orders(""))
	r.pushText("a", "b")

	first := r.pull(`{"batch_size":1,"visibility_timeout_ms":30000}`)
	if len(first) != 1 || first[0].Body != "a" || first[0].Attempts != 0 {
		t.Fatalf("first pull: %+v", first)
	}
	if len(first[0].Lease) != 223 {
		t.Errorf("the lease %q has not the recorded length", first[0].Lease)
	}

	clock.step(30*time.Second - time.Millisecond)
	second := r.pull(`{"batch_size":100}`)
	if len(second) != 1 || second[0].Body != "b" {
		t.Fatalf("a millisecond before the lease ends: %+v", second)
	}

	clock.step(time.Millisecond)
	third := r.pull(`{"batch_size":100}`)
	if len(third) != 1 || third[0].ID != first[0].ID || third[0].Attempts != 1 || third[0].Lease == first[0].Lease {
		t.Fatalf("at the moment the lease ends: %+v", third)
	}

	result := r.post("/messages/ack", ackBody(first[0].Lease))
	if result["ackCount"] != 1.0 || len(result["warnings"].(map[string]any)) != 0 {
		t.Errorf("late ack after a redelivery: %v", result)
	}
	result = r.post("/messages/ack", ackBody(third[0].Lease))
	if result["ackCount"] != 1.0 || len(result["warnings"].(map[string]any)) != 0 {
		t.Errorf("the other holder's ack: %v", result)
	}
	result = r.post("/messages/ack", ackBody(third[0].Lease))
	if result["ackCount"] != 0.0 || len(result["warnings"].(map[string]any)) != 1 {
		t.Errorf("the same lease once more: %v", result)
	}
	if n := r.server.Count("orders"); n != 1 {
		t.Errorf("%d messages are left, want 1", n)
	}
}
