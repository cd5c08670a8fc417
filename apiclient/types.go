package apiclient

import (
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// AccountID names a Cloudflare account: 32 hexadecimal digits.
type AccountID string

// QueueID names a queue: 32 hexadecimal digits.
type QueueID string

// ConsumerID names a consumer of a queue.
type ConsumerID string

// MessageID names a message. The API calls it "ephemeral"; it is the identity
// of a row, never a credential.
type MessageID string

// LeaseID is the credential that settles or extends one delivery. It is opaque
// and of any length. Convert with string(id) to copy it; formatting it prints
// only its ends, so that it never stands whole in a log.
type LeaseID string

// String shortens the id to its ends and its length in bytes.
func (id LeaseID) String() string { return shorten(string(id)) }

// GoString keeps the whole id out of %#v.
func (id LeaseID) GoString() string { return `apiclient.LeaseID("` + id.String() + `")` }

// LogValue keeps the whole id out of structured logs.
func (id LeaseID) LogValue() slog.Value { return slog.StringValue(id.String()) }

// Ref is the opaque handle that peek gives out and purge-by-ref takes. Like a
// [LeaseID] it never prints whole.
type Ref string

// String shortens the ref to its ends and its length in bytes.
func (r Ref) String() string { return shorten(string(r)) }

// GoString keeps the whole ref out of %#v.
func (r Ref) GoString() string { return `apiclient.Ref("` + r.String() + `")` }

// LogValue keeps the whole ref out of structured logs.
func (r Ref) LogValue() slog.Value { return slog.StringValue(r.String()) }

// Queue is a queue as the control plane describes it. It has no backlog: see
// [Metrics]. In a list, ID may be "" or hold what no id has; such a queue can
// only be looked at.
type Queue struct {
	ID              QueueID
	Name            string
	CreatedOn       time.Time // zero when absent or unreadable
	ModifiedOn      time.Time
	Jurisdiction    string // "", "eu", "us", "fedramp"
	Producers       []Producer
	ProducersTotal  int
	Consumers       []Consumer
	ConsumersTotal  Count // unknown where neither a count nor a whole list could be read
	DeliveryDelay   time.Duration
	DeliveryPaused  bool
	RetentionPeriod time.Duration  // zero when absent
	Unknown         jsontext.Value // members that this client does not know, as one JSON object; nil if none
	Oddities        []string       // which members could not be read and are left unknown; nil for none
}

// Producer is something bound to a queue that sends to it.
type Producer struct {
	Type string // "worker", "r2_bucket", …
	Name string // script or bucket
}

// ConsumerType says who takes messages from a queue.
type ConsumerType string

// The consumer types of the API. Others are passed through as they come.
const (
	ConsumerHTTPPull     ConsumerType = "http_pull"
	ConsumerWorker       ConsumerType = "worker"
	ConsumerNotification ConsumerType = "notification" // beta: e-mail, PagerDuty, webhooks
)

// Consumer is a queue's consumer. A zero duration and a nil pointer mean that
// the API did not say, or nothing that could be understood.
type Consumer struct {
	ID                ConsumerID
	Type              ConsumerType
	QueueName         string
	Script            string // of a Worker: script_name, script or service, whichever the wire had
	Environment       string
	DeadLetterQueue   string // a queue's name; "" for none
	DeadLetterUnknown bool   // the API said something of it that is no name
	CreatedOn         time.Time
	BatchSize         int   // 0 when absent
	MaxRetries        Count // unknown when absent or unreadable: then the attempt budget is, too
	RetryDelay        time.Duration
	VisibilityTimeout time.Duration
	MaxWait           time.Duration
	MaxConcurrency    *int // nil means automatic
	Unknown           jsontext.Value
	// Oddities are those of [Client.Consumers] and [Client.AddPullConsumer]. What
	// is odd in a consumer within a [Queue] is told there.
	Oddities []string
}

// PullConsumerOptions are the settings of a new http_pull consumer. Zero values
// leave the API's defaults.
type PullConsumerOptions struct {
	BatchSize         int
	MaxRetries        *int
	RetryDelay        *time.Duration
	VisibilityTimeout time.Duration
	DeadLetterQueue   string
}

// Message is one message as pull or peek delivers it.
type Message struct {
	ID      MessageID
	NoID    bool    // the API gave no id: ID is made up, to tell the row by
	LeaseID LeaseID // "" when peeked, and when a pull gave none: nothing can settle it then
	Ref     Ref     // "" when pulled
	// Attempts are the deliveries that the API counts, of a leased message as
	// recorded those before this one: 0 is the first. Unknown when absent or no
	// whole number.
	Attempts Count
	// Timestamp is when it was sent, with a fraction of a millisecond if the API
	// gave one; zero when absent, unreadable, or not after 1970.
	Timestamp time.Time
	// Body is the string of the wire, after JSON unescaping and before any
	// decoding by content type. Bytes that are not UTF-8 are kept as they came.
	Body string
	// BodyJSON is set instead of Body when the wire had something other than
	// a string.
	BodyJSON jsontext.Value
	// Metadata are the members in the order of the wire, of which a name may come
	// twice; nil when there is no such object, and not nil for an empty one.
	Metadata []MetadataEntry
	// Unknown are the members that this client does not know, and repetitions of
	// those that it does, as one JSON object; nil if none.
	Unknown jsontext.Value
	// Odd are the members that this client knows whose values it could not take
	// for what they should be, or not to the last digit, as they came, as one
	// JSON object; nil if none. A metadata of null is among them.
	Odd jsontext.Value
}

// MetadataEntry is one member of a message's metadata.
type MetadataEntry struct {
	Key   string
	Value string // a string as it is, anything else as its JSON text
	// JSON is the member as it came, name and value, when Key and Value written
	// as two strings would not be the same bytes; else "".
	JSON string
}

// IsString reports whether the value came as a string.
func (e MetadataEntry) IsString() bool { return e.JSON == "" || strings.HasSuffix(e.JSON, `"`) }

// Reply says when and how an answer came. It is part of every result that the
// clock of a queue hangs on.
type Reply struct {
	SentAt     time.Time // just before the request was handed to the transport, without a monotonic reading
	ReceivedAt time.Time // when the whole answer had been read, without a monotonic reading
	ServerTime time.Time // the answer's Date header; zero without one
	RayID      string    // the answer's CF-Ray header
	// Oddities say which members of the answer could not be taken for what they
	// should be, and were left unknown: at most ten, and how many more there are;
	// nil for none. They are text from outside, without the token.
	Oddities []string
}

// Limits of the API (documented).
const (
	MaxBatchSize         = 100
	DefaultBatchSize     = 5
	MaxVisibilityTimeout = 12 * time.Hour
	DefaultVisibility    = 30 * time.Second
	MaxDelay             = 24 * time.Hour
)

// PullOptions are what a pull may ask for. Zero values leave the consumer's
// settings in force.
type PullOptions struct {
	BatchSize         int           // 1..100; 0 = not sent
	VisibilityTimeout time.Duration // up to 12 h, in whole milliseconds; 0 = not sent
}

// PullResult is the answer of a pull: messages that are now leased.
type PullResult struct {
	Reply
	Messages []Message
	// BacklogCount is message_backlog_count, "the number of unacknowledged
	// messages in the queue".
	BacklogCount Count
	// Unreadable is how many elements stood in a message's place and were none,
	// each of which may be leased; unknown when the answer was cut.
	Unreadable Count
	Metrics    *Metrics // nil when absent
}

// PeekResult is the answer of a peek: messages that nobody leased.
type PeekResult struct {
	Reply
	Messages []Message
}

// Metrics is a queue's backlog; best effort, says the API. Each member may be
// unknown by itself.
type Metrics struct {
	Reply
	BacklogCount Count
	BacklogBytes Count
	Oldest       time.Time // zero = unknown (the wire's 0)
}

// Settlement is what one ack call asks for.
type Settlement struct {
	Acks    []LeaseID
	Retries []Retry
}

// Retry puts a leased message back.
type Retry struct {
	LeaseID LeaseID
	Delay   *time.Duration // whole seconds up to 24 h; nil = the consumer's retry_delay, 0 = at once
}

// SettleResult is the answer of an ack call. Messages counted in neither number
// were refused or not known.
type SettleResult struct {
	Reply
	Acked    int
	Retried  int
	Warnings map[LeaseID]string
	Notes    []string // warnings or errors that name no lease
}

// ExtendResult is the answer of an extend call. The newest types have a count
// and name no new lease; what names the new lease of each old one is understood
// as well.
type ExtendResult struct {
	Reply
	Extended Count               // extendCount: how many leases were extended
	Leases   map[LeaseID]LeaseID // old to new; nil when the answer names none
	Warnings map[LeaseID]string  // leases that were not extended, and why
	Notes    []string            // warnings or errors that name no lease
}

// Outgoing is a message to send.
type Outgoing struct {
	Body        string         // for text
	JSON        jsontext.Value // for json; an object
	ContentType string         // "text" or "json"; "" means by which of the two fields is set
	Delay       *time.Duration // whole seconds up to 24 h; nil = the queue's delivery_delay
}

// PushResult is the answer of a push. The API returns no message id.
type PushResult struct {
	Reply
	Metrics *Metrics // nil from older servers
}

// PurgeResult is the answer of a purge by ref. The API returns no count.
type PurgeResult struct {
	Reply
	Warnings map[Ref]string
	Notes    []string
}

// PurgeStatus is the state of a purge of a whole queue.
type PurgeStatus struct {
	Reply
	StartedAt time.Time // zero when unknown
	Completed string    // as the wire has it; "" when unknown
}

const shownEnds = 6

func shorten(s string) string {
	if len(s) <= 4*shownEnds {
		return "(" + strconv.Itoa(len(s)) + " bytes)"
	}
	return s[:shownEnds] + "…" + s[len(s)-shownEnds:] + " (" + strconv.Itoa(len(s)) + " bytes)"
}
