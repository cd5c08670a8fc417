package emulator

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"leaseview/apiclient/emulator/internal/broker"
)

// Bounds of a consumer's settings.
const (
	maxRetries     = 100
	maxConcurrency = 250
	maxBatchWait   = time.Minute
)

type consumerRequest struct {
	Type       jsontext.Value `json:"type"`
	Script     jsontext.Value `json:"script_name"`
	OldScript  jsontext.Value `json:"script"`
	Service    jsontext.Value `json:"service"`
	DeadLetter jsontext.Value `json:"dead_letter_queue"`
	Settings   jsontext.Value `json:"settings"`
}

type consumerSettingsRequest struct {
	BatchSize      jsontext.Value `json:"batch_size"`
	MaxRetries     jsontext.Value `json:"max_retries"`
	RetryDelay     jsontext.Value `json:"retry_delay"`
	Visibility     jsontext.Value `json:"visibility_timeout_ms"`
	MaxWait        jsontext.Value `json:"max_wait_time_ms"`
	MaxConcurrency jsontext.Value `json:"max_concurrency"`
}

func (s *Server) listConsumers(c *call) reply {
	return s.withQueue(c, func(_ time.Time, q *broker.Queue) reply {
		return ok(wireConsumers(q)) // none is [], never null
	})
}

func (s *Server) addConsumer(c *call) reply {
	consumer, bad := parseConsumer(c.body)
	if bad != nil {
		return bad.reply()
	}
	return s.withQueue(c, func(now time.Time, q *broker.Queue) reply {
		if q.Consumer != nil {
			return consumerExists().reply()
		}
		consumer.ID, consumer.Created = s.broker.NewID(), now
		q.SetConsumer(now, consumer)
		return ok(newWireConsumer(q, consumer))
	})
}

func consumerExists() *failure {
	return fail(http.StatusConflict, codeConsumerExists, textConsumerExists)
}

func (s *Server) withConsumer(c *call, fn func(now time.Time, q *broker.Queue) reply) reply {
	return s.withQueue(c, func(now time.Time, q *broker.Queue) reply {
		if q.Consumer == nil || !strings.EqualFold(q.Consumer.ID, c.consumer) {
			return fail(http.StatusNotFound, codeNoConsumer, "Consumer not found").reply()
		}
		return fn(now, q)
	})
}

func (s *Server) getConsumer(c *call) reply {
	return s.withConsumer(c, func(_ time.Time, q *broker.Queue) reply {
		return ok(newWireConsumer(q, q.Consumer))
	})
}

// updateConsumer replaces the consumer, or creates it under the id of the path
// when the queue has none.
func (s *Server) updateConsumer(c *call) reply {
	consumer, bad := parseConsumer(c.body)
	if bad != nil {
		return bad.reply()
	}
	if !isHex32(c.consumer) {
		return fail(http.StatusBadRequest, codeBadRequest, "Consumer ID is malformed").reply()
	}
	return s.withQueue(c, func(now time.Time, q *broker.Queue) reply {
		consumer.ID, consumer.Created = strings.ToLower(c.consumer), now
		if old := q.Consumer; old != nil {
			if !strings.EqualFold(old.ID, c.consumer) {
				return consumerExists().reply()
			}
			if old.Type == consumer.Type {
				consumer.Created = old.Created
			}
		}
		q.SetConsumer(now, consumer)
		return ok(newWireConsumer(q, consumer))
	})
}

func (s *Server) deleteConsumer(c *call) reply {
	return s.withConsumer(c, func(now time.Time, q *broker.Queue) reply {
		q.SetConsumer(now, nil)
		return okBare()
	})
}

// newConsumer is a consumer with the API's defaults; those of a notification
// consumer can't be changed.
func newConsumer(kind string) *broker.Consumer {
	c := &broker.Consumer{Type: kind, MaxRetries: broker.DefaultMaxRetries}
	switch kind {
	case broker.Worker:
		c.BatchSize, c.MaxWait = 10, 5*time.Second
	case broker.Notification:
		c.BatchSize, c.MaxRetries, c.RetryDelay = 1, maxRetries, 10*time.Second
	default:
		c.BatchSize, c.Visibility = broker.DefaultBatchSize, broker.DefaultVisibility
	}
	return c
}

func parseConsumer(body []byte) (*broker.Consumer, *failure) {
	if isBlank(body) {
		// Recorded, whatever content type was said.
		return nil, fail(http.StatusBadRequest, codeBadRequest, "Request body is empty")
	}
	var in consumerRequest
	if bad := parseObject(body, &in); bad != nil {
		return nil, bad
	}
	return in.consumer()
}

