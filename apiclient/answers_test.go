package apiclient

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// reading is what a call made of an answer: the values that it read, each under
// its path on the wire, and what it said of the rest.
type reading struct {
	values map[string]string
	notes  []string
	err    error
	m      mutation
}

func (r *reading) set(path string, value any) {
	switch v := value.(type) {
	case time.Time:
		if !v.IsZero() {
			r.values[path] = v.UTC().Format(time.RFC3339Nano)
		}
	case Count:
		if v.Known() {
			r.values[path] = v.String()
		}
	case jsontext.Value:
		if m := readMembers("", v, &oddities{}); len(v) > 0 {
			for _, item := range m.items {
				if item.name == "novel" {
					r.values[path+".novel"] = string(item.value)
				}
			}
		}
	case int:
		if v != 0 {
			r.values[path] = strconv.Itoa(v)
		}
	case time.Duration:
		if v != 0 {
			r.values[path] = v.String()
		}
	case bool:
		if v {
			r.values[path] = "true"
		}
	default:
		if text := fmt.Sprint(value); text != "" {
			r.values[path] = text
		}
	}
}

func (r *reading) messages(ms []Message) {
	for i, m := range ms {
		at := fmt.Sprintf("result.messages[%d]", r.m.wireIndex("result.messages", i))
		if !m.NoID {
			r.set(at+".id", m.ID)
		}
		r.set(at+".timestamp_ms", m.Timestamp)
		r.set(at+".attempts", m.Attempts)
		if text := m.Body + string(m.BodyJSON); text != "" {
			r.values[at+".body"] = text
		}
		for _, entry := range m.Metadata {
			r.set(at+".metadata."+entry.Key, entry.Value)
		}
		r.set(at+".lease_id", string(m.LeaseID))
		r.set(at+".ref", string(m.Ref))
		r.set(at, m.Unknown)
	}
}

func (r *reading) metrics(at string, m *Metrics) {
	if m != nil {
		r.set(at+".backlog_count", m.BacklogCount)
		r.set(at+".backlog_bytes", m.BacklogBytes)
		r.set(at+".oldest_message_timestamp_ms", m.Oldest)
	}
}

func (r *reading) queue(at string, q Queue) {
	r.notes = append(r.notes, q.Oddities...)
	r.set(at+".queue_id", q.ID)
	r.set(at+".queue_name", q.Name)
	r.set(at+".created_on", q.CreatedOn)
	r.set(at+".modified_on", q.ModifiedOn)
	r.set(at+".jurisdiction", q.Jurisdiction)
	r.set(at+".producers_total_count", q.ProducersTotal)
	r.set(at+".consumers_total_count", q.ConsumersTotal)
	r.set(at+".settings.delivery_delay", q.DeliveryDelay)
	r.set(at+".settings.delivery_paused", q.DeliveryPaused)
	r.set(at+".settings.message_retention_period", q.RetentionPeriod)
	r.set(at, q.Unknown)
	for i, p := range q.Producers {
		below := fmt.Sprintf("%s.producers[%d]", at, r.m.wireIndex(at+".producers", i))
		r.set(below+".type", p.Type)
		r.set(below+map[bool]string{true: ".bucket_name", false: ".script"}[strings.HasSuffix(below, "[1]")], p.Name)
	}
	r.consumers(at+".consumers", q.Consumers)
}

func (r *reading) consumers(list string, cs []Consumer) {
	for i, c := range cs {
		r.consumer(fmt.Sprintf("%s[%d]", list, r.m.wireIndex(list, i)), c)
	}
}

func (r *reading) consumer(at string, c Consumer) {
	r.notes = append(r.notes, c.Oddities...)
	r.set(at+".consumer_id", c.ID)
	r.set(at+".created_on", c.CreatedOn)
	r.set(at+".type", c.Type)
	r.set(at+".queue_name", c.QueueName)
	r.set(at+map[bool]string{true: ".script", false: ".script_name"}[strings.Count(at, "[") == 2], c.Script)
	r.set(at+".environment", c.Environment)
	r.set(at+".dead_letter_queue", c.DeadLetterQueue)
	r.set(at+".settings.batch_size", c.BatchSize)
	r.set(at+".settings.max_retries", c.MaxRetries)
	r.set(at+".settings.retry_delay", c.RetryDelay)
	r.set(at+".settings.visibility_timeout_ms", c.VisibilityTimeout)
	r.set(at+".settings.max_wait_time_ms", c.MaxWait)
	if c.MaxConcurrency != nil {
		r.set(at+".settings.max_concurrency", *c.MaxConcurrency)
	}
	r.set(at, c.Unknown)
}

// told takes the notes of an answer.
func (r *reading) told(reply Reply, err error, more ...string) {
	r.err = err
	r.notes = append(append(r.notes, reply.Oddities...), more...)
}

func warningsInto[ID ~string](r *reading, warnings map[ID]string) {
	for id, text := range warnings {
		r.set("result.warnings."+string(id), text)
	}
}

