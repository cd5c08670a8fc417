package cli

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"leaseview/tui/words"
)

// flagValue is how a setting is given as text: what a flag, help and completion
// ask of it.
type flagValue interface {
	Set(text string) error
	String() string // "" where nothing was given and there is no default to name
	Type() string   // what the value is called
}

// value is a setting of one type, kept where the program reads it.
type value[T comparable] struct {
	to     *T
	kind   string
	parse  func(string) (T, error)
	format func(T) string
}

// Set takes the text, or says what it must be.
func (v value[T]) Set(text string) error {
	parsed, err := v.parse(text)
	if err != nil {
		return err
	}
	*v.to = parsed
	return nil
}

func (v value[T]) String() string { return v.format(*v.to) }
func (v value[T]) Type() string   { return v.kind }

// text is anything, as it was typed.
func text(to *string, kind string) flagValue {
	return value[string]{
		to, kind,
		func(s string) (string, error) { return s, nil },
		func(s string) string { return s },
	}
}

// boolKind is the type whose flag needs no value: giving it is true.
const boolKind = "bool"

func yesNo(to *bool) flagValue {
	return value[bool]{to, boolKind, strconv.ParseBool, strconv.FormatBool}
}

// count is a whole number within bounds; 0 when none was given.
func count(to *int, bounds words.Range) flagValue {
	return value[int]{to, "N", giving(bounds.Parse), unlessZero(strconv.Itoa)}
}

// span is a time span within bounds, in whole milliseconds; 0 when none was
// given.
func span(to *time.Duration, bounds words.Span) flagValue {
	return value[time.Duration]{to, "TIME", giving(bounds.Parse), unlessZero(time.Duration.String)}
}

// spanOrNone is a span that an empty text leaves to somebody else.
func spanOrNone(to *time.Duration, bounds words.Span) flagValue {
	return value[time.Duration]{to, "TIME", giving(bounds.ParseOrNone), unlessZero(time.Duration.String)}
}

// choice is one of a few words, of which the one for the zero value is the
// default.
func choice[T comparable](to *T, meanings map[string]T) flagValue {
	kind := strings.Join(slices.Sorted(maps.Keys(meanings)), "|")
	return value[T]{
		to, kind,
		func(s string) (T, error) {
			meaning, ok := meanings[s]
			if !ok {
				return meaning, errors.New("give one of " + kind)
			}
			return meaning, nil
		},
		func(meaning T) string {
			var word string
			for w, m := range meanings {
				if m == meaning {
					word = w
				}
			}
			return word
		},
	}
}

// giving makes what a parser wants into a sentence to the one who typed.
func giving[T any](parse func(string) (T, error)) func(string) (T, error) {
	return func(s string) (T, error) {
		parsed, err := parse(s)
		if err != nil {
			err = fmt.Errorf("give %w", err)
		}
		return parsed, err
	}
}

// unlessZero leaves out what was not given.
func unlessZero[T comparable](format func(T) string) func(T) string {
	return func(v T) string {
		var zero T
		if v == zero {
			return ""
		}
		return format(v)
	}
}
