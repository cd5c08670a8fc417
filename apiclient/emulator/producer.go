package emulator

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"leaseview/apiclient/emulator/internal/broker"
)

// producerQueue is the header that names the queue of a producer's request.
// workerd's configuration can add it to what a binding sends; the binding's own
// requests name no queue.
const producerQueue = "X-Leaseview-Queue"

// producerHost is the host that workerd's binding names, whatever its address is.
const producerHost = "fake-host"

// The body of a batch, as workerd 1.20261117.1 sends it.
type producerBatch struct {
	Messages []producerMessage `json:"messages"`
}

type producerMessage struct {
	Body        string         `json:"body"` // base64
	ContentType string         `json:"contentType"`
	Delay       jsontext.Value `json:"delaySecs"`
}

type producerAnswer struct {
	Metadata producerMetadata `json:"metadata"`
}

type producerMetadata struct {
	Metrics producerMetrics `json:"metrics"`
}

type producerMetrics struct {
	Count  int   `json:"backlogCount"`
	Bytes  int64 `json:"backlogBytes"`
	Oldest int64 `json:"oldestMessageTimestamp,omitzero"` // ms; workerd makes it a Date, so unknown is left out
}

// ProducerHandler speaks what the queue producer binding of workerd sends, so
// that a Worker fills the emulator's queues with genuine messages of every
// content type: POST /message, POST /batch and GET /metrics. The queue is named
// by the header X-Leaseview-Queue, or by a path segment in front
// (/orders/message); with one queue in all it needs no name.
//
// It answers to the names of this machine, to Options.Hosts and to the one that
// workerd sends, and to no page in a browser: a producer needs no token.
func (s *Server) ProducerHandler() http.Handler { return s.guarded(s.serveProducer, producerHost) }

func (s *Server) serveProducer(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	x := Exchange{Time: s.now(), Method: r.Method, Path: r.URL.Path, Op: "produce", RayID: s.nextRay()}
	s.mu.Unlock()
	body := newIncoming(w, r, &s.bodies)
	defer body.release()
	answer, bad := s.produce(r, body)
	body.answering(w.Header())
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("CF-Ray", x.RayID)
	x.Status = http.StatusOK
	if bad != nil {
		x.Status = bad.status
		answer = failed(bad.status, wireError{Code: bad.code, Message: bad.message}).body
		// workerd puts these two into the exception that the Worker gets.
		w.Header().Set("CF-Queues-Error-Code", strconv.Itoa(bad.code))
		w.Header().Set("CF-Queues-Error-Cause", bad.message)
	}
	w.WriteHeader(x.Status)
	data, _ := json.Marshal(answer) // numbers and checked strings: nothing here can fail
	n, _ := w.Write(data)           // a Worker that went away is its own business
	x.Bytes = int64(n)
	if s.options.Log != nil {
		x.Duration = s.Now().Sub(x.Time)
		s.options.Log(x)
	}
}

func (s *Server) produce(r *http.Request, body *incoming) (any, *failure) {
	action := strings.Trim(r.URL.Path, "/")
	queue := r.Header.Get(producerQueue)
	if before, after, found := strings.Cut(action, "/"); found {
		queue, action = before, after
	}
	var read func(http.Header, []byte) ([]outgoing, *failure)
	switch r.Method + " " + action {
	case "POST message":
		read = producedMessage
	case "POST batch":
		read = producedBatch
	case "GET metrics":
		return s.produceMetrics(queue)
	default:
		return nil, fail(http.StatusNotFound, codeNoRoute, "A producer sends POST /message, POST /batch or GET /metrics")
	}
	data, bad := body.read(maxRequest)
	if bad != nil {
		return nil, bad
	}
	all, bad := read(r.Header, data)
	if bad != nil {
		return nil, bad
	}
	metrics, bad := s.produceInto(queue, all)
	return producerAnswer{producerMetadata{metrics}}, bad
}

