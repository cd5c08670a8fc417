package emulator

import (
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// kind is how an option is set from text.
type kind struct {
	values []string // that are taken, the default first; numbers and times are examples
	set    func(*Options, string) error
}

// parsed is an option whose text has a grammar.
func parsed[T any](field func(*Options) *T, parse func(string) (T, error), values ...string) kind {
	return kind{values, func(o *Options, text string) error {
		v, err := parse(text)
		if err == nil {
			*field(o) = v
		}
		return err
	}}
}

// choice is an option of two words, of which the second sets the field.
func choice(field func(*Options) *bool, off, on string) kind {
	return parsed(field, func(text string) (bool, error) {
		if text != off && text != on {
			return false, fmt.Errorf("%q is neither %s nor %s", text, off, on)
		}
		return text == on, nil
	}, off, on)
}

// boolean is an option that is true or false, of which the value that is not the
// standard one sets the field.
func boolean(field func(*Options) *bool, standard bool) kind {
	return parsed(field, func(text string) (bool, error) {
		on, err := strconv.ParseBool(text)
		if err != nil {
			return false, fmt.Errorf("%q is neither true nor false", text)
		}
		return on != standard, nil
	}, strconv.FormatBool(standard), strconv.FormatBool(!standard))
}

// times is an option that is a time, such as the example.
func times(field func(*Options) *time.Duration, standard, example string) kind {
	return parsed(field, func(text string) (time.Duration, error) {
		d, err := time.ParseDuration(text)
		switch {
		case err != nil:
			return 0, fmt.Errorf("%q is not a time such as %s", text, example)
		case d < 0:
			return 0, fmt.Errorf("%s is negative", text)
		}
		return d, nil
	}, standard, example)
}

func parseEncoding(text string) (Encoding, error) {
	e := Encoding(text)
	return e, e.check()
}

func parsePerPage(text string) (PerPage, error) {
	switch p := PerPage(text); p {
	case PerPageTaken:
		return "", nil
	case PerPageIgnored, PerPageRefused:
		return p, nil
	}
	return "", fmt.Errorf("%q is none of taken, ignored and refused", text)
}

// parseFactor makes 1 the zero value.
func parseFactor(text string) (float64, error) {
	factor, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(factor) || factor <= 0 || factor > 1e6 {
		return 0, fmt.Errorf("%q is not a factor such as 0.5", text)
	}
	if factor == 1 {
		return 0, nil
	}
	return factor, nil
}

func parseShare(text string) (float64, error) {
	share, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(share) || share < 0 || share > 1 {
		return 0, fmt.Errorf("%q is not a share from 0 to 1", text)
	}
	return share, nil
}

func parseRequests(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("%q is not a number of requests", text)
	}
	return n, nil
}

// setMissing adds to what the server does not have.
func setMissing(o *Options, text string) error {
	if text == "none" {
		o.Missing = nil
		return nil
	}
	op, digits, _ := strings.Cut(text, ":")
	status := http.StatusNotFound
	if digits != "" {
		status, _ = strconv.Atoi(digits)
	}
	if !slices.Contains(Endpoints(), op) || (status != http.StatusNotFound && status != http.StatusMethodNotAllowed) {
		return fmt.Errorf("%q is not OPERATION, OPERATION:404 or OPERATION:405", text)
	}
	if o.Missing == nil {
		o.Missing = map[string]int{}
	}
	o.Missing[op] = status
	return nil
}
