package words

import (
	"fmt"
	"strconv"
	"strings"
)

// Range is what a whole number may be, both ends included. A prompt and a flag
// that set the same thing share one.
type Range struct{ Least, Most int }

// Parse reads a number within the bounds.
func (r Range) Parse(text string) (int, error) {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil || n < r.Least || n > r.Most {
		return 0, fmt.Errorf("a whole number from %s", r)
	}
	return n, nil
}

// String is the bounds in words: 1 to 100.
func (r Range) String() string { return fmt.Sprintf("%d to %d", r.Least, r.Most) }
