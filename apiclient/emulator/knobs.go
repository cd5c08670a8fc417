package emulator

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"leaseview/apiclient/emulator/internal/broker"
)

// knob is an option that has a name, one row of the table. SetKnob, the
// profiles, the help, README.md and the rules of the broker are made from it,
// so that a new knob is a row, the field of Options that the row sets, and the
// code that goes by it.
type knob struct {
	name  string
	about string // a sentence without its full stop
	kind
	// rule tells the broker; nil where the option is none of its business.
	rule func(*broker.Rules, *Options)
}

// Knobs are the names that SetKnob takes, in order of the alphabet.
func Knobs() []string {
	names := make([]string, 0, len(knobs))
	for _, k := range knobs {
		names = append(names, k.name)
	}
	slices.Sort(names)
	return names
}

// SetKnob sets one option by its name, from text as "jsonEncoding=plain": for
// command lines. README.md lists the names and values. A setting that is
// refused leaves the option as it was.
func (o *Options) SetKnob(setting string) error {
	name, value, valued := strings.Cut(setting, "=")
	k, found := knobNamed(name)
	if !found {
		return fmt.Errorf("no knob %q; there are %s", name, strings.Join(Knobs(), ", "))
	}
	if !valued || value == "" {
		return fmt.Errorf("knob %s has no value: write %s=VALUE", name, name)
	}
	if err := k.set(o, value); err != nil {
		return fmt.Errorf("knob %s: %w", name, err)
	}
	return nil
}

func knobNamed(name string) (knob, bool) {
	at := slices.IndexFunc(knobs, func(k knob) bool { return k.name == name })
	if at < 0 {
		return knob{}, false
	}
	return knobs[at], true
}

// rules are what the options say to the broker.
func (o *Options) rules() broker.Rules {
	var r broker.Rules
	for _, k := range knobs {
		if k.rule != nil {
			k.rule(&r, o)
		}
	}
	return r
}

// knobs is the table, in the order in which it is shown.
var knobs = slices.Concat(deliveryKnobs, extendKnobs, answerKnobs, serviceKnobs)

var deliveryKnobs = []knob{
	{
		name: "attemptsFrom", about: "what the first pull of a message shows as attempts: the deliveries before it, or those with it",
		kind: choice(func(o *Options) *bool { return &o.AttemptsFromOne }, "0", "1"),
		rule: func(r *broker.Rules, o *Options) { r.AttemptsFromOne = o.AttemptsFromOne },
	},
	{
		name: "deliveries", about: "how many deliveries a message gets until it is dead",
		kind: choice(func(o *Options) *bool { return &o.StrictDeliveries }, "max_retries+1", "max_retries"),
		rule: func(r *broker.Rules, o *Options) { r.StrictDeliveries = o.StrictDeliveries },
	},
	{
		name: "deadLetterID", about: "the id of a message in the dead-letter queue",
		kind: choice(func(o *Options) *bool { return &o.DLQKeepID }, "new", "same"),
		rule: func(r *broker.Rules, o *Options) { r.DLQKeepID = o.DLQKeepID },
	},
	{
		name: "dlqKeepAttempts", about: "attempts go on in the dead-letter queue instead of restarting",
		kind: boolean(func(o *Options) *bool { return &o.DLQKeepAttempts }, false),
		rule: func(r *broker.Rules, o *Options) { r.DLQKeepAttempts = o.DLQKeepAttempts },
	},
	{
		name: "redeliveryLag", about: "how late a message is back after its first, second, … delivery ended; pulls in between are empty",
		kind: parsed(func(o *Options) *Lags { return &o.RedeliveryLag }, parseLags, "none", "0s,11s,0s", "seed:7"),
		rule: func(r *broker.Rules, o *Options) { r.RedeliveryLag = o.RedeliveryLag.ofRedelivery },
	},
	{
		name: "deadLetterLag", about: "how late the first, second, … message that dies can be pulled from its dead-letter queue",
		kind: parsed(func(o *Options) *Lags { return &o.DeadLetterLag }, parseLags, "none", "4s,2s", "seed:7"),
		rule: func(r *broker.Rules, o *Options) { r.DeadLetterLag = o.DeadLetterLag.ofDeath },
	},
	{
		name: "retrySpendsAttempt", about: "an explicit retry leaves its attempt spent",
		kind: boolean(func(o *Options) *bool { return &o.RetryRefunds }, true),
		rule: func(r *broker.Rules, o *Options) { r.RetryRefunds = o.RetryRefunds },
	},
	{
		name: "newIDPerDelivery", about: "every redelivery has another message id",
		kind: boolean(func(o *Options) *bool { return &o.NewIDPerDelivery }, false),
		rule: func(r *broker.Rules, o *Options) { r.NewIDPerDelivery = o.NewIDPerDelivery },
	},
	{
		name: "lateAck", about: "what becomes of an ack by a lease whose message was delivered again",
		kind: choice(func(o *Options) *bool { return &o.RefuseLateAcks }, "accept", "refuse"),
		rule: func(r *broker.Rules, o *Options) { r.RefuseLateAcks = o.RefuseLateAcks },
	},
	{
		name: "leaseLength", about: "the characters of a lease_id and of a ref",
		kind: choice(func(o *Options) *bool { return &o.ShortLeases }, "223", "159"),
		rule: func(r *broker.Rules, o *Options) { r.ShortLeases = o.ShortLeases },
	},
	{
		name: "jsonEncoding", about: "how a json body stands in the body string; all have been seen",
		kind: parsed(func(o *Options) *Encoding { return &o.JSONEncoding }, parseEncoding,
			string(EncodingPlain), string(EncodingBase64), string(EncodingMixed)),
	},
}