func (in consumerRequest) consumer() (*broker.Consumer, *failure) {
	kind, _, bad := optionalString(in.Type, "type")
	if bad != nil {
		return nil, bad
	}
	if kind != broker.Pull && kind != broker.Worker && kind != broker.Notification {
		return nil, fail(http.StatusBadRequest, codeBadRequest,
			"Invalid consumer type: expected 'worker', 'http_pull' or 'notification'%s", at("type"))
	}
	c := newConsumer(kind)
	if kind == broker.Worker {
		if c.Script, bad = in.script(); bad != nil {
			return nil, bad
		}
	}
	if c.DeadLetter, _, bad = optionalString(in.DeadLetter, "dead_letter_queue"); bad != nil {
		return nil, bad
	}
	if c.DeadLetter != "" && !validQueueName(c.DeadLetter) {
		return nil, fail(http.StatusBadRequest, codeQueueName, "Invalid dead letter queue name")
	}
	if kind == broker.Notification {
		bad = readTargets(&c.Notify, in.Settings)
	} else {
		bad = readConsumerSettings(c, in.Settings)
	}
	if bad != nil {
		bad.code = codeConsumer
		return nil, bad
	}
	return c, nil
}

// script is the name of a Worker, under whichever member it came.
func (in consumerRequest) script() (string, *failure) {
	for _, name := range []jsontext.Value{in.Script, in.OldScript, in.Service} {
		if script, _, bad := optionalString(name, "script_name"); bad != nil || script != "" {
			return script, bad
		}
	}
	return "", fail(http.StatusBadRequest, codeBadRequest, "Required%s", at("script_name"))
}

type targetsRequest struct {
	Email     jsontext.Value `json:"email"`
	PagerDuty jsontext.Value `json:"pagerduty"`
	Webhooks  jsontext.Value `json:"webhooks"`
}

type targetRequest struct {
	ID jsontext.Value `json:"id"`
}

// readTargets reads the settings of a notification consumer.
func readTargets(n *broker.Notify, v jsontext.Value) *failure {
	if absent(v) {
		return nil
	}
	var in targetsRequest
	if bad := unpack(v, "settings", &in); bad != nil {
		return bad
	}
	for _, kind := range []struct {
		value jsontext.Value
		name  string
		into  *[]string
	}{
		{in.Email, "email", &n.Email},
		{in.PagerDuty, "pagerduty", &n.PagerDuty},
		{in.Webhooks, "webhooks", &n.Webhooks},
	} {
		path := "settings." + kind.name
		items, bad := list(kind.value, path)
		if bad != nil {
			return bad
		}
		if !absent(kind.value) {
			*kind.into = []string{}
		}
		for i, item := range items {
			var target targetRequest
			where := fmt.Sprintf("%s[%d]", path, i)
			if bad := unpack(item, where, &target); bad != nil {
				return bad
			}
			id, set, bad := optionalString(target.ID, where+".id")
			if bad == nil && !set {
				bad = required(where + ".id")
			}
			if bad != nil {
				return bad
			}
			*kind.into = append(*kind.into, id)
		}
	}
	return nil
}

func readConsumerSettings(c *broker.Consumer, v jsontext.Value) *failure {
	if absent(v) {
		return nil
	}
	var in consumerSettingsRequest
	if bad := unpack(v, "settings", &in); bad != nil {
		return bad
	}
	var concurrency int
	for _, n := range []struct {
		value       jsontext.Value
		name        string
		least, most int64
		into        *int
	}{
		{in.BatchSize, "batch_size", 1, maxBatch, &c.BatchSize},
		{in.MaxRetries, "max_retries", 0, maxRetries, &c.MaxRetries},
		{in.MaxConcurrency, "max_concurrency", 1, maxConcurrency, &concurrency},
	} {
		read, set, bad := wholeNumber(n.value, "settings."+n.name, n.least, n.most)
		if bad != nil {
			return bad
		}
		if set {
			*n.into = int(read)
		}
	}
	if concurrency > 0 {
		c.MaxConcurrency = &concurrency
	}
	for _, d := range []struct {
		value jsontext.Value
		name  string
		unit  time.Duration
		most  time.Duration
		into  *time.Duration
	}{
		{in.RetryDelay, "retry_delay", time.Second, maxDelay, &c.RetryDelay},
		{in.Visibility, "visibility_timeout_ms", time.Millisecond, maxVisibility, &c.Visibility},
		{in.MaxWait, "max_wait_time_ms", time.Millisecond, maxBatchWait, &c.MaxWait},
	} {
		read, bad := duration(d.value, "settings."+d.name, d.unit, d.most)
		if bad != nil {
			return bad
		}
		if read != nil {
			*d.into = *read
		}
	}
	return nil
}