func producedMessage(h http.Header, body []byte) ([]outgoing, *failure) {
	kind := h.Get("X-Msg-Fmt")
	if kind == "" {
		kind = "v8" // what a binding without the header means
	}
	delay, bad := headerDelay(h)
	if bad != nil {
		return nil, bad
	}
	one, bad := produced(kind, string(body), delay)
	return []outgoing{one}, bad
}

func producedBatch(h http.Header, body []byte) ([]outgoing, *failure) {
	var in producerBatch
	if err := json.Unmarshal(body, &in, lenient); err != nil {
		return nil, fail(http.StatusBadRequest, codeMalformed, "Request body is not a batch: %v", plainly(err))
	}
	if len(in.Messages) == 0 || len(in.Messages) > maxBatch {
		return nil, fail(http.StatusBadRequest, codeBatchCount, "Batch count out of bounds")
	}
	standard, bad := headerDelay(h)
	if bad != nil {
		return nil, bad
	}
	all := make([]outgoing, len(in.Messages))
	total := 0
	for i, m := range in.Messages {
		raw, err := base64.StdEncoding.DecodeString(m.Body)
		if err != nil {
			return nil, fail(http.StatusBadRequest, codeSchema, "Body of message %d is not base64", i)
		}
		delay, bad := pushDelay(m.Delay, "delaySecs", codeMetadata, "Invalid message delay")
		if bad != nil {
			return nil, bad
		}
		if delay == nil {
			delay = standard
		}
		if all[i], bad = produced(m.ContentType, string(raw), delay); bad != nil {
			return nil, bad
		}
		total += len(raw)
	}
	if total > maxBatchBytes {
		return nil, fail(http.StatusRequestEntityTooLarge, codeBatchBytes, "Batch size out of bounds")
	}
	return all, nil
}

func headerDelay(h http.Header) (*time.Duration, *failure) {
	text := h.Get("X-Msg-Delay-Secs")
	if text == "" {
		return nil, nil
	}
	n, err := strconv.Atoi(text)
	if d := time.Duration(n) * time.Second; err == nil && n >= 0 && d <= maxDelay {
		return &d, nil
	}
	return nil, fail(http.StatusBadRequest, codeBatchDelay, "Invalid batch delay")
}

func produced(kind, body string, delay *time.Duration) (outgoing, *failure) {
	switch {
	case len(body) > maxMessageBytes:
		return outgoing{}, fail(http.StatusRequestEntityTooLarge, codeMessageSize, "Message size out of bounds")
	case kind == "json" && !jsontext.Value(body).IsValid(lenient), kind == "text" && !utf8.ValidString(body):
		return outgoing{}, fail(http.StatusBadRequest, codeMetadata, "Body does not fit the content type %s", kind)
	case kind != "json" && kind != "text" && kind != "bytes" && kind != "v8":
		return outgoing{}, fail(http.StatusBadRequest, codeMetadata, "Invalid content type")
	}
	return outgoing{content: broker.Content{Body: body, Type: kind}, delay: delay}, nil
}

func (s *Server) produceMetrics(queue string) (any, *failure) {
	return s.produceInto(queue, nil)
}

// produceInto puts the messages into the named queue and answers its metrics.
func (s *Server) produceInto(name string, all []outgoing) (producerMetrics, *failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	q, bad := s.producedTo(now, name)
	if bad != nil {
		return producerMetrics{}, bad
	}
	for _, one := range all {
		one.into(now, q)
	}
	m := s.metrics(q)
	return producerMetrics{Count: m.Count, Bytes: m.Bytes, Oldest: m.OldestMS}, nil
}

func (s *Server) producedTo(now time.Time, name string) (*broker.Queue, *failure) {
	if name != "" {
		if q, found := s.broker.QueueByName(now, name); found {
			return q, nil
		}
		return nil, fail(http.StatusNotFound, codeNoQueuePlane, "There is no queue %q", name)
	}
	all := s.broker.Queues(now)
	if len(all) == 1 {
		return all[0], nil
	}
	return nil, fail(http.StatusNotFound, codeNoQueuePlane,
		"There are %d queues: name one by the header %s or by a path as /orders/message", len(all), producerQueue)
}
