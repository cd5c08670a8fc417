package tui

import (
	"fmt"
	"strconv"
	"time"
)

// unknownText stands wherever a value is not known.
const unknownText = "unknown"

// formatCount writes n with thousands separators: 1,204.
func formatCount(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// formatSize writes a size in bytes in at most six cells, in powers of 1,000
// as the API counts its limits. It rounds down, so it never claims more.
func formatSize(n int64) string {
	if n < 1000 {
		return strconv.FormatInt(n, 10) + " B"
	}
	value, unit := n, 0
	units := []string{"B", "kB", "MB", "GB", "TB", "PB", "EB"}
	tenths := int64(0)
	for value >= 1000 && unit < len(units)-1 {
		tenths = value % 1000 / 100
		value /= 1000
		unit++
	}
	if value < 10 {
		return fmt.Sprintf("%d.%d %s", value, tenths, units[unit])
	}
	return fmt.Sprintf("%d %s", value, units[unit])
}

// formatClock writes a duration as people read a timer, rounded down to the
// second: 0:27, 12:05, 1:02:03.
func formatClock(d time.Duration) string {
	s := int64(max(d, 0) / time.Second)
	if s < 3600 {
		return fmt.Sprintf("%d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}

// formatAge writes an age in its largest unit, rounded down: 12s, 3m, 4h, 5d.
func formatAge(d time.Duration) string {
	d = max(d, 0)
	switch {
	case d < time.Minute:
		return strconv.Itoa(int(d/time.Second)) + "s"
	case d < time.Hour:
		return strconv.Itoa(int(d/time.Minute)) + "m"
	case d < 48*time.Hour:
		return strconv.Itoa(int(d/time.Hour)) + "h"
	default:
		return strconv.Itoa(int(d/(24*time.Hour))) + "d"
	}
}

// formatAgeLong writes an age in its two largest units, rounded down: 3m 12s.
func formatAgeLong(d time.Duration) string {
	d = max(d, 0)
	switch {
	case d < time.Minute:
		return formatAge(d)
	case d < time.Hour:
		return fmt.Sprintf("%dm %ds", d/time.Minute, d%time.Minute/time.Second)
	case d < 48*time.Hour:
		return fmt.Sprintf("%dh %dm", d/time.Hour, d%time.Hour/time.Minute)
	default:
		return fmt.Sprintf("%dd %dh", d/(24*time.Hour), d%(24*time.Hour)/time.Hour)
	}
}

// formatSetting writes a duration of a queue's settings without loss: 30s,
// 1.5s, 4d, 12h.
func formatSetting(d time.Duration) string {
	if d > 0 && d%(24*time.Hour) == 0 {
		return strconv.Itoa(int(d/(24*time.Hour))) + "d"
	}
	s := d.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if len(s) > len(zero) && s[len(s)-len(zero):] == zero {
			s = s[:len(s)-len(zero)+1]
		}
	}
	return s
}

// plural picks the word for n things.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return formatCount(int64(n)) + " " + many
}
