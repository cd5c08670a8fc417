// Package words writes what the program says in small: counts, sizes, times and
// durations, the right form of a noun, a name in quotes. It knows no message and
// no queue; whole sentences are made where their subject is.
package words

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Unknown stands wherever a value is not known.
const Unknown = "unknown"

// Count writes n with thousands separators: 1,204.
func Count(n int64) string {
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

// Size writes a size in bytes in at most six cells, in powers of 1,000
// as the API counts its limits. It rounds down, so it never claims more.
func Size(n int64) string {
	if n < 1000 {
		return strconv.FormatInt(n, 10) + " B"
	}
	value, unit := n, 0
	units := [...]string{"B", "kB", "MB", "GB", "TB", "PB", "EB"}
	tenths := int64(0)
	for value >= 1000 && unit < len(units)-1 {
		tenths = value % 1000 / 100
		value /= 1000
		unit++
	}
	text := strconv.AppendInt(make([]byte, 0, 8), value, 10)
	if value < 10 {
		text = append(text, '.', '0'+byte(tenths))
	}
	return string(append(append(text, ' '), units[unit]...))
}

// Clock writes a duration as people read a timer, rounded down to the
// second: 0:27, 12:05, 1:02:03.
func Clock(d time.Duration) string {
	s := int64(max(d, 0) / time.Second)
	text, minutes := make([]byte, 0, 8), s/60
	if s >= 3600 {
		text = append(strconv.AppendInt(text, s/3600, 10), ':')
		minutes %= 60
		text = append(text, '0'+byte(minutes/10))
		minutes %= 10
	}
	text = append(strconv.AppendInt(text, minutes, 10), ':')
	return string(append(text, '0'+byte(s%60/10), '0'+byte(s%10)))
}

// Age writes an age in its largest unit, rounded down: 12s, 3m, 4h, 5d, 3y. What
// is yet to come has an age below 0 and is "in 23 h"; two seconds of that are no
// more than two clocks that differ. An age as large as a duration can be may be
// larger.
func Age(d time.Duration) string {
	switch n, unit := largest(d); {
	case d == math.MinInt64:
		return fmt.Sprintf("in >%d %s", n, unit)
	case ahead(d):
		return fmt.Sprintf("in %d %s", n, unit)
	case d == math.MaxInt64:
		return fmt.Sprintf(">%d%s", n, unit)
	default:
		return strconv.FormatInt(n, 10) + unit
	}
}

// AgeLong writes an age in its two largest units, rounded down: 3m 12s. What is yet
// to come is written as Age does.
func AgeLong(d time.Duration) string {
	switch {
	case ahead(d) || d < time.Minute || d >= years:
		return Age(d)
	case d < time.Hour:
		return fmt.Sprintf("%dm %ds", d/time.Minute, d%time.Minute/time.Second)
	case d < 2*day:
		return fmt.Sprintf("%dh %dm", d/time.Hour, d%time.Hour/time.Minute)
	default:
		return fmt.Sprintf("%dd %dh", d/day, d%day/time.Hour)
	}
}

// Ago writes when something was that has an age: 3m 12s ago, or in 23 h.
func Ago(d time.Duration) string {
	if ahead(d) {
		return Age(d)
	}
	return AgeLong(d) + " ago"
}

const (
	day   = 24 * time.Hour
	years = 1000 * day // from here on ages are written in years
)

func ahead(d time.Duration) bool { return d <= -2*time.Second }

// largest is an age or what is left until then, in the largest unit of which there
// is one at least, rounded down.
func largest(d time.Duration) (n int64, unit string) {
	switch {
	case ahead(d):
		d = -max(d, -math.MaxInt64)
	case d < 0:
		d = 0
	}
	switch {
	case d < time.Minute:
		return int64(d / time.Second), "s"
	case d < time.Hour:
		return int64(d / time.Minute), "m"
	case d < 2*day:
		return int64(d / time.Hour), "h"
	case d < years:
		return int64(d / day), "d"
	default:
		return int64(d/day) * 400 / 146097, "y" // days of 400 years
	}
}

// Setting writes a duration of a queue's settings without loss: 30s,
// 1.5s, 4d, 12h.
func Setting(d time.Duration) string {
	if d > 0 && d%day == 0 {
		return strconv.Itoa(int(d/day)) + "d"
	}
	return typed(d)
}

// typed writes a duration as Parse reads it, without parts that are zero.
func typed(d time.Duration) string {
	s := d.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if len(s) > len(zero) && s[len(s)-len(zero):] == zero {
			s = s[:len(s)-len(zero)+1]
		}
	}
	return s
}

// All names several things one after another: "a", "a and b", "a, b and c".
func All(things []string) string {
	last := len(things) - 1
	if last < 1 {
		return strings.Join(things, "")
	}
	return strings.Join(things[:last], ", ") + " and " + things[last]
}

// Plural picks the word for n things.
func Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Count(int64(n)) + " " + many
}

// Them is the pronoun for n things.
func Them(n int) string { return pick(n, "it", "them") }

// Are is the verb for n things.
func Are(n int) string { return pick(n, "is", "are") }

// Were is the verb for n things in the past.
func Were(n int) string { return pick(n, "was", "were") }

func pick(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// Sentence begins a text as a sentence begins.
func Sentence(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if first == utf8.RuneError {
		return s
	}
	return strings.ToUpper(string(first)) + s[size:]
}

// Quote puts a name in quotes, with what would hide or break it made visible.
func Quote(name string) string { return strconv.Quote(name) }

// Cut is a text of at most so many bytes, with … where something is missing. It
// never cuts inside a character.
func Cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most] + "…"
}
