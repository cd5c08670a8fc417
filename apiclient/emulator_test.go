package apiclient_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"leaseview/apiclient"
	"leaseview/apiclient/body"
	"leaseview/apiclient/emulator"
)

const (
	ordersID = apiclient.QueueID("0123456789abcdef0123456789abcdef")
	workerID = apiclient.QueueID("00000000000000000000000000000abc")
)

// bench is a client and the emulator that it talks to, in process and without
// sockets.
type bench struct {
	*apiclient.Client
	server *emulator.Server
	calls  []apiclient.Call
}

func newBench(t *testing.T, o emulator.Options, messages ...emulator.SeedMessage) *bench {
	t.Helper()
	b := &bench{server: emulator.NewTest(t, o)}
	seed := emulator.Seed{Queues: []emulator.SeedQueue{
		{
			ID: string(ordersID), Name: "orders", Messages: messages,
			Consumer: &emulator.SeedConsumer{Type: "http_pull", DeadLetter: "orders-dlq", Settings: []byte(`{"max_retries":3}`)},
		},
		{Name: "orders-dlq"},
		{ID: string(workerID), Name: "mails", Consumer: &emulator.SeedConsumer{Type: "worker", Script: "mailer"}},
	}}
	if err := b.server.Seed(seed); err != nil {
		t.Fatal(err)
	}
	b.Client = clientOf(t, b.server, apiclient.Config{Observe: func(call apiclient.Call) { b.calls = append(b.calls, call) }})
	return b
}

func clientOf(t *testing.T, s *emulator.Server, cfg apiclient.Config) *apiclient.Client {
	t.Helper()
	if cfg.Transport == nil {
		cfg.BaseURL, cfg.Transport = s.BaseURL(), s.RoundTripper()
	}
	if cfg.Token == "" {
		cfg.Token = s.Token()
	}
	cfg.Account = apiclient.AccountID(s.Account())
	c, err := apiclient.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func words(n int) []emulator.SeedMessage {
	var messages []emulator.SeedMessage
	for i := range n {
		messages = append(messages, emulator.SeedMessage{Body: fmt.Sprintf("message %d", i), ContentType: "text"})
	}
	return messages
}

func leases(ms []apiclient.Message) []apiclient.LeaseID {
	var ids []apiclient.LeaseID
	for _, m := range ms {
		ids = append(ids, m.LeaseID)
	}
	return ids
}

// One message from its sending to its end, by way of a peek, a pull, an
// extension, a lapse and a retry.
func TestMessageLife(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, emulator.Options{})
		ctx := t.Context()
		pushed := must(b.Push(ctx, ordersID, apiclient.Outgoing{JSON: jsontext.Value(`{"order":1042}`)}))(t)
		if pushed.Metrics == nil || pushed.Metrics.BacklogCount != apiclient.CountOf(1) {
			t.Errorf("pushed: %+v", pushed.Metrics)
		}
		peeked := must(b.Peek(ctx, ordersID, 10))(t).Messages
		if len(peeked) != 1 || peeked[0].LeaseID != "" || peeked[0].Ref == "" || peeked[0].ContentType() != "json" {
			t.Fatalf("peeked: %+v", peeked)
		}
		if got := peeked[0].Decode(); got.Kind != body.JSON || string(got.Bytes) != `{"order":1042}` || got.How != "json, plain -> 14 bytes" {
			t.Errorf("decoded: %+v", got)
		}
		pulled := must(b.Pull(ctx, ordersID, apiclient.PullOptions{BatchSize: 5, VisibilityTimeout: 30 * time.Second}))(t)
		first := pulled.Messages[0]
		if first.ID != peeked[0].ID || first.Attempts != apiclient.CountOf(0) || first.LeaseID == "" || first.Ref != "" || pulled.BacklogCount != apiclient.CountOf(1) {
			t.Fatalf("pulled: %+v", pulled)
		}
		if none := must(b.Pull(ctx, ordersID, apiclient.PullOptions{}))(t); len(none.Messages) != 0 {
			t.Errorf("a leased message was pulled again: %+v", none)
		}
		time.Sleep(20 * time.Second)
		extended := must(b.Extend(ctx, ordersID, leases(pulled.Messages), time.Minute))(t)
		if extended.Extended != apiclient.CountOf(1) || len(extended.Leases) != 0 {
			t.Fatalf("extended: %+v", extended)
		}
		time.Sleep(59 * time.Second)
		if none := must(b.Pull(ctx, ordersID, apiclient.PullOptions{}))(t); len(none.Messages) != 0 {
			t.Error("the extended lease lapsed early")
		}
		time.Sleep(2 * time.Second)
		again := must(b.Pull(ctx, ordersID, apiclient.PullOptions{}))(t).Messages
		if len(again) != 1 || again[0].Attempts != apiclient.CountOf(1) || again[0].LeaseID == first.LeaseID {
			t.Fatalf("pulled again: %+v", again)
		}
		delay := 10 * time.Second
		settled := must(b.Settle(ctx, ordersID, apiclient.Settlement{Retries: []apiclient.Retry{{LeaseID: again[0].LeaseID, Delay: &delay}}}))(t)
		if settled.Retried != 1 || settled.Acked != 0 || len(settled.Warnings) != 0 {
			t.Errorf("retried: %+v", settled)
		}
		time.Sleep(10 * time.Second)
		last := must(b.Pull(ctx, ordersID, apiclient.PullOptions{}))(t).Messages
		settled = must(b.Settle(ctx, ordersID, apiclient.Settlement{Acks: append(leases(last), "nobody-gave-this-out")}))(t)
		if settled.Acked != 1 || !strings.Contains(settled.Warnings["nobody-gave-this-out"], "unknown") {
			t.Errorf("acked: %+v", settled)
		}
		if m := must(b.Metrics(ctx, ordersID))(t); m.BacklogCount != apiclient.CountOf(0) || !m.Oldest.IsZero() || b.server.Count("orders") != 0 {
			t.Errorf("metrics: %+v", m)
		}
	})
}

