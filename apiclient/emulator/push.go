package emulator

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"leaseview/apiclient/emulator/internal/broker"
)

type pushRequest struct {
	Body        jsontext.Value `json:"body"`
	ContentType jsontext.Value `json:"content_type"`
	Delay       jsontext.Value `json:"delay_seconds"`
}

type batchRequest struct {
	Messages jsontext.Value `json:"messages"`
	Delay    jsontext.Value `json:"delay_seconds"`
}

// outgoing is one message to push, checked.
type outgoing struct {
	content broker.Content
	delay   *time.Duration
}

// delayKey is the metadata member that a message sent with a delay has been
// seen to carry.
const delayKey = "CF-msg-delay-secs"

// into puts the message into a queue.
func (o outgoing) into(now time.Time, q *broker.Queue) {
	if o.delay != nil && *o.delay > 0 {
		seconds := strconv.Itoa(int(o.delay.Seconds()))
		o.content.Metadata = append(o.content.Metadata, broker.Pair{Key: delayKey, Value: seconds})
	}
	q.Push(now, o.content, o.delay)
}

// sourceKey is the metadata member that says where a message came from.
const sourceKey = "CF-sourceMessageSource"

func (s *Server) push(c *call) reply {
	if bad := parseObject(c.body, &struct{}{}); bad != nil {
		return bad.reply()
	}
	one, bad := s.outgoing(c.body, "")
	if bad != nil {
		return bad.reply()
	}
	return s.withQueue(c, func(now time.Time, q *broker.Queue) reply {
		one.into(now, q)
		return s.pushed(q)
	})
}

func (s *Server) pushBatch(c *call) reply {
	var in batchRequest
	if bad := parseObject(c.body, &in); bad != nil {
		return bad.reply()
	}
	all, bad := s.batch(in)
	if bad != nil {
		return bad.reply()
	}
	return s.withQueue(c, func(now time.Time, q *broker.Queue) reply {
		for _, one := range all {
			one.into(now, q)
		}
		return s.pushed(q)
	})
}

// pushed is the answer of a push. It needs s.mu.
func (s *Server) pushed(q *broker.Queue) reply {
	if s.options.OldPushAnswer {
		return ok(nil)
	}
	return ok(pushResult{wireMetadata{s.metrics(q)}})
}

func (s *Server) batch(in batchRequest) ([]outgoing, *failure) {
	if absent(in.Messages) {
		return nil, required("messages")
	}
	items, bad := list(in.Messages, "messages")
	if bad != nil {
		return nil, bad
	}
	if len(items) == 0 {
		return nil, fail(http.StatusBadRequest, codeSchema, "Array must contain at least 1 element(s)%s", at("messages"))
	}
	if len(items) > maxBatch {
		return nil, fail(http.StatusBadRequest, codeBatchCount, "Batch count out of bounds: %d messages, at most %d", len(items), maxBatch)
	}
	delay, bad := pushDelay(in.Delay, "delay_seconds", codeBatchDelay, "Invalid batch delay")
	if bad != nil {
		return nil, bad
	}
	out := make([]outgoing, len(items))
	total := 0
	for i, item := range items {
		if out[i], bad = s.outgoing(item, fmt.Sprintf("messages[%d]", i)); bad != nil {
			return nil, bad
		}
		if out[i].delay == nil {
			out[i].delay = delay
		}
		total += len(out[i].content.Body)
	}
	if total > maxBatchBytes {
		return nil, fail(http.StatusRequestEntityTooLarge, codeBatchBytes, "Batch size out of bounds: %d bytes, at most %d", total, maxBatchBytes)
	}
	return out, nil
}

// outgoing reads one message of a push. Its path is "" for a single one.
func (s *Server) outgoing(v jsontext.Value, path string) (outgoing, *failure) {
	var in pushRequest
	if bad := unpack(v, path, &in); bad != nil {
		return outgoing{}, bad
	}
	prefix := path
	if prefix != "" {
		prefix += "."
	}
	kind, set, bad := optionalString(in.ContentType, prefix+"content_type")
	if bad != nil {
		return outgoing{}, bad
	}
	if !set {
		kind = "json"
	}
	var body string
	switch kind {
	case "text":
		body, bad = textBody(in.Body, prefix+"body")
	case "json":
		body, bad = s.jsonBody(in.Body, prefix+"body")
	default:
		bad = fail(http.StatusBadRequest, codeMetadata, "Invalid content type: expected 'text' or 'json'%s", at(prefix+"content_type"))
	}
	if bad != nil {
		return outgoing{}, bad
	}
	if len(body) > maxMessageBytes {
		return outgoing{}, fail(http.StatusRequestEntityTooLarge, codeMessageSize,
			"Message size out of bounds: %d bytes, at most %d", len(body), maxMessageBytes)
	}
	delay, bad := pushDelay(in.Delay, prefix+"delay_seconds", codeMetadata, "Invalid message delay")
	if bad != nil {
		return outgoing{}, bad
	}
	content := broker.Content{Body: body, Type: kind, Metadata: []broker.Pair{{Key: sourceKey, Value: "api"}}}
	return outgoing{content: content, delay: delay}, nil
}

func textBody(v jsontext.Value, path string) (string, *failure) {
	if len(v) == 0 {
		return "", required(path)
	}
	if v.Kind() != '"' {
		return "", wrongType("string", v, path)
	}
	text, _, bad := optionalString(v, path)
	return text, bad
}

func (s *Server) jsonBody(v jsontext.Value, path string) (string, *failure) {
	if len(v) == 0 {
		return "", required(path)
	}
	if v.Kind() != '{' && !s.options.AnyJSON {
		return "", wrongType("object", v, path)
	}
	compact := v.Clone()
	if err := compact.Compact(lenient); err != nil {
		return "", fail(http.StatusBadRequest, codeSchema, "Invalid input%s", at(path))
	}
	return string(compact), nil
}

// pushDelay reads a delay whose range has a code of its own.
func pushDelay(v jsontext.Value, path string, code int, text string) (*time.Duration, *failure) {
	n, set, bad := unbounded(v, path)
	if bad != nil || !set {
		return nil, bad
	}
	if n < 0 || n > maxDelay.Seconds() {
		return nil, fail(http.StatusBadRequest, code, "%s: must be 0 to %d seconds%s", text, int64(maxDelay/time.Second), at(path))
	}
	d := time.Duration(n) * time.Second
	return &d, nil
}
