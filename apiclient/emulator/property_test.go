package emulator_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leaseview/apiclient/emulator"
)

// machine drives the emulator over its wire and the model beside it.
type machine struct {
	t       *rapid.T
	server  *emulator.Server
	at      time.Time
	model   *model
	leases  []string // every lease ever given out
	refs    []peekedRef
	ids     map[string]string // of a body's message
	serial  int
	actions map[string]func(*rapid.T)
}

// TestDeliveryKeepsToTheModel draws a combination of knobs, then pulls, acks,
// retries, extends, peeks, purges, pauses and lets time pass. How long it looks
// is set by -rapid.checks and -rapid.steps.
func TestDeliveryKeepsToTheModel(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := newMachine(t)
		m.actions = map[string]func(*rapid.T){
			"": m.check, "push": m.push, "pull": m.pull, "pull more": m.pull, "settle": m.settle, "settle more": m.settle,
			"extend": m.extend, "peek": m.peek, "purge refs": m.purgeRefs, "step": m.step, "step more": m.step,
			"pause": m.pause, "purge": m.purge, "consumer": m.consumer,
		}
		t.Repeat(m.actions)
	})
}

func newMachine(t *rapid.T) *machine {
	flag := func(name string) bool { return rapid.Bool().Draw(t, name) }
	m := &machine{t: t, at: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), ids: map[string]string{}}
	o := emulator.Options{
		Now:              func() time.Time { return m.at },
		StrictDeliveries: flag("strict deliveries"), DLQKeepAttempts: flag("keep attempts"),
		PeekNextAttempts: flag("peek next"), PeekHidden: flag("peek hidden"), NewIDPerDelivery: flag("new ids"),
		RetryRefunds: flag("retry refunds"), RefuseLateAcks: flag("refuse late acks"),
		AttemptsFromOne: flag("attempts from 1"), DLQKeepID: flag("keep id"), ShortLeases: flag("short leases"),
		ExtendGivesLeases: flag("extend gives leases"), RefuseExtended: flag("refuse extended"),
		RedeliveryLag: someLags(t, "redelivery lag"), DeadLetterLag: someLags(t, "dead-letter lag"),
	}
	m.server = emulator.New(o)
	m.model = &model{o: o, now: m.at, queues: map[string]*modelQueue{}, ghosts: map[*modelQueue]map[string]time.Time{}}
	var seed emulator.Seed
	for _, name := range []string{"orders", "dead"} {
		q := &modelQueue{
			name: name, retries: rapid.IntRange(0, 3).Draw(t, "max_retries"),
			retention: time.Duration(rapid.IntRange(60, 400).Draw(t, "retention")) * time.Second,
			delay:     time.Duration(rapid.SampledFrom([]int{0, 0, 7}).Draw(t, "delay")) * time.Second,
			standard:  time.Duration(rapid.SampledFrom([]int{0, 0, 11}).Draw(t, "retry_delay")) * time.Second,
		}
		if name == "orders" && flag("has a dead-letter queue") {
			q.grave = "dead"
		}
		m.model.queues[name] = q
		seed.Queues = append(seed.Queues, emulator.SeedQueue{
			Name:     name,
			Settings: emulator.SeedSettings{Retention: int(q.retention.Seconds()), DeliveryDelay: int(q.delay.Seconds())},
			Consumer: &emulator.SeedConsumer{Type: "http_pull", DeadLetter: q.grave, Settings: q.settings()},
		})
	}
	if err := m.server.Seed(seed); err != nil {
		t.Fatal(err)
	}
	return m
}

// someLags draws a list, which is empty in most cases.
func someLags(t *rapid.T, label string) emulator.Lags {
	lag := rapid.SampledFrom([]time.Duration{0, 1, time.Second, 11 * time.Second, 2 * time.Minute})
	most := rapid.SampledFrom([]int{0, 0, 4}).Draw(t, label+" length")
	return emulator.Lags{Times: rapid.SliceOfN(lag, 0, most).Draw(t, label)}
}

func (q *modelQueue) settings() []byte {
	return fmt.Appendf(nil, `{"max_retries":%d,"retry_delay":%d}`, q.retries, int(q.standard.Seconds()))
}

func (m *machine) queue(t *rapid.T) *modelQueue {
	return m.model.queues[rapid.SampledFrom([]string{"orders", "orders", "orders", "dead"}).Draw(t, "queue")]
}

