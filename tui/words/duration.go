package words

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Span is what a duration may be, both ends included. A prompt and a flag that
// set the same thing share one.
type Span struct{ Least, Most time.Duration }

// Parse reads a duration within the span: 90s, 5m, 1h30m; a bare number is
// seconds. Parts of a millisecond are dropped.
func (s Span) Parse(text string) (time.Duration, error) {
	d, err := ParseDuration(text)
	if err != nil || !s.Holds(d) {
		return 0, fmt.Errorf("a duration from %s, such as 30s or 5m", s)
	}
	return d.Truncate(time.Millisecond), nil
}

// ParseOrNone is Parse where there may be no duration: an empty text is 0.
func (s Span) ParseOrNone(text string) (time.Duration, error) {
	if strings.TrimSpace(text) == "" {
		return 0, nil
	}
	return s.Parse(text)
}

// Holds says whether a duration is within the span.
func (s Span) Holds(d time.Duration) bool { return s.Least <= d && d <= s.Most }

// String is the bounds as they can be typed: 1s to 24h.
func (s Span) String() string { return typed(s.Least) + " to " + typed(s.Most) }

// ParseDuration reads 90s, 5m, 1h30m; a bare number is seconds.
func ParseDuration(text string) (time.Duration, error) {
	text = strings.TrimSpace(text)
	if n, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(n) * time.Second, nil
	}
	return time.ParseDuration(text)
}
