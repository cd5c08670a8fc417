package find

// tally is a set of whole numbers from 0 on that can say how many of them are
// below another: a tree of counts (Fenwick's), four bytes for each number up to the
// highest that was ever in it. Entry i-1 counts those of the i&-i numbers up to i-1.
type tally []uint32

// set puts a number in, or takes it out.
func (t *tally) set(n int, in bool) {
	if t.has(n) == in {
		return
	}
	for i := len(*t) + 1; i <= n+1; i++ { // what it would count by now, without n
		*t = append(*t, uint32(t.before(i-1)-t.before(i-i&-i)))
	}
	by := uint32(1)
	if !in {
		by = ^uint32(0) // one less
	}
	for i := n + 1; i <= len(*t); i += i & -i {
		(*t)[i-1] += by
	}
}

// has says whether a number is in it.
func (t tally) has(n int) bool { return t.before(n+1) > t.before(n) }

// before is how many numbers below n are in it.
func (t tally) before(n int) int {
	count := 0
	for i := min(n, len(t)); i > 0; i -= i & -i {
		count += int(t[i-1])
	}
	return count
}

// unset is the number before which n others are not in it, and that is not in it
// either.
func (t tally) unset(n int) int {
	at, step := 0, 1
	for step*2 <= len(t) {
		step *= 2
	}
	for ; step > 0; step /= 2 {
		if at+step > len(t) {
			continue
		}
		if out := step - int(t[at+step-1]); out <= n {
			at, n = at+step, n-out
		}
	}
	return at + n
}
