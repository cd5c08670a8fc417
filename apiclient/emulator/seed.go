package emulator

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"leaseview/apiclient/emulator/internal/broker"
)

// Seed is queues with their messages, to begin with. Its JSON form is what
// [ReadSeed] reads and what README.md describes.
type Seed struct {
	Queues []SeedQueue `json:"queues"`
}

// SeedQueue is one queue of a seed.
type SeedQueue struct {
	ID           string         `json:"id,omitempty"` // 32 hexadecimal digits; "" makes one up
	Name         string         `json:"name"`
	Jurisdiction string         `json:"jurisdiction,omitempty"`
	Settings     SeedSettings   `json:"settings,omitzero"`
	Consumer     *SeedConsumer  `json:"consumer,omitempty"` // nil for none
	Producers    []SeedProducer `json:"producers,omitempty"`
	JSONEncoding Encoding       `json:"json_encoding,omitempty"` // of the seed's json messages here; "" leaves it to Options
	Messages     []SeedMessage  `json:"messages,omitempty"`
}

// SeedSettings are a queue's settings in the API's units.
type SeedSettings struct {
	DeliveryDelay  int  `json:"delivery_delay,omitzero"` // seconds
	DeliveryPaused bool `json:"delivery_paused,omitzero"`
	Retention      int  `json:"message_retention_period,omitzero"` // seconds; 0 is four days
}

// SeedConsumer is a queue's consumer in the API's form.
type SeedConsumer struct {
	ID         string         `json:"consumer_id,omitempty"`
	Type       string         `json:"type"`                  // "http_pull", "worker" or "notification"
	Script     string         `json:"script_name,omitempty"` // of a worker
	DeadLetter string         `json:"dead_letter_queue,omitempty"`
	Settings   jsontext.Value `json:"settings,omitempty"` // as the API takes them; nil for its defaults
}

// SeedProducer is something bound to a queue.
type SeedProducer struct {
	Type   string `json:"type"` // "worker" or "r2_bucket"
	Script string `json:"script,omitempty"`
	Bucket string `json:"bucket_name,omitempty"`
}

// SeedMessage is one message of a seed. In Go, Body holds the exact bytes. In
// JSON, body is the value itself for json, a string for text, and base64 for
// bytes and v8.
type SeedMessage struct {
	ID          string
	Body        string
	ContentType string // "text", "json", "bytes" or "v8"; "" is json
	Encoding    Encoding
	Source      string // CF-sourceMessageSource; "" for none
	Metadata    map[string]string
	Attempts    int           // deliveries so far
	Age         time.Duration // how long ago it was sent
	Delay       time.Duration // from now until it can be delivered
}

type seedMessageJSON struct {
	ID          string            `json:"id,omitempty"`
	Body        jsontext.Value    `json:"body"`
	ContentType string            `json:"content_type,omitempty"`
	Encoding    Encoding          `json:"json_encoding,omitempty"`
	Source      string            `json:"source,omitempty"`
	Metadata    map[string]string `json:"metadata,omitempty"`
	Attempts    int               `json:"attempts,omitzero"`
	Age         float64           `json:"age_seconds,omitzero"`
	Delay       float64           `json:"delay_seconds,omitzero"`
}

// UnmarshalJSON reads the JSON form.
func (m *SeedMessage) UnmarshalJSON(data []byte) error {
	var in seedMessageJSON
	if err := json.Unmarshal(data, &in, json.RejectUnknownMembers(true)); err != nil {
		return plainly(err)
	}
	*m = SeedMessage{
		ID: in.ID, ContentType: in.ContentType, Encoding: in.Encoding, Source: in.Source, Metadata: in.Metadata,
		Attempts: in.Attempts, Age: inSeconds(in.Age), Delay: inSeconds(in.Delay),
	}
	if in.ContentType == "" {
		m.ContentType = "json"
	}
	if len(in.Body) == 0 {
		return errors.New("body is missing")
	}
	if m.ContentType == "json" {
		compact := in.Body.Clone()
		err := compact.Compact()
		m.Body = string(compact)
		return err
	}
	var text string
	if err := json.Unmarshal(in.Body, &text); err != nil {
		return fmt.Errorf("body of content type %s must be a string: %w", m.ContentType, plainly(err))
	}
	if m.ContentType == "text" {
		m.Body = text
		return nil
	}
	raw, err := base64.StdEncoding.DecodeString(text)
	m.Body = string(raw)
	if err != nil {
		return fmt.Errorf("body of content type %s must be base64: %w", m.ContentType, err)
	}
	return nil
}

// MarshalJSON writes the JSON form.
func (m SeedMessage) MarshalJSON() ([]byte, error) {
	out := seedMessageJSON{
		ID: m.ID, ContentType: m.contentType(), Encoding: m.Encoding, Source: m.Source, Metadata: m.Metadata,
		Attempts: m.Attempts, Age: m.Age.Seconds(), Delay: m.Delay.Seconds(),
	}
	var text string
	switch out.ContentType {
	case "json":
		out.Body = jsontext.Value(m.Body)
		return json.Marshal(out)
	case "text":
		text = m.Body
	default:
		text = base64.StdEncoding.EncodeToString([]byte(m.Body))
	}
	var err error
	if out.Body, err = json.Marshal(text); err != nil {
		return nil, err
	}
	return json.Marshal(out)
}

// inSeconds is a number of seconds, or a century where a number is beyond that:
// either is refused later, for what it is.
func inSeconds(f float64) time.Duration {
	const century = 100 * 365 * 24 * 3600
	return time.Duration(max(-century, min(f, century)) * float64(time.Second))
}

