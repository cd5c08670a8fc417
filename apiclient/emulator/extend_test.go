package emulator_test

import (
	"testing"
	"time"

	"leaseview/apiclient/emulator"
)

func extendBody(lease string) string {
	return `{"extend":[{"lease_id":"` + lease + `"}],"visibility_timeout_ms":60000}`
}

// TestExtend goes through every form of an extension: what it answers, that it
// holds the message and counts no attempt, and which lease ids settle then.
func TestExtend(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name          string
		options       emulator.Options
		renewed, acts bool
	}{
		{"a count, the lease acts on", emulator.Options{}, false, true},
		{"a count, the lease is refused", emulator.Options{RefuseExtended: true}, false, false},
		{"leases, the old one acts on", emulator.Options{ExtendGivesLeases: true}, true, true},
		{"leases, the old one is refused", emulator.Options{ExtendGivesLeases: true, RefuseExtended: true}, true, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			clock := newClock()
			tc.options.Now = clock.now
			r := newRaw(t, tc.options, orders(""))
			r.pushText("a")
			old := r.pull("")[0].Lease
			clock.step(29 * time.Second)
			renewed := ""
			for range 2 { // also when it was extended before
				renewed = r.extended(old, tc.renewed)
				if !tc.acts {
					break
				}
			}
			clock.step(59 * time.Second)
			if got := r.pull(""); len(got) != 0 {
				t.Errorf("the extension did not hold: %+v", got)
			}
			m := r.server.Messages("orders")[0]
			if m.Attempts != 1 || m.State != "leased" || m.Until.Sub(clock.at) != time.Second || !m.Leases[len(m.Leases)-1].Until.Equal(m.Until) {
				t.Errorf("after the extension: %+v", m)
			}
			if result := r.post("/messages/ack", ackBody(old)); (result["ackCount"] == 1.0) != tc.acts ||
				(result["warnings"].(map[string]any)[old] == nil) != tc.acts {
				t.Errorf("the old lease: %v", result)
			}
			if !tc.renewed || tc.acts {
				return
			}
			if result := r.post("/messages/ack", ackBody(renewed)); result["ackCount"] != 1.0 {
				t.Errorf("the new lease: %v", result)
			}
		})
	}
}

// extended extends a lease by a minute and returns the new one, if the answer
// has to have one.
func (r *raw) extended(lease string, renews bool) string {
	r.t.Helper()
	result := r.post("/messages/extend", extendBody(lease))
	if len(result) != 2 || len(result["warnings"].(map[string]any)) != 0 {
		r.t.Fatalf("%v", result)
	}
	if !renews {
		if result["extendCount"] != 1.0 {
			r.t.Fatalf("%v", result)
		}
		return ""
	}
	entry := result["messages"].([]any)[0].(map[string]any)
	next, _ := entry["lease_id"].(string)
	if len(next) != len(lease) || next == lease || entry["previous_lease_id"] != lease {
		r.t.Fatalf("%v", result)
	}
	return next
}

func TestExtendedTwiceInOneCall(t *testing.T) {
	t.Parallel()
	r := newRaw(t, emulator.Options{}, orders(""))
	r.pushText("a")
	lease := r.pull("")[0].Lease
	result := r.post("/messages/extend", `{"extend":[{"lease_id":"`+lease+`"},{"lease_id":"`+lease+`"},{"lease_id":"x"}]}`)
	if result["extendCount"] != 1.0 || len(result["warnings"].(map[string]any)) != 1 {
		t.Errorf("%v", result)
	}
}

// A lease whose message was delivered again since extends nothing: it is warned
// about, and the newer holder keeps the message.
func TestASupersededLeaseIsNotExtended(t *testing.T) {
	t.Parallel()
	for _, options := range []emulator.Options{{}, {ExtendGivesLeases: true}, {RefuseExtended: true}} {
		clock := newClock()
		options.Now = clock.now
		r := newRaw(t, options, orders(""))
		r.pushText("a")
		old := r.pull("")[0].Lease
		clock.step(30 * time.Second)
		newest := r.pull("")[0].Lease
		result := r.post("/messages/extend", extendBody(old))
		if result["extendCount"] == 1.0 || result["warnings"].(map[string]any)[old] != "lease_id is no longer valid: the message has been delivered again since" {
			t.Errorf("%+v: %v", options, result)
		}
		if m := r.server.Messages("orders")[0]; m.State != "leased" || m.Until.Sub(clock.at) != 30*time.Second || m.Leases[len(m.Leases)-1].ID != newest {
			t.Errorf("%+v: the newer holder has %+v", options, m)
		}
	}
}

// TestExtendWithoutLeases: every member of the request is optional.
func TestExtendWithoutLeases(t *testing.T) {
	t.Parallel()
	r := newRaw(t, emulator.Options{}, orders(""))
	for _, body := range []string{`{}`, `{"extend":null}`, `{"extend":[]}`, `{"visibility_timeout_ms":1000}`} {
		result := r.post("/messages/extend", body)
		if result["extendCount"] != float64(0) || len(result["warnings"].(map[string]any)) != 0 {
			t.Errorf("%s: %v", body, result)
		}
	}
}
