package emulator

import "time"

// The account and the token of a server whose Options name none. They open
// nothing but an emulator.
const (
	DefaultAccount = "5ca1ab1e0ddba11c0ffee0decade5eed"
	DefaultToken   = "emulator-token-opens-nothing-else-0000000"
)

// Options configure a [Server]. The zero value is a whole emulator that behaves
// as the service was recorded in September 2026, the profile "live-2026-09";
// [Options.Like] sets another profile. Every field below the first group is a
// knob for what the API's sources leave open or disagree on, and has a row in
// the table in knobs.go.
type Options struct {
	// Now is the clock; nil is time.Now. Everything that depends on time
	// (leases, delays, retention, rate limits) uses it.
	Now func() time.Time
	// Account is the account's id, 32 hexadecimal digits; "" is DefaultAccount.
	Account string
	// Token is the API token; "" is DefaultToken. It is also accepted as an
	// X-Auth-Key and as an X-Auth-User-Service-Key.
	Token string
	// Hosts are names under which the server answers besides those of this
	// machine, without a port: for a container or a proxy that names its own. In
	// process every name is taken.
	Hosts []string
	// RandSeed decides every id, lease and ref that the server makes up. Two
	// servers with the same one give out the same.
	RandSeed uint64
	// Log is told of every request after its answer, by several goroutines at
	// once; nil is nobody.
	Log func(Exchange)

	AttemptsFromOne   bool          // a delivery shows itself in its attempts: the first is 1; off: 0
	JSONEncoding      Encoding      // how json bodies go over the wire
	StrictDeliveries  bool          // max_retries deliveries; off: max_retries+1
	DLQKeepID         bool          // a message keeps its id in the dead-letter queue; off: a new one
	DLQKeepAttempts   bool          // attempts go on in the dead-letter queue; off: they restart
	ShortLeases       bool          // leases and refs of 159 characters; off: 223
	RedeliveryLag     Lags          // how late a message is delivered again, by its deliveries so far
	DeadLetterLag     Lags          // how late a dead-letter queue delivers, by the messages that died so far
	PeekNextAttempts  bool          // peek shows one more than the deliveries so far
	PeekHidden        bool          // peek shows leased and delayed messages too
	NewIDPerDelivery  bool          // every redelivery has another message id
	RetryRefunds      bool          // an explicit retry gives its attempt back; off: it stays spent
	RefuseLateAcks    bool          // a lease is refused once its message was delivered again
	ExtendGivesLeases bool          // extend answers a new lease_id for each; off: their number, and leases keep their id
	RefuseExtended    bool          // a lease that was extended settles nothing any more; off: it acts
	DeletedQueueStays time.Duration // a deleted queue stays in the list for so long
	ConsumerWarmup    time.Duration // a new http_pull consumer answers 405 for so long
	MetricsNoise      float64       // metrics are off by up to this share, 0.1 is 10 %
	OldestUnknown     bool          // oldest_message_timestamp_ms is always 0
	ListOnlyCounts    bool          // an entry of the queue list has the number of its consumers and none of them; off: all
	PerPage           PerPage       // what becomes of per_page in a list
	ListTotal         float64       // total_count is off by this factor; 0 is 1
	OldPushAnswer     bool          // push answers result:null, as before April 2026
	AnyJSON           bool          // a json body may be any JSON value; off: objects only
	VisibilityAlias   bool          // a pull's old member visibility_timeout (ms) is honoured; off: ignored
	ReadOnly          bool          // the token may only list, get and read metrics
	RateLimit         int           // requests in RateWindow; 0 is no limit
	RateWindow        time.Duration // 0 is five minutes

	// Missing gives operations ("peek", "purge", "extend", "metrics", …) a
	// status with which they answer as if the server did not have them: 404
	// or 405.
	Missing map[string]int
}

// Encoding says how a json body stands in the body string of a pull or a peek.
type Encoding string

// The encodings. All have been seen from the API.
const (
	EncodingPlain  Encoding = "plain" // also the zero value's meaning
	EncodingBase64 Encoding = "base64"
	EncodingMixed  Encoding = "mixed" // every other message plain
)

// PerPage says what becomes of the per_page of a list. No source says what the
// list of queues does.
type PerPage string

// The ways.
const (
	PerPageTaken   PerPage = "taken" // also the zero value's meaning
	PerPageIgnored PerPage = "ignored"
	PerPageRefused PerPage = "refused" // with 400
)

// Exchange is one request and its answer, as the log sees it. It holds neither
// the token nor a body.
type Exchange struct {
	Time     time.Time // on the server's clock
	Duration time.Duration
	Method   string
	Path     string
	Op       string // "pull", "ack", …; "" where nothing matched
	Status   int    // 0 when the connection was dropped before an answer
	Bytes    int64  // of the answer's body
	RayID    string
	Fault    bool // an injected fault answered or interfered
}

// Endpoints are the names of the API's operations; faults and Options.Missing
// use them.
func Endpoints() []string {
	names := make([]string, 0, len(routes))
	for _, r := range routes {
		names = append(names, r.op)
	}
	return names
}

// TB is the part of testing.TB that [NewTest] needs.
type TB interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
}