func (m SeedMessage) contentType() string {
	if m.ContentType == "" {
		return "json"
	}
	return m.ContentType
}

// ReadSeed reads the JSON form of a seed and checks it. Unknown members are
// errors: in a file written by hand they are slips.
func ReadSeed(r io.Reader) (Seed, error) {
	var seed Seed
	if err := json.UnmarshalRead(r, &seed, json.RejectUnknownMembers(true)); err != nil {
		return Seed{}, fmt.Errorf("reading the seed: %w", plainly(err))
	}
	return seed, seed.check()
}

func (s Seed) check() error {
	names, ids := map[string]bool{}, map[string]bool{}
	for _, q := range s.Queues {
		if err := q.check(); err != nil {
			return fmt.Errorf("seed queue %q: %w", q.Name, err)
		}
		if names[q.Name] {
			return fmt.Errorf("seed queue %q: named twice", q.Name)
		}
		if q.ID != "" && ids[strings.ToLower(q.ID)] {
			return fmt.Errorf("seed queue %q: another queue has the id %s", q.Name, q.ID)
		}
		names[q.Name], ids[strings.ToLower(q.ID)] = true, true
	}
	return nil
}

func (q SeedQueue) check() error {
	if !validQueueName(q.Name) {
		return errors.New("the name must have 1 to 63 letters, digits, '-' and '_', with a letter or digit at both ends")
	}
	if q.ID != "" && !isHex32(q.ID) {
		return fmt.Errorf("id %q is not 32 hexadecimal digits", q.ID)
	}
	if n := q.Settings.Retention; n != 0 && (n < int(minRetention.Seconds()) || n > int(maxRetention.Seconds())) {
		return errors.New("message_retention_period must be 60 to 1209600 seconds")
	}
	if n := q.Settings.DeliveryDelay; n < 0 || n > int(maxDelay.Seconds()) {
		return errors.New("delivery_delay must be 0 to 86400 seconds")
	}
	if q.Jurisdiction != "" && !validJurisdiction(q.Jurisdiction) {
		return fmt.Errorf("jurisdiction %q is not eu, us or fedramp", q.Jurisdiction)
	}
	for _, p := range q.Producers {
		if err := p.check(); err != nil {
			return err
		}
	}
	if _, err := q.consumer(); err != nil {
		return err
	}
	if err := q.JSONEncoding.check(); err != nil {
		return err
	}
	return q.checkMessages()
}

func (q SeedQueue) checkMessages() error {
	ids := map[string]bool{}
	for i, m := range q.Messages {
		if err := m.check(); err != nil {
			return fmt.Errorf("message %d: %w", i+1, err)
		}
		id := strings.ToLower(m.ID)
		if id != "" && ids[id] {
			return fmt.Errorf("message %d: another message has the id %s", i+1, m.ID)
		}
		ids[id] = true
	}
	return nil
}

// check holds a producer to the two forms that the API shows.
func (p SeedProducer) check() error {
	worker := p.Type == "worker" && p.Script != "" && p.Bucket == ""
	bucket := p.Type == "r2_bucket" && p.Bucket != "" && p.Script == ""
	if !worker && !bucket {
		return fmt.Errorf("a producer of type %q is neither a worker with a script nor an r2_bucket with a bucket_name", p.Type)
	}
	return nil
}

func (e Encoding) check() error {
	switch e {
	case "", EncodingPlain, EncodingBase64, EncodingMixed:
		return nil
	default:
		return fmt.Errorf("json encoding %q is not plain, base64 or mixed", string(e))
	}
}

func (m SeedMessage) check() error {
	switch m.contentType() {
	case "json":
		if !jsontext.Value(m.Body).IsValid() {
			return errors.New("the body of a json message must be JSON")
		}
	case "text":
		if !utf8.ValidString(m.Body) {
			return errors.New("the body of a text message must be UTF-8")
		}
	case "bytes", "v8":
	default:
		return fmt.Errorf("content type %q is not text, json, bytes or v8", m.ContentType)
	}
	switch {
	case len(m.Body) > maxMessageBytes:
		return fmt.Errorf("the body has %d bytes; a message has at most %d", len(m.Body), maxMessageBytes)
	case m.Attempts < 0 || m.Age < 0 || m.Delay < 0:
		return errors.New("attempts, age and delay can't be negative")
	case m.Delay > maxDelay:
		return errors.New("the delay is longer than 86400 seconds, which the API takes at most")
	case m.ID != "" && !isHex32(m.ID):
		return fmt.Errorf("id %q is not 32 hexadecimal digits", m.ID)
	}
	return m.Encoding.check()
}

func (q SeedQueue) consumer() (*broker.Consumer, error) {
	if q.Consumer == nil {
		return nil, nil
	}
	quote := func(text string) jsontext.Value {
		if text == "" {
			return nil
		}
		return jsontext.Value(`"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`)
	}
	c, bad := consumerRequest{
		Type: quote(q.Consumer.Type), Script: quote(q.Consumer.Script),
		DeadLetter: quote(q.Consumer.DeadLetter), Settings: q.Consumer.Settings,
	}.consumer()
	if bad != nil {
		return nil, fmt.Errorf("consumer: %s", bad.message)
	}
	if c.ID = q.Consumer.ID; c.ID != "" && !isHex32(c.ID) {
		return nil, fmt.Errorf("consumer_id %q is not 32 hexadecimal digits", c.ID)
	}
	return c, nil
}
