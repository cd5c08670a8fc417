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

// Knob is an option that has a name. Command lines, help and README.md are made
// from its table.
type Knob struct {
	Name   string
	Values []string // that SetKnob takes, the default first; numbers and times are examples
	About  string   // a sentence without its full stop

	set func(*Options, string) error
}

// KnobTable is every knob, what belongs together side by side.
func KnobTable() []Knob { return slices.Clone(knobs) }

// Knobs are the names that SetKnob takes, in order of the alphabet.
func Knobs() []string {
	names := make([]string, 0, len(knobs))
	for _, k := range knobs {
		names = append(names, k.Name)
	}
	slices.Sort(names)
	return names
}

// SetKnob sets one option by its name, from text as "jsonEncoding=plain": for
// command lines. README.md lists the names and values.
func (o *Options) SetKnob(setting string) error {
	name, value, valued := strings.Cut(setting, "=")
	at := slices.IndexFunc(knobs, func(k Knob) bool { return k.Name == name })
	if at < 0 {
		return fmt.Errorf("no knob %q; there are %s", name, strings.Join(Knobs(), ", "))
	}
	if !valued || value == "" {
		return fmt.Errorf("knob %s has no value: write %s=VALUE", name, name)
	}
	if err := knobs[at].set(o, value); err != nil {
		return fmt.Errorf("knob %s: %w", name, err)
	}
	return nil
}

// knobs is the table, in the order in which it is shown.
var knobs = slices.Concat(deliveryKnobs, extendKnobs, answerKnobs, serviceKnobs)

var deliveryKnobs = []Knob{
	choice("attemptsFrom", "0", "1", "what the first pull of a message shows as attempts: the deliveries before it, or those with it",
		func(o *Options) *bool { return &o.AttemptsFromOne }),
	choice("deliveries", "max_retries+1", "max_retries", "how many deliveries a message gets until it is dead",
		func(o *Options) *bool { return &o.StrictDeliveries }),
	choice("deadLetterID", "new", "same", "the id of a message in the dead-letter queue",
		func(o *Options) *bool { return &o.DLQKeepID }),
	flag("dlqKeepAttempts", false, "attempts go on in the dead-letter queue instead of restarting",
		func(o *Options) *bool { return &o.DLQKeepAttempts }),
	lags("redeliveryLag", "0s,11s,0s", "how late a message is back after its first, second, … delivery ended; pulls in between are empty",
		func(o *Options) *Lags { return &o.RedeliveryLag }),
	lags("deadLetterLag", "4s,2s", "how late the first, second, … message that dies can be pulled from its dead-letter queue",
		func(o *Options) *Lags { return &o.DeadLetterLag }),
	flag("retrySpendsAttempt", true, "an explicit retry leaves its attempt spent",
		func(o *Options) *bool { return &o.RetryRefunds }),
	flag("newIDPerDelivery", false, "every redelivery has another message id",
		func(o *Options) *bool { return &o.NewIDPerDelivery }),
	choice("lateAck", "accept", "refuse", "what becomes of an ack by a lease whose message was delivered again",
		func(o *Options) *bool { return &o.RefuseLateAcks }),
	choice("leaseLength", "223", "159", "the characters of a lease_id and of a ref",
		func(o *Options) *bool { return &o.ShortLeases }),
	{
		"jsonEncoding",
		[]string{string(EncodingPlain), string(EncodingBase64), string(EncodingMixed)},
		"how a json body stands in the body string; all have been seen",
		func(o *Options, v string) error {
			o.JSONEncoding = Encoding(v)
			return o.JSONEncoding.check()
		},
	},
}

var extendKnobs = []Knob{
	choice("extendAnswer", "count", "leases", "extend answers how many it extended, in place, or a new lease_id for each",
		func(o *Options) *bool { return &o.ExtendGivesLeases }),
	choice("extendedLease", "acts", "refused", "whether the old lease_id still settles after an extension",
		func(o *Options) *bool { return &o.RefuseExtended }),
}

