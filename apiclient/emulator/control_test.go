package emulator_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"leaseview/apiclient/emulator"
)

// TestDeletedQueueStaysInTheList, and nowhere else.
func TestDeletedQueueStaysInTheList(t *testing.T) {
	t.Parallel()
	clock := newClock()
	seed := orders("")
	seed.Queues = append(seed.Queues, emulator.SeedQueue{Name: "other"})
	r := newRaw(t, emulator.Options{Now: clock.now, DeletedQueueStays: 5 * time.Second}, seed)
	queues := "/accounts/" + r.server.Account() + "/queues"
	listed := func(query string) []string {
		t.Helper()
		var names []string
		answer := r.do(http.MethodGet, queues+query, "").json
		for _, q := range answer["result"].([]any) {
			names = append(names, q.(map[string]any)["queue_id"].(string))
		}
		if total := answer["result_info"].(map[string]any)["total_count"]; total != float64(len(names)) {
			t.Errorf("%d names of %v", len(names), total)
		}
		return names
	}
	r.pushText("a")
	if answer := r.do(http.MethodDelete, r.queue(""), ""); answer.status != 200 {
		t.Fatal(answer.text)
	}
	for call, body := range map[string]string{"GET ": "", "DELETE ": "", "GET /metrics": "", "POST /messages/pull": "", "GET /consumers": ""} {
		method, rest, _ := bytes.Cut([]byte(call), []byte(" "))
		if answer := r.do(string(method), r.queue(string(rest)), body); answer.status != 404 {
			t.Errorf("%s: %d", call, answer.status)
		}
	}
	if got := listed(""); len(got) != 2 || got[0] != ordersID {
		t.Errorf("the list right after: %v", got)
	}
	created := r.do(http.MethodPost, queues, `{"queue_name":"orders"}`)
	if created.status != 200 {
		t.Fatalf("the name is free: %s", created.text)
	}
	if got := listed("?name=orders"); len(got) != 2 || got[0] != ordersID {
		t.Errorf("the old queue, then the new one: %v", got)
	}
	clock.step(5*time.Second - 1)
	if got := listed(""); len(got) != 3 {
		t.Errorf("just before it goes: %v", got)
	}
	clock.step(1)
	if got := listed("?name=orders"); len(got) != 1 || got[0] == ordersID || len(listed("")) != 2 || len(r.server.Queues()) != 2 {
		t.Errorf("after it went: %v", got)
	}
}

// schemaQueue is the Queue of the API's schema, and nothing more.
type schemaQueue struct {
	ID             string `json:"queue_id"`
	Name           string `json:"queue_name"`
	Created        string `json:"created_on"`
	Modified       string `json:"modified_on"`
	ProducersTotal int    `json:"producers_total_count"`
	Producers      []struct {
		Type   string `json:"type"`
		Script string `json:"script"`
		Bucket string `json:"bucket_name"`
	} `json:"producers"`
	ConsumersTotal int              `json:"consumers_total_count"`
	Consumers      []schemaConsumer `json:"consumers"`
	Settings       struct {
		Delay     int  `json:"delivery_delay"`
		Paused    bool `json:"delivery_paused"`
		Retention int  `json:"message_retention_period"`
	} `json:"settings"`
	Jurisdiction string `json:"jurisdiction"`
}

type schemaConsumer struct {
	ID         string         `json:"consumer_id"`
	Created    string         `json:"created_on"`
	Type       string         `json:"type"`
	QueueName  string         `json:"queue_name"`
	ScriptName string         `json:"script_name"`
	DeadLetter string         `json:"dead_letter_queue"`
	Settings   map[string]any `json:"settings"`
}

func TestPurgeAnswersAQueueAndNothingElse(t *testing.T) {
	t.Parallel()
	for kind, consumer := range map[string]*emulator.SeedConsumer{
		"none":         nil,
		"http_pull":    {Type: "http_pull"},
		"worker":       {Type: "worker", Script: "shop"},
		"notification": {Type: "notification"},
	} {
		seed := orders("")
		seed.Queues[0].Consumer = consumer
		r := newRaw(t, emulator.Options{}, seed)
		answer := r.do(http.MethodPost, r.queue("/purge"), `{"delete_messages_permanently":true}`)
		var envelope struct{ Result json.RawMessage }
		if err := json.Unmarshal([]byte(answer.text), &envelope); err != nil || answer.status != 200 {
			t.Fatal(err, answer.text)
		}
		strict := json.NewDecoder(bytes.NewReader(envelope.Result))
		strict.DisallowUnknownFields()
		var q schemaQueue
		if err := strict.Decode(&q); err != nil || q.ID != ordersID || q.ConsumersTotal != len(q.Consumers) || (q.ConsumersTotal == 0) != (consumer == nil) {
			t.Errorf("%s: %v %s", kind, err, answer.text)
		}
	}
}

// TestNotificationConsumer: it is kept and shown, nobody can pull beside it, and
// its budget is its own.
func TestNotificationConsumer(t *testing.T) {
	t.Parallel()
	seed := orders("")
	seed.Queues[0].Consumer = nil
	r := newRaw(t, emulator.Options{}, seed)
	const settings = `{"email":[{"id":"ops@example.com"},{"id":"me@example.com"}],"webhooks":[{"id":"0123"}]}`
	shown := func(answer got, want string) {
		t.Helper()
		result, _ := answer.json["result"].(map[string]any)
		data, err := json.Marshal(result["settings"])
		if err != nil || answer.status != 200 || result["type"] != "notification" || string(data) != want {
			t.Errorf("%d %s, want the settings %s", answer.status, answer.text, want)
		}
	}
	created := r.do(http.MethodPost, r.queue("/consumers"), `{"type":"notification","settings":`+settings+`,"dead_letter_queue":"dead"}`)
	shown(created, settings)
	id := created.json["result"].(map[string]any)["consumer_id"].(string)
	shown(r.do(http.MethodGet, r.queue("/consumers/"+id), ""), settings)
	if q := r.server.Queues()[0]; q.Consumer != "notification" || q.DeadLetter != "dead" || q.Allowed != 101 {
		t.Errorf("%+v", q)
	}
	answer := r.do(http.MethodPost, r.queue("/messages/pull"), "")
	if code, text := errorOf(t, answer); answer.status != 405 || code != 0 || text != "messages cannot be pulled unless http_pull mode is enabled" {
		t.Errorf("a pull: %s", answer.text)
	}
	r.pushText("a")
	if len(r.peek("")) != 1 {
		t.Error("a peek works")
	}
	shown(r.do(http.MethodPut, r.queue("/consumers/"+id), `{"type":"notification","settings":{"pagerduty":[]}}`), `{"pagerduty":[]}`)
	shown(r.do(http.MethodPut, r.queue("/consumers/"+id), `{"type":"notification"}`), `{}`)
}
