package apiclient

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// digits is the text of a number, which the API writes as 2 or "2".
func digits(v jsontext.Value) (string, bool) {
	text := string(v)
	switch v.Kind() {
	case '"':
		text = strings.TrimSpace(unquote(v))
	case '0':
	default:
		return "", false
	}
	return text, text != "" && strings.Trim(text, "0123456789+-.eE") == ""
}

// maxExact is the end of what a float can count in.
const maxExact = 1 << 53

// wholeNumber reads 2, 2.0, 2e0, and each of them in a string. What was written
// as a float is no whole number that somebody counted where floats get coarse.
func wholeNumber(v jsontext.Value) (int64, bool) {
	text, ok := digits(v)
	if !ok {
		return 0, false
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n, true
	}
	if whole, fraction, found := strings.Cut(text, "."); found && fraction != "" && strings.Trim(fraction, "0") == "" {
		n, err := strconv.ParseInt(whole, 10, 64)
		return n, err == nil && -maxExact <= n && n <= maxExact
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) >= maxExact {
		return 0, false
	}
	return int64(f), true
}

// Years from 10000 on can't be written as RFC 3339, and nothing was sent then.
var endOfTime = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)

// What is wrong with a value, after it in a note.
const (
	notWhole  = ", not a whole number"
	belowZero = ", below zero"
	notATime  = ", not a time in milliseconds"
)

// milliTime reads milliseconds since 1970 with any fraction, of which a
// time.Time holds six digits. The time is zero for 0, which the wire has for
// unknown, and where something is wrong. exact is false when whole milliseconds
// can't spell what came.
func milliTime(v jsontext.Value) (at time.Time, exact bool, wrong string) {
	text, ok := digits(v)
	if !ok {
		return time.Time{}, false, notATime
	}
	milliseconds, exact := wholeNumber(v)
	nanoseconds := int64(0)
	if !exact {
		if milliseconds, nanoseconds, ok = fractional(text); !ok {
			return time.Time{}, false, notATime
		}
	}
	switch {
	case milliseconds < 0, !exact && strings.HasPrefix(text, "-"):
		return time.Time{}, false, belowZero
	case milliseconds >= endOfTime.UnixMilli():
		return time.Time{}, false, notATime
	case milliseconds == 0 && nanoseconds == 0 && !exact:
		return time.Time{}, false, notATime
	case milliseconds == 0 && nanoseconds == 0:
		return time.Time{}, false, ""
	}
	return time.UnixMilli(milliseconds).Add(time.Duration(nanoseconds)), exact, ""
}

// fractional parts a number of milliseconds into whole ones and nanoseconds,
// digit by digit where it is written without an exponent: a float would round.
func fractional(text string) (milliseconds, nanoseconds int64, ok bool) {
	if whole, fraction, found := strings.Cut(text, "."); found && !strings.ContainsAny(fraction, "+-.eE") {
		milliseconds, err := strconv.ParseInt(whole, 10, 64)
		if err != nil {
			return 0, 0, false
		}
		nanoseconds, err = strconv.ParseInt((fraction + "000000")[:6], 10, 64)
		return milliseconds, nanoseconds, err == nil
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.Abs(f) >= maxExact {
		return 0, 0, false
	}
	whole, part := math.Modf(f)
	return int64(whole), int64(part * 1e6), true
}

// looseText is a string's text, any other value's JSON, and "" for null.
func looseText(v jsontext.Value) string {
	switch v.Kind() {
	case '"':
		return unquote(v)
	case 'n', 0:
		return ""
	}
	return string(v)
}