// must turns a result and its error into a result.
func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestPurges(t *testing.T) {
	t.Parallel()
	b := newBench(t, emulator.Options{}, words(5)...)
	ctx := t.Context()
	peeked := must(b.Peek(ctx, ordersID, 2))(t).Messages
	purged := must(b.PurgeMessages(ctx, ordersID, []apiclient.Ref{peeked[0].Ref, peeked[1].Ref, "unknown-ref"}))(t)
	if b.server.Count("orders") != 3 || len(purged.Warnings)+len(purged.Notes) != 1 {
		t.Errorf("%d left: %+v", b.server.Count("orders"), purged)
	}
	must(b.PurgeQueue(ctx, ordersID))(t)
	if b.server.Count("orders") != 0 {
		t.Error("the queue is not empty")
	}
	if status := must(b.PurgeQueueStatus(ctx, ordersID))(t); status.StartedAt.IsZero() || status.Completed == "" {
		t.Errorf("%+v", status)
	}
}

func TestPushBatch(t *testing.T) {
	t.Parallel()
	b := newBench(t, emulator.Options{OldPushAnswer: true})
	// Every byte that UTF-8 text can hold must arrive as it was sent.
	text := "é\x00\"\\ </script>\u2028😀"
	delay := time.Hour
	pushed := must(b.PushBatch(t.Context(), ordersID, []apiclient.Outgoing{
		{Body: text}, {JSON: jsontext.Value(`{"a":"` + "é" + `"}`)}, {Body: "later", Delay: &delay},
	}))(t)
	if pushed.Metrics != nil {
		t.Error("older servers send no metrics")
	}
	var bodies []string
	for _, m := range b.server.Messages("orders") {
		bodies = append(bodies, m.ContentType+" "+m.Body+" "+m.State)
	}
	if want := []string{"text " + text + " waiting", `json {"a":"é"} waiting`, "text later delayed"}; !slices.Equal(bodies, want) {
		t.Errorf("%q, want %q", bodies, want)
	}
	got := must(b.Pull(t.Context(), ordersID, apiclient.PullOptions{BatchSize: 1}))(t).Messages
	if len(got) != 1 || got[0].Body != text {
		t.Errorf("%+v", got)
	}
}

