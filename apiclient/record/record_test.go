package record_test

import (
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"leaseview/apiclient"
	"leaseview/apiclient/record"
)

func TestEncode(t *testing.T) {
	t.Parallel()
	sent := time.UnixMilli(1710950954154)
	tests := []struct {
		name    string
		message apiclient.Message
		want    string
	}{
		{
			"pulled",
			apiclient.Message{
				ID: "b01b", LeaseID: "eyJ.l", Attempts: 2, Timestamp: sent, Body: "hi\n\"you\"",
				Metadata: []apiclient.MetadataEntry{{Key: "CF-Content-Type", Value: "text"}},
			},
			`{"id":"b01b","timestamp_ms":1710950954154,"attempts":2,"body":"hi\n\"you\"","metadata":{"CF-Content-Type":"text"},"lease_id":"eyJ.l"}`,
		},
		{
			"peeked, without a timestamp",
			apiclient.Message{ID: "b01b", Ref: "r"},
			`{"id":"b01b","attempts":0,"body":"","metadata":{},"ref":"r"}`,
		},
		{
			"bytes that are not UTF-8",
			apiclient.Message{ID: "x", Body: "a\xff\xfe"},
			`{"id":"x","attempts":0,"body_base64":"Yf/+","metadata":{}}`,
		},
		{
			"a body that is no string, and members nobody knows",
			apiclient.Message{ID: "x", BodyJSON: jsontext.Value(`{"a":[1]}`), Unknown: jsontext.Value(`{"new":1.50,"more":{"b":null}}`)},
			`{"id":"x","attempts":0,"body":{"a":[1]},"metadata":{},"new":1.50,"more":{"b":null}}`,
		},
		{
			"metadata that repeats a name",
			apiclient.Message{ID: "x", Metadata: []apiclient.MetadataEntry{{Key: "k", Value: "1"}, {Key: "k", Value: "2"}}},
			`{"id":"x","attempts":0,"body":"","metadata":{"k":"1","k":"2"}}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := record.Encode(tt.message)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, string(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEncodeRefusesMembersThatAreNoObject(t *testing.T) {
	t.Parallel()
	if line, err := record.Encode(apiclient.Message{ID: "x", Unknown: jsontext.Value(`[`)}); err == nil {
		t.Errorf("Encode = %s, want an error", line)
	}
}
