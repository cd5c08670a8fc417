package apiclient

import "strconv"

// Count is a whole number from zero up that the API may leave unsaid: attempts,
// a backlog, a limit. The zero value is unknown, which is not zero. Counts are
// compared with ==.
type Count struct {
	n     int64
	known bool
}

// CountOf is the known number n; a negative one is unknown, as nothing is
// counted below zero.
func CountOf(n int64) Count {
	if n < 0 {
		return Count{}
	}
	return Count{n, true}
}

// Get returns the number, and whether it is known; 0 when it is not.
func (c Count) Get() (n int64, known bool) { return c.n, c.known }

// Known says whether there is a number.
func (c Count) Known() bool { return c.known }

// Equal says whether both are the same number, or both unknown.
func (c Count) Equal(other Count) bool { return c == other }

// String is the number in digits; "unknown" without one.
func (c Count) String() string {
	if !c.known {
		return "unknown"
	}
	return strconv.FormatInt(c.n, 10)
}
