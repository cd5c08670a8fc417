package emulator

import (
	"encoding/base64"
	"time"

	"leaseview/apiclient/emulator/internal/broker"
)

// The wire types of the emulator are its own, apart from those of the client in
// this repository: a wrong name in one must not be cancelled out by the other.

type wireQueue struct {
	ID             string         `json:"queue_id"`
	Name           string         `json:"queue_name"`
	Created        string         `json:"created_on"`
	Modified       string         `json:"modified_on"`
	ProducersTotal int            `json:"producers_total_count"`
	Producers      []wireProducer `json:"producers"`
	ConsumersTotal int            `json:"consumers_total_count"`
	Consumers      []wireConsumer `json:"consumers"`
	Settings       wireSettings   `json:"settings"`
	Jurisdiction   string         `json:"jurisdiction,omitempty"`
}

type wireSettings struct {
	DeliveryDelay  int64 `json:"delivery_delay"`
	DeliveryPaused bool  `json:"delivery_paused"`
	Retention      int64 `json:"message_retention_period"`
}

type wireProducer struct {
	Type   string `json:"type"`
	Script string `json:"script,omitempty"`
	Bucket string `json:"bucket_name,omitempty"`
}

type wireConsumer struct {
	ID         string `json:"consumer_id"`
	Created    string `json:"created_on"`
	Type       string `json:"type"`
	QueueName  string `json:"queue_name"`
	ScriptName string `json:"script_name,omitempty"`
	Script     string `json:"script,omitempty"` // the schema says script_name, wrangler reads script
	DeadLetter string `json:"dead_letter_queue"`
	Settings   any    `json:"settings"` // pullSettings, workerSettings or notificationSettings
}

type pullSettings struct {
	BatchSize    int   `json:"batch_size"`
	MaxRetries   int   `json:"max_retries"`
	RetryDelay   int64 `json:"retry_delay"`
	VisibilityMS int64 `json:"visibility_timeout_ms"`
}

type workerSettings struct {
	BatchSize      int   `json:"batch_size"`
	MaxConcurrency *int  `json:"max_concurrency"` // null is automatic
	MaxRetries     int   `json:"max_retries"`
	MaxWaitMS      int64 `json:"max_wait_time_ms"`
	RetryDelay     int64 `json:"retry_delay"`
}

// notificationSettings are whom a notification consumer tells; kinds that were
// not named are not there.
type notificationSettings struct {
	Email     []wireTarget `json:"email,omitzero"`
	PagerDuty []wireTarget `json:"pagerduty,omitzero"`
	Webhooks  []wireTarget `json:"webhooks,omitzero"`
}

type wireTarget struct {
	ID string `json:"id"`
}

type wireMetrics struct {
	Count    int   `json:"backlog_count"`
	Bytes    int64 `json:"backlog_bytes"`
	OldestMS int64 `json:"oldest_message_timestamp_ms"`
}

type wireMetadata struct {
	Metrics wireMetrics `json:"metrics"`
}

type pushResult struct {
	Metadata wireMetadata `json:"metadata"`
}

type pullResult struct {
	Backlog  int           `json:"message_backlog_count"`
	Messages []wireMessage `json:"messages"`
	Metadata wireMetadata  `json:"metadata"`
}

type peekResult struct {
	Messages []wireMessage `json:"messages"`
}

type wireMessage struct {
	ID          string            `json:"id"`
	TimestampMS int64             `json:"timestamp_ms"`
	Attempts    int               `json:"attempts"`
	Body        string            `json:"body"`
	Metadata    map[string]string `json:"metadata"`
	Lease       string            `json:"lease_id,omitempty"`
	Ref         string            `json:"ref,omitempty"`
}

type ackResult struct {
	Acked    int               `json:"ackCount"`
	Retried  int               `json:"retryCount"`
	Warnings map[string]string `json:"warnings"`
}

// extendCount is extend's answer in the newest types that are published.
type extendCount struct {
	Extended int               `json:"extendCount"`
	Warnings map[string]string `json:"warnings"`
}

type extendLeases struct {
	Messages []extendedLease   `json:"messages"`
	Warnings map[string]string `json:"warnings"`
}

