package emulator

import (
	"fmt"
	"math"
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

// knobs are the options that have a name, with what sets them.
var knobs = map[string]func(*Options, string) error{
	"jsonEncoding": func(o *Options, v string) error {
		o.JSONEncoding = Encoding(v)
		return o.JSONEncoding.check()
	},
	"deliveries": func(o *Options, v string) error {
		if v != "max_retries" && v != "max_retries+1" {
			return fmt.Errorf("%q is neither max_retries nor max_retries+1", v)
		}
		o.StrictDeliveries = v == "max_retries"
		return nil
	},
	"peekAttempts": func(o *Options, v string) error {
		if v != "spent" && v != "next" {
			return fmt.Errorf("%q is neither spent nor next", v)
		}
		o.PeekNextAttempts = v == "next"
		return nil
	},
	"lateAck": func(o *Options, v string) error {
		if v != "accept" && v != "refuse" {
			return fmt.Errorf("%q is neither accept nor refuse", v)
		}
		o.RefuseLateAcks = v == "refuse"
		return nil
	},
	"retrySpendsAttempt": func(o *Options, v string) error {
		var spends bool
		err := boolKnob(func(*Options) *bool { return &spends })(o, v)
		o.RetryRefunds = !spends
		return err
	},
	"missing": func(o *Options, v string) error {
		op, text, _ := strings.Cut(v, ":")
		status := http.StatusNotFound
		if text != "" {
			status, _ = strconv.Atoi(text)
		}
		if !slices.Contains(Endpoints(), op) || (status != http.StatusNotFound && status != http.StatusMethodNotAllowed) {
			return fmt.Errorf("%q is not OPERATION, OPERATION:404 or OPERATION:405", v)
		}
		if o.Missing == nil {
			o.Missing = map[string]int{}
		}
		o.Missing[op] = status
		return nil
	},
	"dlqKeepAttempts":  boolKnob(func(o *Options) *bool { return &o.DLQKeepAttempts }),
	"peekHidden":       boolKnob(func(o *Options) *bool { return &o.PeekHidden }),
	"newIDPerDelivery": boolKnob(func(o *Options) *bool { return &o.NewIDPerDelivery }),
	"oldestUnknown":    boolKnob(func(o *Options) *bool { return &o.OldestUnknown }),
	"oldPushAnswer":    boolKnob(func(o *Options) *bool { return &o.OldPushAnswer }),
	"anyJSON":          boolKnob(func(o *Options) *bool { return &o.AnyJSON }),
	"visibilityAlias":  boolKnob(func(o *Options) *bool { return &o.VisibilityAlias }),
	"readOnly":         boolKnob(func(o *Options) *bool { return &o.ReadOnly }),
	"consumerWarmup":   durationKnob(func(o *Options) *time.Duration { return &o.ConsumerWarmup }),
	"rateWindow":       durationKnob(func(o *Options) *time.Duration { return &o.RateWindow }),
	"metricsNoise": func(o *Options, v string) (err error) {
		o.MetricsNoise, err = strconv.ParseFloat(v, 64)
		if err != nil || math.IsNaN(o.MetricsNoise) || o.MetricsNoise < 0 || o.MetricsNoise > 1 {
			err = fmt.Errorf("%q is not a share from 0 to 1", v)
		}
		return err
	},
	"rateLimit": func(o *Options, v string) (err error) {
		if o.RateLimit, err = strconv.Atoi(v); err != nil || o.RateLimit < 0 {
			err = fmt.Errorf("%q is not a number of requests", v)
		}
		return err
	},
}

func boolKnob(field func(*Options) *bool) func(*Options, string) error {
	return func(o *Options, v string) (err error) {
		if *field(o), err = strconv.ParseBool(v); err != nil {
			err = fmt.Errorf("%q is neither true nor false", v)
		}
		return err
	}
}

func durationKnob(field func(*Options) *time.Duration) func(*Options, string) error {
	return func(o *Options, v string) (err error) {
		if *field(o), err = time.ParseDuration(v); err == nil && *field(o) < 0 {
			err = fmt.Errorf("%s is negative", v)
		}
		return err
	}
}

// SetKnob sets one option by its name, from text as "jsonEncoding=plain": for
// command lines. README.md lists the names and values.
func (o *Options) SetKnob(setting string) error {
	name, value, valued := strings.Cut(setting, "=")
	set := knobs[name]
	if set == nil {
		return fmt.Errorf("no knob %q; there are %s", name, strings.Join(Knobs(), ", "))
	}
	if !valued || value == "" {
		return fmt.Errorf("knob %s has no value: write %s=VALUE", name, name)
	}
	if err := set(o, value); err != nil {
		return fmt.Errorf("knob %s: %w", name, err)
	}
	return nil
}

// Knobs are the names that SetKnob takes, in order of the alphabet.
func Knobs() []string {
	names := make([]string, 0, len(knobs))
	for name := range knobs {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