// aRoute is a golden answer with the call that reads it. Errors are allowed
// where one of the paths is hit, besides success and result.
type aRoute struct {
	golden string
	read   func(t testing.TB, c *Client, r *reading)
	errors []string
}

func routes() []aRoute { return slices.Concat(messageRoutes(), controlRoutes()) }

func messageRoutes() []aRoute {
	return []aRoute{
		{golden: "pull", errors: []string{"result.messages", "result.messages[0]", "result.messages[1]", "result.messages[2]"}, read: func(t testing.TB, c *Client, r *reading) {
			got, err := c.Pull(t.Context(), testQueue, PullOptions{})
			r.messages(got.Messages)
			r.set("result.message_backlog_count", got.BacklogCount)
			r.metrics("result.metadata.metrics", got.Metrics)
			r.told(got.Reply, err)
		}},
		{golden: "peek", errors: []string{"result.messages"}, read: func(t testing.TB, c *Client, r *reading) {
			got, err := c.Peek(t.Context(), testQueue, 0)
			r.messages(got.Messages)
			r.told(got.Reply, err)
		}},
		{golden: "settle", errors: []string{"result.ackCount", "result.retryCount"}, read: func(t testing.TB, c *Client, r *reading) {
			got, err := c.Settle(t.Context(), testQueue, Settlement{Acks: []LeaseID{"a", "c"}, Retries: []Retry{{LeaseID: "b"}, {LeaseID: "d"}}})
			r.set("result.ackCount", got.Acked)
			r.set("result.retryCount", got.Retried)
			warningsInto(r, got.Warnings)
			r.told(got.Reply, err, got.Notes...)
		}},
		{golden: "extend", errors: []string{"result.extendCount"}, read: readExtend},
		{golden: "extend_leases", read: readExtend},
		{golden: "push", read: func(t testing.TB, c *Client, r *reading) {
			got, err := c.Push(t.Context(), testQueue, Outgoing{Body: "x"})
			r.metrics("result.metadata.metrics", got.Metrics)
			r.told(got.Reply, err)
		}},
		{golden: "purge_messages", read: func(t testing.TB, c *Client, r *reading) {
			got, err := c.PurgeMessages(t.Context(), testQueue, []Ref{"r", "s"})
			warningsInto(r, got.Warnings)
			r.told(got.Reply, err, got.Notes...)
		}},
	}
}

func readExtend(t testing.TB, c *Client, r *reading) {
	got, err := c.Extend(t.Context(), testQueue, []LeaseID{"a", "b"}, 0)
	r.set("result.extendCount", got.Extended)
	for i, old := range []LeaseID{"a", "b"} {
		r.set(fmt.Sprintf("result.leases[%d]", i), string(got.Leases[old]))
	}
	warningsInto(r, got.Warnings)
	r.told(got.Reply, err, got.Notes...)
}

func controlRoutes() []aRoute {
	return []aRoute{
		{golden: "queues", read: func(t testing.TB, c *Client, r *reading) {
			got, err := c.ListQueues(t.Context())
			for i, q := range got {
				if r.m.what != "repeat" { // the queue is listed once all the same
					i = r.m.wireIndex("result", i)
				}
				r.queue(fmt.Sprintf("result[%d]", i), q)
			}
			r.told(Reply{}, err)
		}},
		{golden: "queue", errors: []string{"result.queue_id"}, read: func(t testing.TB, c *Client, r *reading) {
			got, err := c.GetQueue(t.Context(), testQueue)
			r.queue("result", got)
			r.told(Reply{}, err)
		}},
		{golden: "queue", errors: []string{"result.queue_id"}, read: func(t testing.TB, c *Client, r *reading) {
			got, err := c.SetDeliveryPaused(t.Context(), Queue{ID: testQueue}, true)
			r.queue("result", got)
			r.told(Reply{}, err)
		}},
		{golden: "consumers", read: func(t testing.TB, c *Client, r *reading) {
			got, err := c.Consumers(t.Context(), testQueue)
			r.consumers("result", got)
			r.told(Reply{}, err)
		}},
		{golden: "consumer", read: func(t testing.TB, c *Client, r *reading) {
			got, err := c.AddPullConsumer(t.Context(), testQueue, PullConsumerOptions{})
			r.consumer("result", got)
			r.told(Reply{}, err)
		}},
		{golden: "metrics", read: func(t testing.TB, c *Client, r *reading) {
			got, err := c.Metrics(t.Context(), testQueue)
			r.metrics("result", &got)
			r.told(got.Reply, err)
		}},
		{golden: "purge_status", read: readPurge((*Client).PurgeQueueStatus)},
		{golden: "purge_status", read: readPurge((*Client).PurgeQueue)},
		{golden: "remove_consumer", read: func(t testing.TB, c *Client, r *reading) {
			r.told(Reply{}, c.RemoveConsumer(t.Context(), testQueue, "c1"))
		}},
	}
}