type extendedLease struct {
	Previous string `json:"previous_lease_id"`
	Lease    string `json:"lease_id"`
}

type purgeResult struct {
	Errors   []wirePurgeError  `json:"errors"`
	Warnings map[string]string `json:"warnings"`
}

type wirePurgeError struct {
	Message string `json:"message"`
}

type purgeStatus struct {
	Completed string `json:"completed"`
	StartedAt string `json:"started_at"`
}

// stamp is a time in the form in which the API has been seen to write them.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000Z") }

func newWireQueue(q *broker.Queue) wireQueue {
	w := wireQueue{
		ID: q.ID, Name: q.Name, Created: stamp(q.Created), Modified: stamp(q.Modified),
		Jurisdiction: q.Jurisdiction,
		Settings: wireSettings{
			DeliveryDelay:  int64(q.Settings.DeliveryDelay / time.Second),
			DeliveryPaused: q.Settings.DeliveryPaused,
			Retention:      int64(q.Settings.Retention / time.Second),
		},
		ProducersTotal: len(q.Producers),
	}
	for _, p := range q.Producers {
		w.Producers = append(w.Producers, wireProducer(p))
	}
	w.Consumers = wireConsumers(q)
	w.ConsumersTotal = len(w.Consumers)
	return w
}

func wireConsumers(q *broker.Queue) []wireConsumer {
	if q.Consumer == nil {
		return nil
	}
	return []wireConsumer{newWireConsumer(q, q.Consumer)}
}

func newWireConsumer(q *broker.Queue, c *broker.Consumer) wireConsumer {
	w := wireConsumer{
		ID: c.ID, Created: stamp(c.Created), Type: c.Type, QueueName: q.Name,
		ScriptName: c.Script, Script: c.Script, DeadLetter: c.DeadLetter,
	}
	delay := int64(c.RetryDelay / time.Second)
	switch c.Type {
	case broker.Worker:
		w.Settings = workerSettings{
			BatchSize: c.BatchSize, MaxConcurrency: c.MaxConcurrency, MaxRetries: c.MaxRetries,
			MaxWaitMS: c.MaxWait.Milliseconds(), RetryDelay: delay,
		}
	case broker.Notification:
		w.Settings = notificationSettings{
			Email: wireTargets(c.Notify.Email), PagerDuty: wireTargets(c.Notify.PagerDuty), Webhooks: wireTargets(c.Notify.Webhooks),
		}
	default:
		w.Settings = pullSettings{
			BatchSize: c.BatchSize, MaxRetries: c.MaxRetries, RetryDelay: delay,
			VisibilityMS: c.Visibility.Milliseconds(),
		}
	}
	return w
}

func wireTargets(ids []string) []wireTarget {
	if ids == nil {
		return nil
	}
	out := make([]wireTarget, len(ids))
	for i, id := range ids {
		out[i] = wireTarget{id}
	}
	return out
}

func (s *Server) newWireMessages(deliveries []broker.Delivery) []wireMessage {
	out := make([]wireMessage, len(deliveries))
	for i, d := range deliveries {
		meta := make(map[string]string, 1+len(d.Metadata))
		meta["CF-Content-Type"] = d.Type
		for _, p := range d.Metadata {
			meta[p.Key] = p.Value
		}
		out[i] = wireMessage{
			ID: d.ID, TimestampMS: d.Timestamp.UnixMilli(), Attempts: d.Attempts,
			Body: s.wireBody(d), Metadata: meta, Lease: d.Lease, Ref: d.Ref,
		}
	}
	return out
}

// wireBody is the body string of a pull or a peek: text as it is, bytes and v8
// in base64, json as the message or the options want it.
func (s *Server) wireBody(d broker.Delivery) string {
	if d.Type == "text" {
		return d.Body
	}
	if d.Type == "json" {
		encoding := Encoding(d.Encoding)
		if encoding == "" {
			encoding = s.options.JSONEncoding
		}
		if encoding != EncodingBase64 && (encoding != EncodingMixed || d.Seq%2 == 0) {
			return d.Body
		}
	}
	return base64.StdEncoding.EncodeToString([]byte(d.Body))
}
