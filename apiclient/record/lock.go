package record

import "strconv"

// claim is what became of a try to lock a run.
type claim uint8

// The claims.
const (
	unknowable claim = iota // there are no such locks here
	ours                    // locked: nobody else has it, so that its run has ended
	taken                   // another program has it
)

// Each run holds a lock on one byte of the journal, far behind its end: which one,
// its name says. The lock belongs to the open file, so that it ends with the
// program however that ends, and nothing is left to be cleared away.
//
// A program that takes over what a run has left holds that run's lock from then
// on. So the leases of a run that has ended are offered in one place at a time.

// lockedFrom is where the bytes that are locked begin: no journal is so long.
const lockedFrom = 1 << 60

// placeOf is the byte that stands for a run; false where that is no run's name.
func placeOf(run string) (int64, bool) {
	n, err := strconv.ParseUint(run, 16, 64)
	if err != nil || len(run) != 16 {
		return 0, false
	}
	return lockedFrom + int64(n&(lockedFrom-1)), true
}
