package apiclient

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// readQueue reads a queue. What is odd in it, its consumers included, is noted
// where m notes.
func readQueue(m *members) Queue {
	q := Queue{
		ID: QueueID(m.text("queue_id")), Name: m.text("queue_name"),
		CreatedOn: m.date("created_on"), ModifiedOn: m.date("modified_on"),
		Jurisdiction:   m.text("jurisdiction"),
		ProducersTotal: m.int("producers_total_count"),
		ConsumersTotal: m.countUpTo("consumers_total_count", math.MaxInt),
	}
	m.objects("producers", func(p *members) {
		kind, script, name := p.text("type"), p.text("script"), p.text("script_name")
		service, bucket := p.text("service"), p.text("bucket_name")
		q.Producers = append(q.Producers, Producer{Type: kind, Name: cmp.Or(script, name, service, bucket)})
	})
	listed := m.objects("consumers", func(c *members) { q.Consumers = append(q.Consumers, readConsumer(c)) })
	q.ProducersTotal = max(q.ProducersTotal, len(q.Producers))
	if total, known := q.ConsumersTotal.Get(); total < int64(len(q.Consumers)) || !known && listed {
		q.ConsumersTotal = CountOf(int64(len(q.Consumers)))
	}
	settings := m.object("settings")
	if settings != nil {
		q.DeliveryDelay = settings.duration("delivery_delay", time.Second)
		q.DeliveryPaused = settings.flag("delivery_paused")
		q.RetentionPeriod = settings.duration("message_retention_period", time.Second)
	}
	q.Unknown = restWith(m, settings)
	return q
}

func readConsumer(m *members) Consumer {
	name, script, service := m.text("script_name"), m.text("script"), m.text("service")
	c := Consumer{
		ID: ConsumerID(m.text("consumer_id")), Type: ConsumerType(m.text("type")), QueueName: m.text("queue_name"),
		Script:      cmp.Or(name, script, service),
		Environment: m.text("environment"),
		CreatedOn:   m.date("created_on"),
	}
	if v, ok := m.take("dead_letter_queue"); ok {
		c.DeadLetterUnknown = v.Kind() != '"'
		c.DeadLetterQueue = m.text("dead_letter_queue")
	}
	settings := m.object("settings")
	if settings != nil {
		c.BatchSize = settings.int("batch_size")
		c.MaxRetries = settings.count("max_retries")
		c.RetryDelay = settings.duration("retry_delay", time.Second)
		c.VisibilityTimeout = settings.duration("visibility_timeout_ms", time.Millisecond)
		c.MaxWait = settings.duration("max_wait_time_ms", time.Millisecond)
		if v, ok := settings.take("max_concurrency"); ok {
			if n, known := wholeNumber(v); known && n >= 0 && int64(int(n)) == n {
				concurrency := int(n)
				c.MaxConcurrency = &concurrency
			} else {
				settings.note("max_concurrency", v, notWhole)
			}
		}
	}
	c.Unknown = restWith(m, settings)
	return c
}

// restWith are the unknown members of the whole, with those of its settings
// under their name among them.
func restWith(m, settings *members) jsontext.Value {
	rest := m.rest()
	if settings == nil {
		return rest
	}
	within := settings.rest()
	if within == nil {
		return rest
	}
	if rest != nil {
		rest = slices.Clip(rest[:len(rest)-1])
	}
	return endMembers(appendMember(rest, jsontext.Value(`"settings"`), within))
}

type wireMetrics struct {
	count, bytes Count
	oldest       time.Time
}

func readMetrics(m *members) wireMetrics {
	return wireMetrics{m.count("backlog_count"), m.count("backlog_bytes"), m.milliTime("oldest_message_timestamp_ms")}
}

func (w wireMetrics) metrics(reply Reply) Metrics {
	return Metrics{Reply: reply, BacklogCount: w.count, BacklogBytes: w.bytes, Oldest: w.oldest}
}

// attachedMetrics are the metrics that push and pull answers carry along in
// metadata; nil when they say nothing.
func attachedMetrics(result *members) *wireMetrics {
	metadata := result.object("metadata")
	if metadata == nil {
		return nil
	}
	m := metadata.object("metrics")
	if m == nil {
		return nil
	}
	if wire := readMetrics(m); wire != (wireMetrics{}) {
		return &wire
	}
	return nil
}

// attached is what a caller gets of them.
func (w *wireMetrics) attached(reply Reply) *Metrics {
	if w == nil {
		return nil
	}
	m := w.metrics(reply)
	return &m
}
