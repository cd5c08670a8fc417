package broker

import "time"

// A message stands in three heaps of its queue at once; each remembers the
// message's position under its own slot, so that removal needs no search.
const (
	slotTurn   = iota // ready or last: when the message can next be taken
	slotOldest        // by timestamp, for the metrics
	slotExpiry        // by entry into the queue, for the retention
	slots
)

// messageHeap is a binary heap of messages, the least on top.
type messageHeap struct {
	items []*Message
	slot  int
	key   func(*Message) time.Time // ties go by order of arrival
}

func (h *messageHeap) less(a, b *Message) bool {
	if c := h.key(a).Compare(h.key(b)); c != 0 {
		return c < 0
	}
	return a.seq < b.seq
}

func (h *messageHeap) top() *Message {
	if len(h.items) == 0 {
		return nil
	}
	return h.items[0]
}

func (h *messageHeap) push(m *Message) {
	m.pos[h.slot] = len(h.items)
	h.items = append(h.items, m)
	h.up(len(h.items) - 1)
}

func (h *messageHeap) remove(m *Message) {
	i := m.pos[h.slot]
	end := len(h.items) - 1
	h.swap(i, end)
	h.items[end] = nil
	h.items = h.items[:end]
	if i < end {
		h.fix(i)
	}
}

func (h *messageHeap) fix(i int) {
	if !h.down(i) {
		h.up(i)
	}
}

func (h *messageHeap) swap(i, j int) {
	h.items[i], h.items[j] = h.items[j], h.items[i]
	h.items[i].pos[h.slot] = i
	h.items[j].pos[h.slot] = j
}

func (h *messageHeap) up(i int) {
	for i > 0 {
		parent := (i - 1) / 2
		if !h.less(h.items[i], h.items[parent]) {
			return
		}
		h.swap(i, parent)
		i = parent
	}
}

func (h *messageHeap) down(i int) (moved bool) {
	for {
		child := 2*i + 1
		if child >= len(h.items) {
			return moved
		}
		if right := child + 1; right < len(h.items) && h.less(h.items[right], h.items[child]) {
			child = right
		}
		if !h.less(h.items[child], h.items[i]) {
			return moved
		}
		h.swap(i, child)
		i, moved = child, true
	}
}

// first returns up to n messages in order, stopping at the first that fails
// keep. It looks at no more than about 2n of them, however many there are.
func (h *messageHeap) first(n int, keep func(*Message) bool) []*Message {
	if len(h.items) == 0 || n <= 0 {
		return nil
	}
	var out []*Message
	front := []int{0} // positions whose parents are all in out
	for len(front) > 0 && len(out) < n {
		best := 0
		for i := range front {
			if h.less(h.items[front[i]], h.items[front[best]]) {
				best = i
			}
		}
		at := front[best]
		if !keep(h.items[at]) {
			break
		}
		out = append(out, h.items[at])
		front[best] = front[len(front)-1]
		front = front[:len(front)-1]
		for child := 2*at + 1; child <= 2*at+2 && child < len(h.items); child++ {
			front = append(front, child)
		}
	}
	return out
}
