package emulator_test

import (
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"testing"

	"github.com/cloudflare/cloudflare-go/v7/queues"

	"leaseview/apiclient/emulator"
)

// TestAnswersFitTheSDKsSchema decodes answers with the official SDK's types,
// which follow Cloudflare's OpenAPI schema and remember how every member came.
func TestAnswersFitTheSDKsSchema(t *testing.T) {
	t.Parallel()
	likeProfiles(t, func(t *testing.T, o emulator.Options, _ float64) { answersFit(t, newRaw(t, o, orders(""))) })
}

func answersFit(t *testing.T, r *raw) {
	r.pushText("a", "b", "c")
	pulled := r.pull(`{"batch_size":1}`)
	for _, tc := range []struct {
		method, path, body string
		into               json.Unmarshaler
	}{
		{http.MethodPost, "/messages", oneMessage, &queues.MessagePushResponse{}},
		{http.MethodPost, "/messages/batch", `{"messages":[` + oneMessage + `]}`, &queues.MessageBulkPushResponse{}},
		{http.MethodPost, "/messages/pull", `{"batch_size":1}`, &queues.MessagePullResponse{}},
		{http.MethodPost, "/messages/peek", "", &queues.MessagePeekResponse{}},
		{http.MethodPost, "/messages/ack", ackBody(pulled[0].Lease, "unknown"), &queues.MessageAckResponse{}},
		{http.MethodPost, "/messages/purge", `{"refs":[{"ref":"unknown"}]}`, &queues.MessagePurgeResponse{}},
		{http.MethodGet, "/metrics", "", &queues.QueueGetMetricsResponse{}},
		{http.MethodGet, "", "", &queues.Queue{}},
		{http.MethodPatch, "", `{"settings":{"delivery_delay":1}}`, &queues.Queue{}},
		{http.MethodPost, "/purge", `{"delete_messages_permanently":true}`, &queues.Queue{}},
		{http.MethodGet, "/purge", "", &queues.PurgeStatusResponse{}},
	} {
		answer := r.do(tc.method, r.queue(tc.path), tc.body)
		var envelope struct{ Result json.RawMessage }
		if err := json.Unmarshal([]byte(answer.text), &envelope); err != nil || answer.status != http.StatusOK {
			t.Fatal(tc.path, answer.status, err)
		}
		if err := tc.into.UnmarshalJSON(envelope.Result); err != nil {
			t.Fatal(tc.path, err)
		}
		fitsSDK(t, tc.method+" "+tc.path, reflect.ValueOf(tc.into).Elem())
	}
}

// Members beside the schema, and members of the schema that an answer may lack.
var (
	beside = []string{"script"}
	absent = []string{"ScriptName", "MaxConcurrency", "MaxWaitTimeMs", "VisibilityTimeoutMs"}
)

// fitsSDK walks what the SDK decoded.
func fitsSDK(t *testing.T, where string, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			fitsSDK(t, where, v.Index(i))
		}
	case reflect.Struct:
		meta := v.FieldByName("JSON")
		if !meta.IsValid() {
			return
		}
		for name, value := range meta.Fields() {
			if !name.IsExported() {
				continue
			}
			field, is := value.Interface().(interface {
				IsInvalid() bool
				IsMissing() bool
			})
			switch {
			case is && field.IsInvalid():
				t.Errorf("%s.%s is of a type that the schema forbids", where, name.Name)
			case is && field.IsMissing() && !slices.Contains(absent, name.Name):
				t.Errorf("%s.%s is missing", where, name.Name)
			case name.Name == "ExtraFields":
				for _, key := range value.MapKeys() {
					if !slices.Contains(beside, key.String()) {
						t.Errorf("%s has %q, which the schema lacks", where, key)
					}
				}
			}
		}
		for name, value := range v.Fields() {
			if name.IsExported() && name.Name != "JSON" {
				fitsSDK(t, where+"."+name.Name, value)
			}
		}
	}
}