func TestQueuesAndConsumers(t *testing.T) {
	t.Parallel()
	b := newBench(t, emulator.Options{})
	ctx := t.Context()
	for i := range 30 {
		seed := emulator.Seed{Queues: []emulator.SeedQueue{{Name: fmt.Sprintf("many-%d", i)}}}
		if err := b.server.Seed(seed); err != nil {
			t.Fatal(err)
		}
	}
	if all := must(b.ListQueues(ctx))(t); len(all) != 33 {
		t.Errorf("%d queues", len(all))
	}
	orders := must(b.FindQueue(ctx, "orders"))(t)
	if byID := must(b.FindQueue(ctx, string(ordersID)))(t); orders.ID != ordersID || byID.Name != "orders" || len(orders.Consumers) != 1 {
		t.Errorf("%+v, %+v", orders, byID)
	}
	if _, err := b.FindQueue(ctx, "ordesr"); !apiclient.IsNotFound(err) || !strings.Contains(err.Error(), "nearest: orders") {
		t.Error(err)
	}
	consumer := must(b.Consumers(ctx, ordersID))(t)[0]
	if consumer.Type != apiclient.ConsumerHTTPPull || consumer.MaxRetries != apiclient.CountOf(3) || consumer.DeadLetterQueue != "orders-dlq" ||
		consumer.VisibilityTimeout != apiclient.DefaultVisibility {
		t.Errorf("%+v", consumer)
	}
	if worker := must(b.Consumers(ctx, workerID))(t)[0]; worker.Script != "mailer" || worker.Type != apiclient.ConsumerWorker {
		t.Errorf("%+v", worker)
	}
	if err := b.RemoveConsumer(ctx, ordersID, consumer.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Pull(ctx, ordersID, apiclient.PullOptions{}); !apiclient.IsNoPullConsumer(err) {
		t.Error(err)
	}
	retries := 7
	added := must(b.AddPullConsumer(ctx, ordersID, apiclient.PullConsumerOptions{MaxRetries: &retries, VisibilityTimeout: 5 * time.Second}))(t)
	if added.MaxRetries != apiclient.CountOf(7) || added.VisibilityTimeout != 5*time.Second {
		t.Errorf("%+v", added)
	}
	if paused := must(b.SetDeliveryPaused(ctx, orders, true))(t); !paused.DeliveryPaused || paused.Name != "orders" {
		t.Errorf("%+v", paused)
	}
	if _, err := b.Pull(ctx, ordersID, apiclient.PullOptions{}); !apiclient.IsPaused(err) {
		t.Error(err)
	}
	if resumed := must(b.SetDeliveryPaused(ctx, orders, false))(t); resumed.DeliveryPaused {
		t.Errorf("%+v", resumed)
	}
}

// Every encoding and kind of body comes out as the bytes that went in.
func TestBodiesAreExact(t *testing.T) {
	t.Parallel()
	for _, encoding := range []emulator.Encoding{emulator.EncodingBase64, emulator.EncodingPlain, emulator.EncodingMixed} {
		in := []emulator.SeedMessage{
			{Body: `{"a":1}`, ContentType: "json"},
			{Body: "[1, 2]", ContentType: "json"},
			{Body: "plain\n", ContentType: "text"},
			{Body: "\x00\xff\xfe", ContentType: "bytes"},
			{Body: "\xff\x0f\x22\x01a", ContentType: "v8"},
		}
		b := newBench(t, emulator.Options{JSONEncoding: encoding}, in...)
		got := must(b.Pull(t.Context(), ordersID, apiclient.PullOptions{BatchSize: 10}))(t).Messages
		if len(got) != len(in) {
			t.Fatal(len(got))
		}
		for i, m := range got {
			if decoded := m.Decode(); string(decoded.Bytes) != in[i].Body || decoded.Kind.String() != in[i].ContentType || decoded.Err != nil {
				t.Errorf("%s %s: %+v", encoding, in[i].ContentType, decoded)
			}
		}
	}
}

// The same over a socket, with net/http's own transport.
func TestOverASocket(t *testing.T) {
	t.Parallel()
	s := emulator.NewTest(t, emulator.Options{})
	if err := s.Seed(emulator.Seed{Queues: []emulator.SeedQueue{{
		ID: string(ordersID), Name: "orders", Consumer: &emulator.SeedConsumer{Type: "http_pull"}, Messages: words(100),
	}}}); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s.Handler())
	t.Cleanup(server.Close)
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	c := clientOf(t, s, apiclient.Config{BaseURL: server.URL + "/client/v4", Transport: transport})
	pulled := must(c.Pull(t.Context(), ordersID, apiclient.PullOptions{BatchSize: 100}))(t)
	if len(pulled.Messages) != 100 || pulled.RayID == "" || pulled.ServerTime.IsZero() {
		t.Errorf("%d messages, %+v", len(pulled.Messages), pulled.Reply)
	}
	settled := must(c.Settle(t.Context(), ordersID, apiclient.Settlement{Acks: leases(pulled.Messages)}))(t)
	if settled.Acked != 100 || s.Count("orders") != 0 {
		t.Errorf("%+v", settled)
	}
}