var answerKnobs = []Knob{
	choice("peekAttempts", "spent", "next", "a peek shows the deliveries so far, or one more, whatever attemptsFrom is",
		func(o *Options) *bool { return &o.PeekNextAttempts }),
	flag("peekHidden", false, "a peek shows leased and delayed messages too",
		func(o *Options) *bool { return &o.PeekHidden }),
	{
		"metricsNoise",
		[]string{"0", "0.1"},
		"metrics are off by up to this share",
		func(o *Options, v string) (err error) {
			o.MetricsNoise, err = strconv.ParseFloat(v, 64)
			if err != nil || math.IsNaN(o.MetricsNoise) || o.MetricsNoise < 0 || o.MetricsNoise > 1 {
				err = fmt.Errorf("%q is not a share from 0 to 1", v)
			}
			return err
		},
	},
	flag("oldestUnknown", false, "oldest_message_timestamp_ms is always 0",
		func(o *Options) *bool { return &o.OldestUnknown }),
	choice("listConsumers", "listed", "counted", "an entry of the queue list has its consumers, or only their number",
		func(o *Options) *bool { return &o.ListOnlyCounts }),
	flag("oldPushAnswer", false, "a push answers result:null, as before April 2026",
		func(o *Options) *bool { return &o.OldPushAnswer }),
	flag("anyJSON", false, "a json body need not be an object",
		func(o *Options) *bool { return &o.AnyJSON }),
	flag("visibilityAlias", false, "a pull's old visibility_timeout, in ms, is honoured",
		func(o *Options) *bool { return &o.VisibilityAlias }),
}

var serviceKnobs = []Knob{
	times("deletedQueueStays", "0s", "8s", "a deleted queue stays in the list for so long",
		func(o *Options) *time.Duration { return &o.DeletedQueueStays }),
	times("consumerWarmup", "0s", "8s", "a new http_pull consumer answers 405 for so long",
		func(o *Options) *time.Duration { return &o.ConsumerWarmup }),
	flag("readOnly", false, "the token may list, get and read metrics; the rest is 403",
		func(o *Options) *bool { return &o.ReadOnly }),
	{
		"rateLimit",
		[]string{"0", "1200"},
		"requests in a rateWindow, past which all is 429 for a whole window; 0 is no limit",
		func(o *Options, v string) (err error) {
			if o.RateLimit, err = strconv.Atoi(v); err != nil || o.RateLimit < 0 {
				err = fmt.Errorf("%q is not a number of requests", v)
			}
			return err
		},
	},
	times("rateWindow", "5m", "1m", "how long the window of rateLimit is",
		func(o *Options) *time.Duration { return &o.RateWindow }),
	{"missing", []string{"none", "peek", "extend:405"}, "an operation that the server does not have; may be repeated", setMissing},
}

// choice is a knob of two values, of which the second sets the field.
func choice(name, off, on, about string, field func(*Options) *bool) Knob {
	return Knob{name, []string{off, on}, about, func(o *Options, v string) error {
		if v != off && v != on {
			return fmt.Errorf("%q is neither %s nor %s", v, off, on)
		}
		*field(o) = v == on
		return nil
	}}
}

// flag is a knob of which the value that is not the standard one sets the field.
func flag(name string, standard bool, about string, field func(*Options) *bool) Knob {
	values := []string{strconv.FormatBool(standard), strconv.FormatBool(!standard)}
	return Knob{name, values, about, func(o *Options, v string) error {
		on, err := strconv.ParseBool(v)
		if err != nil {
			return fmt.Errorf("%q is neither true nor false", v)
		}
		*field(o) = on != standard
		return nil
	}}
}

func times(name, standard, example, about string, field func(*Options) *time.Duration) Knob {
	return Knob{name, []string{standard, example}, about, func(o *Options, v string) error {
		d, err := time.ParseDuration(v)
		if err != nil {
			return fmt.Errorf("%q is not a time such as %s", v, example)
		}
		if d < 0 {
			return fmt.Errorf("%s is negative", v)
		}
		*field(o) = d
		return nil
	}}
}

func lags(name, example, about string, field func(*Options) *Lags) Knob {
	return Knob{name, []string{"none", example, "seed:7"}, about, func(o *Options, v string) (err error) {
		*field(o), err = parseLags(v)
		return err
	}}
}

func setMissing(o *Options, v string) error {
	if v == "none" {
		o.Missing = nil
		return nil
	}
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
}
