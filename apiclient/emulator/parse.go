package emulator

import (
	"fmt"
	"net/http"
	"net/textproto"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ParseFault reads a fault from a rule: an operation or "any", then parts
// between commas, as in
//
//	pull,status=429,times=2,header=Retry-After:30
//	ack,drop=after
//	any,delay=2s,times=-1
//	metrics,queue=orders,status=500,body={"success":false}
//
// The parts are queue, times, delay, status, header, cut, drop and, last, body,
// which takes the rest of the rule with its commas.
func ParseFault(rule string) (Fault, error) {
	op, rest, more := strings.Cut(rule, ",")
	f := Fault{Op: strings.TrimSpace(op)}
	if f.Op == "any" {
		f.Op = ""
	} else if !slices.Contains(Endpoints(), f.Op) {
		return Fault{}, fmt.Errorf("fault %q: no operation %q; there are any, %s", rule, op, strings.Join(Endpoints(), ", "))
	}
	for more {
		var part string
		if strings.HasPrefix(rest, "body=") {
			part, more = rest, false
		} else {
			part, rest, more = strings.Cut(rest, ",")
		}
		key, value, _ := strings.Cut(strings.TrimLeft(part, " "), "=")
		if err := f.set(key, value); err != nil {
			return Fault{}, fmt.Errorf("fault %q: %w", rule, err)
		}
	}
	if f.Status == 0 && f.Delay == 0 && f.Cut == 0 && f.Drop == DropNever && len(f.Header) == 0 {
		return Fault{}, fmt.Errorf("fault %q does nothing: give it a status, delay, header, cut or drop", rule)
	}
	return f, nil
}

func (f *Fault) set(key, value string) error {
	var err error
	switch key {
	case "queue":
		f.Queue = value
	case "body":
		f.Body = value
	case "times":
		f.Times, err = wholePart(key, value)
	case "cut":
		f.Cut, err = wholePart(key, value)
	case "status":
		if f.Status, err = strconv.Atoi(value); err != nil || f.Status < 200 || f.Status > 599 {
			err = fmt.Errorf("status=%s is not a number from 200 to 599", value)
		}
	case "delay":
		if f.Delay, err = time.ParseDuration(value); err == nil && f.Delay < 0 {
			err = fmt.Errorf("delay %v is negative", f.Delay)
		}
	case "drop":
		f.Drop = Drop(value)
		if f.Drop != DropBefore && f.Drop != DropAfter {
			err = fmt.Errorf("drop=%s is neither before nor after", value)
		}
	case "header":
		name, text, found := strings.Cut(value, ":")
		if !found || name == "" {
			return fmt.Errorf("header=%s is not NAME:VALUE", value)
		}
		if f.Header == nil {
			f.Header = http.Header{}
		}
		f.Header.Add(textproto.TrimString(name), textproto.TrimString(text))
	default:
		err = fmt.Errorf("no part %q; there are queue, times, delay, status, header, cut, drop, body", key)
	}
	return err
}

// wholePart reads a part of a rule that is a number.
func wholePart(key, value string) (int, error) {
	n, err := strconv.Atoi(value)
	if err != nil {
		err = fmt.Errorf("%s=%s is not a whole number", key, value)
	}
	return n, err
}
