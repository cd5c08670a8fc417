package inbox_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
)

// naive is the ledger's rules without any index: every question is answered by
// looking at everything.
type naive struct {
	order    []string
	messages map[string]*naiveMessage
	clock    float64
	started  bool
}

type naiveMessage struct {
	state    inbox.State
	since    float64 // when it entered the state
	lastSeen float64
	leases   []naiveLease // every one, in order of delivery
	current  string
	doubt    bool
	doubted  float64 // when the answer was given up
	missed   bool
}

type naiveLease struct {
	id           string
	since, until float64
}

func (n *naive) find(id string, second float64) *naiveMessage {
	if m, ok := n.messages[id]; ok {
		return m
	}
	m := &naiveMessage{state: inbox.Peeked, since: second, lastSeen: second}
	n.messages[id] = m
	n.order = append(n.order, id)
	return m
}

func (m *naiveMessage) lease() *naiveLease {
	for i := range m.leases {
		if m.leases[i].id == m.current {
			return &m.leases[i]
		}
	}
	return nil
}

// enter ends what was in doubt, but for the end of a lease, which tells nothing
// of what became of a call.
func (m *naiveMessage) enter(s inbox.State, second float64) {
	m.state, m.since, m.doubt, m.missed = s, second, m.doubt && s == inbox.Lapsed, false
}

func (n *naive) pull(second, visible float64, id, lease string) {
	m := n.find(id, second)
	m.lastSeen = max(m.lastSeen, second)
	held := m.lease()
	m.leases = append(m.leases, naiveLease{lease, second, second + visible})
	slices.SortStableFunc(m.leases, func(x, y naiveLease) int { return int(1000 * (x.since - y.since)) })
	if held == nil || second >= m.lease().since {
		m.current = lease
		doubt := m.doubt && second < m.doubted+1
		m.enter(inbox.Leased, second)
		m.doubt = doubt
	}
}

func (n *naive) peek(second float64, asked int, shown []string) {
	for _, id := range shown {
		m := n.find(id, second)
		newest := second >= m.lastSeen
		m.lastSeen = max(m.lastSeen, second)
		back := (m.state == inbox.Acked || m.state == inbox.Retried) && second > m.since
		if newest && back {
			m.enter(inbox.Peeked, second)
		}
		m.missed = m.missed && !newest
	}
	for id, m := range n.messages {
		waits := m.state == inbox.Peeked || m.state == inbox.Lapsed && second >= m.since+60
		if len(shown) < asked && waits && !slices.Contains(shown, id) && second >= m.lastSeen {
			m.missed = true
		}
	}
}

func (n *naive) lapse(now float64) (lapsed []apiclient.MessageID) {
	back := n.clock - now
	if n.started && back >= 1 {
		for _, m := range n.messages {
			if m.state == inbox.Leased {
				m.lease().since -= back
				m.lease().until -= back
			}
		}
	}
	if !n.started || back <= 0 || back >= 1 {
		n.clock, n.started = now, true
	}
	for _, id := range n.order {
		if m := n.messages[id]; m.state == inbox.Leased && m.lease().until <= now {
			m.enter(inbox.Lapsed, m.lease().until)
			lapsed = append(lapsed, apiclient.MessageID(id))
		}
	}
	return lapsed
}

// check compares the ledger with the model after every step.
func (n *naive) check(t *rapid.T, b *inbox.Inbox) {
	var held []apiclient.MessageID
	var first, last float64
	unsure := 0
	for i, id := range n.order {
		m, e := n.messages[id], b.At(i)
		if string(e.Message.ID) != id || e.State != m.state || string(e.Lease.ID) != m.current || e.Doubt != m.doubt {
			t.Fatalf("at %d: %s %v %q, doubt %v, want %s %v %q, %v",
				i, e.Message.ID, e.State, string(e.Lease.ID), e.Doubt, id, m.state, m.current, m.doubt)
		}
		if (e.Absence != inbox.Present) != m.missed {
			t.Fatalf("%s: %v, want missed %v", id, e.Absence, m.missed)
		}
		if m.current != "" && (!e.Lease.Until.Equal(at(m.lease().until)) || len(e.History) != len(m.leases)-1) {
			t.Fatalf("%s: lease until %v with %d before, want %v with %d",
				id, e.Lease.Until, len(e.History), at(m.lease().until), len(m.leases)-1)
		}
		if m.state == inbox.Leased {
			until := m.lease().until
			if len(held) == 0 {
				first, last = until, until
			}
			first, last = min(first, until), max(last, until)
			held = append(held, apiclient.MessageID(id))
			if m.doubt {
				unsure++
			}
		}
	}
	if b.Unsure() != unsure {
		t.Fatalf("%d running leases are in doubt, want %d", b.Unsure(), unsure)
	}
	if b.Len() != len(n.order) || b.Held() != len(held) || !slices.Equal(b.HeldIDs(), held) {
		t.Fatalf("%d entries, held %d %v, want %d and %v", b.Len(), b.Held(), b.HeldIDs(), len(n.order), held)
	}
	next, some := b.NextLapse()
	until, same := b.HeldUntil()
	if some != (len(held) > 0) || some != same || some && (!next.Equal(at(first)) || !until.Equal(at(last))) {
		t.Fatalf("next lapse %v, held until %v, want %v and %v of %d", next, until, at(first), at(last), len(held))
	}
}