func (m *machine) call(t *rapid.T, method string, q *modelQueue, rest string, in, out any) int {
	body, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	url := m.server.BaseURL() + "/accounts/" + m.server.Account() + "/queues/" + m.server.QueueID(q.name) + rest
	req, err := http.NewRequest(method, url, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+m.server.Token())
	res, err := m.server.RoundTripper().RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(&struct{ Result any }{out}); err != nil && out != nil {
		t.Fatal(err)
	}
	return res.StatusCode
}

type object = map[string]any

func (m *machine) push(t *rapid.T) {
	q := m.queue(t)
	var items []object
	for range rapid.IntRange(1, 4).Draw(t, "messages") {
		m.serial++
		item := object{"body": fmt.Sprintf("message %d", m.serial), "content_type": "text"}
		delay := q.delay
		if rapid.IntRange(0, 3).Draw(t, "delayed") == 0 {
			s := rapid.SampledFrom([]int{0, 1, 30}).Draw(t, "delay_seconds")
			item["delay_seconds"], delay = s, time.Duration(s)*time.Second
		}
		m.model.push(q, item["body"].(string), delay)
		items = append(items, item)
	}
	if status := m.call(t, http.MethodPost, q, "/messages/batch", object{"messages": items}, nil); status != 200 {
		t.Fatalf("push: %d", status)
	}
}

type wireMessages struct {
	Backlog  int `json:"message_backlog_count"`
	Messages []struct {
		ID       string `json:"id"`
		Body     string `json:"body"`
		Attempts int    `json:"attempts"`
		Lease    string `json:"lease_id"`
		Ref      string `json:"ref"`
	}
}

func (m *machine) pull(t *rapid.T) {
	q := m.queue(t)
	n := rapid.IntRange(1, 5).Draw(t, "batch_size")
	visibility := time.Duration(rapid.SampledFrom([]int{0, 1, 1000, 10_000, 30_000}).Draw(t, "visibility")) * time.Millisecond
	var got wireMessages
	status := m.call(t, http.MethodPost, q, "/messages/pull", object{"batch_size": n, "visibility_timeout_ms": visibility.Milliseconds()}, &got)
	if q.paused {
		if status != http.StatusConflict {
			t.Fatalf("pull of a paused queue: %d", status)
		}
		return
	}
	want := m.model.turn(q)
	want = want[:min(n, len(want))]
	if status != 200 || len(got.Messages) != len(want) {
		t.Fatalf("pull: %d, %d messages, want %d", status, len(got.Messages), len(want))
	}
	for i, g := range got.Messages {
		one := want[i]
		one.spent++
		one.turn++
		if g.Body != one.body || g.Attempts != m.model.shown(one) {
			t.Fatalf("pull: %s with %d attempts, want %s with %d", g.Body, g.Attempts, one.body, m.model.shown(one))
		}
		if known := m.ids[g.Body]; known != "" && one.turn > 1 && (known == g.ID) == m.model.o.NewIDPerDelivery {
			t.Fatalf("the id of %s was %s and is %s", g.Body, known, g.ID)
		}
		if one.moved && one.turn == 1 && (m.ids[g.Body] == g.ID) != m.model.o.DLQKeepID {
			t.Fatalf("the id of %s was %s and is %s when it is dead", g.Body, m.ids[g.Body], g.ID)
		}
		m.ids[g.Body] = g.ID
		if slices.Contains(m.leases, g.Lease) {
			t.Fatalf("the lease %s was given out before", g.Lease)
		}
		m.leases = append(m.leases, g.Lease)
		m.model.lease(one, g.Lease, visibility)
	}
	m.model.step(0)
}

// someLeases draws leases: any ever given out with an unknown one, or those of
// one message, which meet the odd cases: superseded, extended, used up.
func (m *machine) someLeases(t *rapid.T, q *modelQueue, label string) []string {
	from := append([]string{"unknown"}, m.leases...)
	switch rapid.IntRange(0, 3).Draw(t, "which leases") {
	case 0:
		from = from[max(0, len(from)-12):]
	case 1, 2:
		one := m.rival(q)
		if one != nil {
			from = slices.Sorted(maps.Keys(one.leases))
		} else if len(m.model.ghosts[q]) > 0 {
			from = slices.Sorted(maps.Keys(m.model.ghosts[q]))
		}
	}
	return rapid.SliceOfN(rapid.SampledFrom(from), 0, 4).Draw(t, label)
}

