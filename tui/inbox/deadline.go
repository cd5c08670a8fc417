package inbox

// deadline is when one lease of a row ends, or another time of it. It is stale once
// the row has another one or was settled; stale ones are skipped where they surface.
type deadline struct {
	row   *row
	until int64 // the nanoseconds of the row's own, to order the heap by
	turn  uint16
}

func (d deadline) live() bool { return d.row.state == Leased && d.row.turn == d.turn }

// deadlines is a heap, the earliest first: no element is later than those at
// twice its index plus one and plus two. The one of the standard library boxes
// what goes in and out, an allocation for each lease.
type deadlines []deadline

func (h *deadlines) push(d deadline) {
	*h = append(*h, d)
	h.up(len(*h) - 1)
}

// pop takes the earliest deadline out. There must be one.
func (h *deadlines) pop() deadline {
	all := *h
	first, last := all[0], len(all)-1
	all[0], all[last] = all[last], deadline{}
	*h = all[:last]
	h.down(0)
	return first
}

// order makes a heap of deadlines in any order.
func (h deadlines) order() {
	for i := len(h)/2 - 1; i >= 0; i-- {
		h.down(i)
	}
}

// up moves a deadline to where those above it are no later.
func (h deadlines) up(i int) {
	for i > 0 {
		above := (i - 1) / 2
		if h[above].until <= h[i].until {
			return
		}
		h[above], h[i] = h[i], h[above]
		i = above
	}
}

// down moves a deadline to where those below it are no earlier.
func (h deadlines) down(i int) {
	for {
		below := 2*i + 1
		if below >= len(h) {
			return
		}
		if next := below + 1; next < len(h) && h[next].until < h[below].until {
			below = next
		}
		if h[i].until <= h[below].until {
			return
		}
		h[i], h[below] = h[below], h[i]
		i = below
	}
}
