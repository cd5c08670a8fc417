package record_test

import (
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leaseview/apiclient"
	"leaseview/apiclient/record"
)

type transport string

func (answer transport) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(string(answer)))}, nil
}

// A line of the journal has every member that came, to the last digit, whatever
// the program makes of it.
func TestTheJournalHasWhatCame(t *testing.T) {
	t.Parallel()
	messages := []string{
		`{"id":"a","timestamp_ms":1710950954154.250,"attempts":0,"body":"x","metadata":{"k":"v"},"lease_id":"l"}`,
		`{"id":7,"timestamp_ms":"soon","attempts":2.50,"body":"x","metadata":[1,{"a":"\u0062"}],"lease_id":"l"}`,
		`{"id":{"n":1},"timestamp_ms":0,"attempts":-1,"body":[1.50],"metadata":true,"lease_id":7,"ref":[]}`,
		`{"timestamp_ms":1e300,"attempts":1e300,"body":null,"metadata":{},"lease_id":"","new":"\ud83d\ude00"}`,
		`{"id":"a","attempts":1,"body":"x","metadata":{},"lease_id":"l","attempts":2,"lease_id":"m"}`,
		`{"id":"a","attempts":1,"body":"x","metadata":{"n":1.50,"k":"\u0041","k":{"b":[1E3,null,"1"]},"\u006b":null,"t":true,"s":"1"},"lease_id":"l"}`,
		"{\"id\":\"a\",\"attempts\":1,\"body\":\"x\",\"metadata\":{\"\xff\":\"\\ud83d\",\"\":\"\xfe\"},\"lease_id\":\"l\"}",
		`{"id":"a","attempts":1,"body":"x","metadata":null,"lease_id":"l"}`,
		`{"id":"a","attempts":1,"body":"x","lease_id":"l"}`,
	}
	client, err := apiclient.New(apiclient.Config{
		Account: apiclient.AccountID(strings.Repeat("0", 32)), Token: "token",
		Transport: transport(`{"success":true,"result":{"messages":[` + strings.Join(messages, ",") + `]}}`),
	})
	if err != nil {
		t.Fatal(err)
	}
	pull, err := client.Pull(t.Context(), "q", apiclient.PullOptions{})
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "journal")
	if err := openJournal(t, name).Deliver(orders, pulled, time.Minute, pull.Messages); err != nil {
		t.Fatal(err)
	}
	var inJournal, encoded []string
	for line := range strings.Lines(read(t, name)) {
		_, message, _ := strings.Cut(strings.TrimSuffix(line, "}\n"), `"message":`)
		inJournal = append(inJournal, message)
	}
	for _, m := range pull.Messages {
		line, err := record.Encode(m)
		if err != nil {
			t.Fatal(err)
		}
		encoded = append(encoded, string(line))
	}
	if diff := cmp.Diff(messages, encoded); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(messages, inJournal); diff != "" {
		t.Error(diff)
	}
}