var extendKnobs = []knob{
	{
		name: "extendAnswer", about: "extend answers how many it extended, in place, or a new lease_id for each",
		kind: choice(func(o *Options) *bool { return &o.ExtendGivesLeases }, "count", "leases"),
		rule: func(r *broker.Rules, o *Options) { r.ExtendGivesLeases = o.ExtendGivesLeases },
	},
	{
		name: "extendedLease", about: "whether the old lease_id still settles after an extension",
		kind: choice(func(o *Options) *bool { return &o.RefuseExtended }, "acts", "refused"),
		rule: func(r *broker.Rules, o *Options) { r.RefuseExtended = o.RefuseExtended },
	},
}

var answerKnobs = []knob{
	{
		name: "peekAttempts", about: "a peek shows the deliveries so far, or one more, whatever attemptsFrom is",
		kind: choice(func(o *Options) *bool { return &o.PeekNextAttempts }, "spent", "next"),
		rule: func(r *broker.Rules, o *Options) { r.PeekNextAttempts = o.PeekNextAttempts },
	},
	{
		name: "peekHidden", about: "a peek shows leased and delayed messages too",
		kind: boolean(func(o *Options) *bool { return &o.PeekHidden }, false),
		rule: func(r *broker.Rules, o *Options) { r.PeekHidden = o.PeekHidden },
	},
	{
		name: "metricsNoise", about: "metrics are off by up to this share",
		kind: parsed(func(o *Options) *float64 { return &o.MetricsNoise }, parseShare, "0", "0.1"),
	},
	{
		name: "oldestUnknown", about: "oldest_message_timestamp_ms is always 0",
		kind: boolean(func(o *Options) *bool { return &o.OldestUnknown }, false),
	},
	{
		name: "listConsumers", about: "an entry of the queue list has its consumers, or only their number",
		kind: choice(func(o *Options) *bool { return &o.ListOnlyCounts }, "listed", "counted"),
	},
	{
		name: "perPage", about: "what becomes of the per_page of a list: it is taken, ignored, or refused with 400",
		kind: parsed(func(o *Options) *PerPage { return &o.PerPage }, parsePerPage,
			string(PerPageTaken), string(PerPageIgnored), string(PerPageRefused)),
	},
	{
		name: "listTotal", about: "the total_count of a list is off by this factor",
		kind: parsed(func(o *Options) *float64 { return &o.ListTotal }, parseFactor, "1", "0.5"),
	},
	{
		name: "oldPushAnswer", about: "a push answers result:null, as before April 2026",
		kind: boolean(func(o *Options) *bool { return &o.OldPushAnswer }, false),
	},
	{
		name: "anyJSON", about: "a json body need not be an object",
		kind: boolean(func(o *Options) *bool { return &o.AnyJSON }, false),
	},
	{
		name: "visibilityAlias", about: "a pull's old visibility_timeout, in ms, is honoured",
		kind: boolean(func(o *Options) *bool { return &o.VisibilityAlias }, false),
	},
}

var serviceKnobs = []knob{
	{
		name: "deletedQueueStays", about: "a deleted queue stays in the list for so long",
		kind: times(func(o *Options) *time.Duration { return &o.DeletedQueueStays }, "0s", "8s"),
		rule: func(r *broker.Rules, o *Options) { r.DeletedQueueStays = o.DeletedQueueStays },
	},
	{
		name: "consumerWarmup", about: "a new http_pull consumer answers 405 for so long",
		kind: times(func(o *Options) *time.Duration { return &o.ConsumerWarmup }, "0s", "8s"),
		rule: func(r *broker.Rules, o *Options) { r.ConsumerWarmup = o.ConsumerWarmup },
	},
	{
		name: "readOnly", about: "the token may list, get and read metrics; the rest is 403",
		kind: boolean(func(o *Options) *bool { return &o.ReadOnly }, false),
	},
	{
		name: "rateLimit", about: "requests in a rateWindow, past which all is 429 for a whole window; 0 is no limit",
		kind: parsed(func(o *Options) *int { return &o.RateLimit }, parseRequests, "0", "1200"),
	},
	{
		name: "rateWindow", about: "how long the window of rateLimit is",
		kind: times(func(o *Options) *time.Duration { return &o.RateWindow }, "5m", "1m"),
	},
	{
		name: "missing", about: "an operation that the server does not have; may be repeated",
		kind: kind{values: []string{"none", "peek", "extend:405"}, set: setMissing},
	},
}