// rival is the message with the most leases, which several holders may think
// is theirs.
func (m *machine) rival(q *modelQueue) *modelMessage {
	var most *modelMessage
	for _, one := range m.model.messages {
		if one.queue == q && len(one.leases) > 1 && (most == nil || len(one.leases) > len(most.leases)) {
			most = one
		}
	}
	return most
}

func (m *machine) settle(t *rapid.T) {
	q := m.queue(t)
	acks, retries := m.someLeases(t, q, "acks"), m.someLeases(t, q, "retries")
	var delay *time.Duration
	var acked, retried, refused int
	ackItems, retryItems := []object{}, []object{}
	seen := map[string]bool{}
	for _, lease := range acks {
		ackItems = append(ackItems, object{"lease_id": lease})
		if !seen[lease] {
			if m.model.ack(q, lease) {
				acked++
			} else {
				refused++
			}
		}
		seen[lease] = true
	}
	if rapid.Bool().Draw(t, "explicit delay") {
		d := time.Duration(rapid.SampledFrom([]int{0, 5, 60}).Draw(t, "delay")) * time.Second
		delay = &d
	}
	for _, lease := range retries {
		item := object{"lease_id": lease}
		if delay != nil {
			item["delay_seconds"] = delay.Seconds()
		}
		retryItems = append(retryItems, item)
		if !seen[lease] {
			if m.model.retry(q, lease, delay) {
				retried++
			} else {
				refused++
			}
		}
		seen[lease] = true
	}
	var got struct {
		AckCount, RetryCount int
		Warnings             map[string]string
	}
	status := m.call(t, http.MethodPost, q, "/messages/ack", object{"acks": ackItems, "retries": retryItems}, &got)
	if status != 200 || got.AckCount != acked || got.RetryCount != retried || len(got.Warnings) != refused {
		t.Fatalf("ack: %d %+v, want %d acked, %d retried, %d refused", status, got, acked, retried, refused)
	}
}

func (m *machine) extend(t *rapid.T) {
	q := m.queue(t)
	leases := m.someLeases(t, q, "leases")
	slices.Sort(leases)
	leases = slices.Compact(leases)
	items := []object{}
	for _, lease := range leases {
		items = append(items, object{"lease_id": lease})
	}
	var got extension
	m.call(t, http.MethodPost, q, "/messages/extend", object{"extend": items, "visibility_timeout_ms": 20000}, &got)
	extended := 0
	for _, lease := range leases {
		one, l := m.model.find(q, lease)
		if one == nil || l.turn != one.turn {
			if got.Warnings[lease] == "" {
				t.Fatalf("extending the lapsed or unknown lease %s gave no warning", lease)
			}
			continue
		}
		renewed := m.renewed(t, got, extended, lease, one)
		extended++
		if m.model.o.RefuseExtended {
			delete(one.leases, lease)
		}
		m.model.lease(one, renewed, 20*time.Second)
	}
	if !m.model.o.ExtendGivesLeases && got.ExtendCount != extended {
		t.Fatalf("extend: %+v, want %d", got, extended)
	}
}

type extension struct {
	ExtendCount int
	Messages    []struct {
		Previous string `json:"previous_lease_id"`
		Lease    string `json:"lease_id"`
	}
	Warnings map[string]string
}

// renewed is the lease that an extended one is now: itself, the one that the
// answer says, or one that only the back door knows.
func (m *machine) renewed(t *rapid.T, got extension, i int, lease string, one *modelMessage) string {
	next := lease
	switch {
	case m.model.o.ExtendGivesLeases:
		if i >= len(got.Messages) || got.Messages[i].Previous != lease {
			t.Fatalf("extend: %+v", got)
		}
		next = got.Messages[i].Lease
	case m.model.o.RefuseExtended:
		for _, state := range m.server.Messages(one.queue.name) {
			if state.Body == one.body && len(state.Leases) > 0 {
				next = state.Leases[len(state.Leases)-1].ID
			}
		}
	default:
		return lease
	}
	if slices.Contains(m.leases, next) {
		t.Fatalf("the lease %s was given out before", next)
	}
	m.leases = append(m.leases, next)
	return next
}
