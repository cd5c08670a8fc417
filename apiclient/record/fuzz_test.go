package record_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"leaseview/apiclient"
	"leaseview/apiclient/record"
)

// FuzzMetadata looks for metadata of which a record has other bytes than came,
// white space between members aside.
func FuzzMetadata(f *testing.F) {
	for _, seed := range []string{
		`{}`, `null`, `[1]`, `7`, `"x"`, `{"CF-Content-Type":"text","n":1.50,"n":"1.50"}`, `{ "a" : [ 1E3 , {"b":null} ], "\u0061": "\/" }`,
		"{\"\xff\":\"\\ud83d\",\"\":\"\xed\xa0\xbd\"}", "{\"\u2028\":\"\u2028\\u2028\x7f\",\"<\":\"&\"}", `{"a":-0,"b":1e999,"c":0.10e+01}`,
	} {
		f.Add([]byte(seed))
	}
	options := []jsontext.Options{
		jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true), jsontext.PreserveRawStrings(true),
	}
	f.Fuzz(func(t *testing.T, metadata []byte) {
		want := jsontext.Value(metadata).Clone()
		if !want.IsValid(options...) || want.Compact(options...) != nil {
			return
		}
		answer := `{"success":true,"result":{"messages":[{"id":"a","body":"","metadata":` + string(metadata) + `}]}}`
		client, err := apiclient.New(apiclient.Config{
			Account: apiclient.AccountID(strings.Repeat("0", 32)), Token: "token", Transport: transport(answer),
		})
		if err != nil {
			t.Fatal(err)
		}
		peek, err := client.Peek(t.Context(), "q", 1)
		if err != nil || len(peek.Messages) != 1 {
			return // deeper than an answer may be
		}
		got, err := record.Encode(peek.Messages[0])
		if err != nil {
			t.Fatal(err)
		}
		if want := `{"id":"a","body":"","metadata":` + string(want) + `}`; !bytes.Equal(got, []byte(want)) {
			t.Errorf("recorded %q, want %q", got, want)
		}
	})
}
