package apiclient

import (
	"cmp"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

type wireQueue struct {
	ID             text               `json:"queue_id"`
	Name           text               `json:"queue_name"`
	CreatedOn      moment             `json:"created_on"`
	ModifiedOn     moment             `json:"modified_on"`
	Jurisdiction   text               `json:"jurisdiction"`
	Producers      []wireProducer     `json:"producers"`
	ProducersTotal number             `json:"producers_total_count"`
	Consumers      []wireConsumer     `json:"consumers"`
	ConsumersTotal number             `json:"consumers_total_count"`
	Settings       *wireQueueSettings `json:"settings"`
	Unknown        jsontext.Value     `json:",embed"`
}

type wireQueueSettings struct {
	DeliveryDelay   number         `json:"delivery_delay"` // seconds
	DeliveryPaused  bool           `json:"delivery_paused"`
	RetentionPeriod number         `json:"message_retention_period"` // seconds
	Unknown         jsontext.Value `json:",embed"`
}

type wireProducer struct {
	Type       text `json:"type"`
	Script     text `json:"script"`
	ScriptName text `json:"script_name"`
	Service    text `json:"service"`
	BucketName text `json:"bucket_name"`
}

type wireConsumer struct {
	ID              text                  `json:"consumer_id"`
	Type            text                  `json:"type"`
	QueueName       text                  `json:"queue_name"`
	ScriptName      text                  `json:"script_name"`
	Script          text                  `json:"script"`
	Service         text                  `json:"service"`
	Environment     text                  `json:"environment"`
	DeadLetterQueue text                  `json:"dead_letter_queue"`
	CreatedOn       moment                `json:"created_on"`
	Settings        *wireConsumerSettings `json:"settings"`
	Unknown         jsontext.Value        `json:",embed"`
}

type wireConsumerSettings struct {
	BatchSize         number         `json:"batch_size"`
	MaxRetries        number         `json:"max_retries"`
	RetryDelay        number         `json:"retry_delay"`           // seconds
	VisibilityTimeout number         `json:"visibility_timeout_ms"` // milliseconds
	MaxWait           number         `json:"max_wait_time_ms"`      // milliseconds
	MaxConcurrency    number         `json:"max_concurrency"`       // null = automatic
	Unknown           jsontext.Value `json:",embed"`
}

func (w wireQueue) queue() Queue {
	q := Queue{
		ID: QueueID(w.ID), Name: string(w.Name),
		CreatedOn: w.CreatedOn.Time, ModifiedOn: w.ModifiedOn.Time,
		Jurisdiction:   string(w.Jurisdiction),
		ProducersTotal: max(w.ProducersTotal.int(), len(w.Producers)),
		ConsumersTotal: max(w.ConsumersTotal.int(), len(w.Consumers)),
		Unknown:        w.Unknown,
	}
	for _, p := range w.Producers {
		name := cmp.Or(p.Script, p.ScriptName, p.Service, p.BucketName)
		q.Producers = append(q.Producers, Producer{Type: string(p.Type), Name: string(name)})
	}
	for _, c := range w.Consumers {
		q.Consumers = append(q.Consumers, c.consumer())
	}
	if s := w.Settings; s != nil {
		q.DeliveryDelay = s.DeliveryDelay.times(time.Second)
		q.DeliveryPaused = s.DeliveryPaused
		q.RetentionPeriod = s.RetentionPeriod.times(time.Second)
		q.Unknown = withSettings(w.Unknown, s.Unknown)
	}
	return q
}

func (w wireConsumer) consumer() Consumer {
	c := Consumer{
		ID: ConsumerID(w.ID), Type: ConsumerType(w.Type), QueueName: string(w.QueueName),
		Script:          string(cmp.Or(w.ScriptName, w.Script, w.Service)),
		Environment:     string(w.Environment),
		DeadLetterQueue: string(w.DeadLetterQueue),
		CreatedOn:       w.CreatedOn.Time,
		Unknown:         w.Unknown,
	}
	if s := w.Settings; s != nil {
		c.BatchSize = s.BatchSize.int()
		c.MaxRetries = s.MaxRetries.intPointer()
		c.RetryDelay = s.RetryDelay.times(time.Second)
		c.VisibilityTimeout = s.VisibilityTimeout.times(time.Millisecond)
		c.MaxWait = s.MaxWait.times(time.Millisecond)
		c.MaxConcurrency = s.MaxConcurrency.intPointer()
		c.Unknown = withSettings(w.Unknown, s.Unknown)
	}
	return c
}

// withSettings puts the unknown members of settings under their name among the
// unknown members of the whole.
func withSettings(unknown, settings jsontext.Value) jsontext.Value {
	switch {
	case len(settings) == 0:
		return unknown
	case len(unknown) <= len("{}"):
		unknown = jsontext.Value("{")
	default:
		unknown = append(unknown[:len(unknown)-1:len(unknown)-1], ',')
	}
	return append(append(append(unknown, `"settings":`...), settings...), '}')
}

type wireMetrics struct {
	BacklogCount number `json:"backlog_count"`
	BacklogBytes number `json:"backlog_bytes"`
	Oldest       number `json:"oldest_message_timestamp_ms"`
}

func (w wireMetrics) metrics(reply Reply) Metrics {
	m := Metrics{Reply: reply, BacklogCount: w.BacklogCount.int(), BacklogBytes: w.BacklogBytes.value}
	if w.Oldest.value > 0 {
		m.Oldest = time.UnixMilli(w.Oldest.value)
	}
	return m
}

// attachedMetrics are the metrics that push and pull answers carry along. They
// are a courtesy: when they don't fit, they are absent.
type attachedMetrics struct{ wire *wireMetrics }

// UnmarshalJSONFrom reads {"metrics": {…}} and fails only where the JSON does.
func (a *attachedMetrics) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	v, err := dec.ReadValue()
	if err != nil {
		return err
	}
	var metadata struct {
		Metrics *wireMetrics `json:"metrics"`
	}
	a.wire = nil
	if json.Unmarshal(v, &metadata, lenient) == nil && metadata.Metrics != nil && metadata.Metrics.BacklogCount.set {
		a.wire = metadata.Metrics
	}
	return nil
}

func (a attachedMetrics) metrics(reply Reply) *Metrics {
	if a.wire == nil {
		return nil
	}
	m := a.wire.metrics(reply)
	return &m
}
