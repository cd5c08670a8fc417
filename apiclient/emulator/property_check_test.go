package emulator_test

import (
	"net/http"
	"slices"
	"time"

	"pgregory.net/rapid"
)

// peekedRef is a ref with the message and the queue that it was given for.
type peekedRef struct {
	ref, body string
	queue     *modelQueue
}

func (m *machine) peek(t *rapid.T) {
	q := m.queue(t)
	n := rapid.IntRange(1, 6).Draw(t, "batch_size")
	var got wireMessages
	m.call(t, http.MethodPost, q, "/messages/peek", object{"batch_size": n}, &got)
	next := 0
	if m.model.o.PeekNextAttempts {
		next = 1
	}
	want := m.model.turn(q)
	if m.model.o.PeekHidden {
		want = nil
		for _, one := range m.model.messages {
			if one.queue == q {
				want = append(want, one)
			}
		}
	}
	if len(got.Messages) != min(n, len(want)) {
		t.Fatalf("peek shows %d messages, want %d", len(got.Messages), min(n, len(want)))
	}
	for i, g := range got.Messages {
		at := i
		if m.model.o.PeekHidden { // the order then is by time of sending, which the model does not keep
			at = slices.IndexFunc(want, func(one *modelMessage) bool { return one.body == g.Body })
		}
		if at < 0 || want[at].body != g.Body || g.Attempts != want[at].carried+want[at].spent+next || g.Lease != "" {
			t.Fatalf("peek: %+v", g)
		}
		m.refs = append(m.refs, peekedRef{g.Ref, g.Body, q})
	}
}

func (m *machine) purgeRefs(t *rapid.T) {
	if len(m.refs) == 0 {
		t.Skip("nothing was peeked yet")
	}
	q := m.queue(t)
	drawn := rapid.SampledFrom(m.refs).Draw(t, "ref")
	var got struct{ Warnings map[string]string }
	m.call(t, http.MethodPost, q, "/messages/purge", object{"refs": []object{{"ref": drawn.ref}}}, &got)
	// A ref is good as long as the message is in the queue where it was peeked.
	var there *modelMessage
	for _, one := range m.model.messages {
		if one.body == drawn.body && one.queue == q && q == drawn.queue {
			there = one
		}
	}
	if (there == nil) != (got.Warnings[drawn.ref] != "") {
		t.Fatalf("purging %s: the warnings are %v", drawn.body, got.Warnings)
	}
	if there != nil {
		m.model.remove(there)
	}
}

func (m *machine) step(t *rapid.T) {
	d := rapid.OneOf(
		rapid.SampledFrom([]time.Duration{time.Millisecond, time.Second, 10 * time.Second, 30 * time.Second}),
		rapid.Custom(func(t *rapid.T) time.Duration {
			return time.Duration(rapid.IntRange(1, 90_000).Draw(t, "ms")) * time.Millisecond
		}),
	).Draw(t, "step")
	m.at = m.at.Add(d)
	m.model.step(d)
}

func (m *machine) pause(t *rapid.T) {
	q := m.queue(t)
	q.paused = !q.paused
	if status := m.call(t, http.MethodPatch, q, "", object{"settings": object{"delivery_paused": q.paused}}, nil); status != 200 {
		t.Fatalf("pause: %d", status)
	}
}

func (m *machine) purge(t *rapid.T) {
	if rapid.IntRange(0, 4).Draw(t, "really") > 0 {
		t.Skip("a queue that is always empty shows little")
	}
	q := m.queue(t)
	m.call(t, http.MethodPost, q, "/purge", object{"delete_messages_permanently": true}, nil)
	for _, one := range slices.Clone(m.model.messages) {
		if one.queue == q {
			m.model.remove(one)
		}
	}
	delete(m.model.ghosts, q)
}

// consumer changes max_retries, under which leased messages may be on their
// last delivery from now on, or no longer.
func (m *machine) consumer(t *rapid.T) {
	q := m.queue(t)
	q.retries = rapid.IntRange(0, 3).Draw(t, "max_retries")
	var list []struct {
		ID string `json:"consumer_id"`
	}
	m.call(t, http.MethodGet, q, "/consumers", nil, &list)
	body := object{
		"type": "http_pull", "dead_letter_queue": q.grave,
		"settings": object{"max_retries": q.retries, "retry_delay": q.standard.Seconds()},
	}
	if status := m.call(t, http.MethodPut, q, "/consumers/"+list[0].ID, body, nil); status != 200 {
		t.Fatalf("consumer: %d", status)
	}
	for _, one := range m.model.messages {
		if one.queue == q && one.spent >= m.model.allowed(q) && one.free.Before(m.model.now) {
			one.free = m.model.now
		}
	}
	m.model.step(0)
}

// check compares everything after every action.
func (m *machine) check(t *rapid.T) {
	total := 0
	for name, q := range m.model.queues {
		got := m.server.Messages(name)
		var want []*modelMessage
		size := 0
		for _, one := range m.model.messages {
			if one.queue == q {
				want = append(want, one)
				size += len(one.body)
			}
		}
		if len(got) != len(want) {
			t.Fatalf("%s has %d messages, want %d", name, len(got), len(want))
		}
		total += len(got)
		for i, g := range got {
			one := want[i]
			state, until := m.model.state(one)
			if g.Body != one.body || g.Attempts != one.carried+one.spent || g.State != state || !g.Until.Equal(until) || len(g.Leases) != len(one.leases) {
				t.Fatalf("%s: message %d is %+v, want %s with %d attempts, %s until %v, %d leases",
					name, i, g, one.body, one.carried+one.spent, state, until, len(one.leases))
			}
		}
		var metrics struct {
			Count int `json:"backlog_count"`
			Bytes int `json:"backlog_bytes"`
		}
		m.call(t, http.MethodGet, q, "/metrics", nil, &metrics)
		if metrics.Count != len(want) || metrics.Bytes != size {
			t.Fatalf("metrics of %s: %+v, want %d messages of %d bytes", name, metrics, len(want), size)
		}
	}
	if total+m.model.ended != m.model.pushed {
		t.Fatalf("%d messages are there and %d ended, but %d were sent", total, m.model.ended, m.model.pushed)
	}
}