func TestLedgerAgreesWithANaiveModel(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b, n := inbox.New(), &naive{messages: map[string]*naiveMessage{}}
		var now float64
		leases := 0
		someIDs := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c", "d", "e"}), 0, 4, rapid.ID[string])
		t.Repeat(map[string]func(*rapid.T){
			"": func(t *rapid.T) { n.check(t, b) },
			"time passes": func(t *rapid.T) {
				now += rapid.SampledFrom([]float64{0, 0.25, 1, 5, 30, 8 * 3600}).Draw(t, "by")
			},
			"clock set back": func(t *rapid.T) {
				now -= rapid.SampledFrom([]float64{0.25, 0.5, 1, 10, 8 * 3600}).Draw(t, "by")
			},
			"lapse": func(t *rapid.T) {
				if got, want := b.Lapse(at(now)), n.lapse(now); !slices.Equal(got, want) {
					t.Fatalf("lapsed %v, want %v", got, want)
				}
			},
			"pull": func(t *rapid.T) {
				sent := now - rapid.SampledFrom([]float64{0, 0.5, 3, 60}).Draw(t, "late by")
				visible := rapid.SampledFrom([]float64{1, 30, 12 * 3600}).Draw(t, "visible")
				var res apiclient.PullResult
				res.SentAt = at(sent)
				for _, id := range someIDs.Draw(t, "messages") {
					leases++
					lease := fmt.Sprint("lease ", leases)
					res.Messages = append(res.Messages, delivery(id, lease, 1))
					n.pull(sent, visible, id, lease)
				}
				b.MergePull(res, time.Duration(visible)*time.Second)
			},
			"peek": func(t *rapid.T) {
				sent := now - rapid.SampledFrom([]float64{0, 3}).Draw(t, "late by")
				shown, asked := someIDs.Draw(t, "messages"), rapid.IntRange(1, 4).Draw(t, "asked")
				n.peek(sent, asked, shown)
				b.MergePeek(peek(sent, shown...), asked)
			},
			"settle": func(t *rapid.T) { settleOne(t, b, n, now) },
			"extend": func(t *rapid.T) { extendOne(t, b, n, now) },
			"lose an answer": func(t *rapid.T) {
				if id := n.anyCurrent(t); id != "" {
					m := n.messages[id]
					lease := rapid.SampledFrom(m.leases).Draw(t, "lease").id
					b.Doubt([]apiclient.LeaseID{apiclient.LeaseID(lease)}, "lost", at(now))
					if lease == m.current || m.state == inbox.Leased || m.state == inbox.Lapsed {
						m.doubt, m.doubted = true, now
					}
				}
			},
		})
	})
}

// anyCurrent draws a message that has a lease; "" when there is none.
func (n *naive) anyCurrent(t *rapid.T) string {
	var with []string
	for _, id := range n.order {
		if n.messages[id].current != "" {
			with = append(with, id)
		}
	}
	if len(with) == 0 {
		return ""
	}
	return rapid.SampledFrom(with).Draw(t, "message")
}

func settleOne(t *rapid.T, b *inbox.Inbox, n *naive, now float64) {
	id := n.anyCurrent(t)
	if id == "" {
		return
	}
	m := n.messages[id]
	lease := apiclient.LeaseID(m.current)
	if rapid.Bool().Draw(t, "ack") {
		b.MergeSettle(apiclient.Settlement{Acks: []apiclient.LeaseID{lease}}, settled(now, 1, 0))
		m.enter(inbox.Acked, now)
		return
	}
	b.MergeSettle(apiclient.Settlement{Retries: []apiclient.Retry{{LeaseID: lease}}}, settled(now, 0, 1))
	m.enter(inbox.Retried, now)
}

func extendOne(t *rapid.T, b *inbox.Inbox, n *naive, now float64) {
	id := n.anyCurrent(t)
	if id == "" {
		return
	}
	m := n.messages[id]
	old := m.current
	renewed := old + "x"
	b.MergeExtend([]apiclient.LeaseID{apiclient.LeaseID(old)},
		extended(now, map[apiclient.LeaseID]apiclient.LeaseID{apiclient.LeaseID(old): apiclient.LeaseID(renewed)}), time.Minute)
	m.leases = append(m.leases, naiveLease{renewed, now, now + 60})
	m.current = renewed
	if m.state == inbox.Leased || m.state == inbox.Lapsed {
		m.enter(inbox.Leased, now)
	}
}
