package record_test

import (
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"leaseview/apiclient"
	"leaseview/apiclient/record"
)

var sent = time.UnixMilli(1710950954154)

func TestEncode(t *testing.T) {
	t.Parallel()
	tests := []encoding{
		{
			"pulled",
			apiclient.Message{
				ID: "b01b", LeaseID: "eyJ.l", Attempts: apiclient.CountOf(2), Timestamp: sent, Body: "hi\n\"you\"",
				Metadata: []apiclient.MetadataEntry{{Key: "CF-Content-Type", Value: "text"}},
			},
			`{"id":"b01b","timestamp_ms":1710950954154,"attempts":2,"body":"hi\n\"you\"","metadata":{"CF-Content-Type":"text"},"lease_id":"eyJ.l"}`,
		},
		{
			"peeked, without a timestamp",
			apiclient.Message{ID: "b01b", Ref: "r"},
			`{"id":"b01b","body":"","ref":"r"}`,
		},
		{
			"bytes that are not UTF-8",
			apiclient.Message{ID: "x", Body: "a\xff\xfe"},
			`{"id":"x","body_base64":"Yf/+"}`,
		},
		{
			"a body that is no string, and members nobody knows",
			apiclient.Message{ID: "x", BodyJSON: jsontext.Value(`{"a":[1]}`), Unknown: jsontext.Value(`{"new":1.50,"more":{"b":null}}`)},
			`{"id":"x","body":{"a":[1]},"new":1.50,"more":{"b":null}}`,
		},
		{
			"metadata without members",
			apiclient.Message{ID: "x", Metadata: []apiclient.MetadataEntry{}},
			`{"id":"x","body":"","metadata":{}}`,
		},
		{
			"metadata that repeats a name",
			apiclient.Message{ID: "x", Metadata: []apiclient.MetadataEntry{{Key: "k", Value: "1"}, {Key: "k", Value: "2"}}},
			`{"id":"x","body":"","metadata":{"k":"1","k":"2"}}`,
		},
	}
	checkEncode(t, tests)
}

func TestEncodeOddMembers(t *testing.T) {
	t.Parallel()
	checkEncode(t, []encoding{
		{
			"odd members, each as it came and none twice",
			apiclient.Message{
				ID: "no-id-1", NoID: true, LeaseID: "l", Timestamp: sent, Body: "x",
				Metadata: []apiclient.MetadataEntry{{Key: "k", Value: "v"}},
				Odd:      jsontext.Value(`{"metadata":[1, 2.50],"attempts":"\u0074wo","timestamp_ms":1710950954154.250,"id":7}`),
			},
			`{"id":7,"timestamp_ms":1710950954154.250,"attempts":"\u0074wo","body":"x","metadata":[1,2.50],"lease_id":"l"}`,
		},
		{
			"an odd lease and ref, and an id that was made up",
			apiclient.Message{ID: "no-id-1", NoID: true, Odd: jsontext.Value(`{"lease_id":{},"ref":null,"more":1e300}`)},
			`{"body":"","lease_id":{},"ref":null,"more":1e300}`,
		},
		{
			"a member that came twice, and bytes that are not UTF-8",
			apiclient.Message{ID: "x", Attempts: apiclient.CountOf(0), Unknown: jsontext.Value("{\"attempts\":\"\xff\"}")},
			"{\"id\":\"x\",\"attempts\":0,\"body\":\"\",\"attempts\":\"\xff\"}",
		},
		{
			"an odd body",
			apiclient.Message{ID: "x", Body: "\xff", Odd: jsontext.Value(`{"body":0}`)},
			`{"id":"x","body":0}`,
		},
	})
}

type encoding struct {
	name    string
	message apiclient.Message
	want    string
}

func checkEncode(t *testing.T, tests []encoding) {
	t.Helper()
	for _, tt := range tests {
		got, err := record.Encode(tt.message)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if diff := cmp.Diff(tt.want, string(got)); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

func TestEncodeRefusesMembersThatAreNoObject(t *testing.T) {
	t.Parallel()
	for _, m := range []apiclient.Message{
		{ID: "x", Unknown: jsontext.Value(`[`)}, {ID: "x", Odd: jsontext.Value(`[`)}, {ID: "x", Odd: jsontext.Value(`{"id"`)},
	} {
		if line, err := record.Encode(m); err == nil {
			t.Errorf("Encode = %s, want an error", line)
		}
	}
}
