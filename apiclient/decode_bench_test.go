package apiclient

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// pullAnswer is the answer of a pull with n messages of that body.
func pullAnswer(tb testing.TB, n int, body string) []byte {
	tb.Helper()
	quoted, err := jsontext.AppendQuote(nil, body)
	if err != nil {
		tb.Fatal(err)
	}
	var b bytes.Buffer
	b.WriteString(`{"success":true,"errors":[],"messages":[],"result":{"message_backlog_count":1204,"messages":[`)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":"%032x","timestamp_ms":1710950954154,"attempts":1,"body":%s,`+
			`"metadata":{"CF-Content-Type":"json","CF-sourceMessageSource":"api"},"lease_id":"%s"}`,
			i, quoted, strings.Repeat("l", 159))
	}
	b.WriteString(`],"metadata":{"metrics":{"backlog_count":1204,"backlog_bytes":2048,"oldest_message_timestamp_ms":1710950954154}}}}`)
	return b.Bytes()
}

// benchBodies are 128 KiB each: base64, which needs no escape, and JSON within
// a string, which needs one for every quote.
func benchBodies() map[string]string {
	record := `{"order":"o-1042","total":"19.90","items":[{"sku":"A-7","n":2}],"note":"two of them"},`
	list := "[" + strings.Repeat(record, 128<<10/len(record)-1) + "{}]"
	return map[string]string{
		"base64":  base64.StdEncoding.EncodeToString([]byte(list))[:128<<10],
		"escaped": list,
	}
}

func BenchmarkDecodePull(b *testing.B) {
	for name, body := range benchBodies() {
		b.Run(name, func(b *testing.B) {
			data := pullAnswer(b, 100, body)
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				wire := messagesAnswer{leased: true}
				if err := wire.read(data); err != nil || len(wire.items) != 100 {
					b.Fatal(len(wire.items), err)
				}
			}
		})
	}
}

// BenchmarkDecodeFloor is what the JSON library itself needs for the same answer
// and plain structs.
func BenchmarkDecodeFloor(b *testing.B) {
	type message struct {
		ID        string            `json:"id"`
		Timestamp int64             `json:"timestamp_ms"`
		Attempts  int               `json:"attempts"`
		Body      string            `json:"body"`
		Metadata  map[string]string `json:"metadata"`
		LeaseID   string            `json:"lease_id"`
	}
	type answer struct {
		Success bool  `json:"success"`
		Errors  []any `json:"errors"`
		Result  struct {
			Count    int       `json:"message_backlog_count"`
			Messages []message `json:"messages"`
		} `json:"result"`
	}
	for name, body := range benchBodies() {
		b.Run(name, func(b *testing.B) {
			data := pullAnswer(b, 100, body)
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				var a answer
				if err := json.Unmarshal(data, &a); err != nil || len(a.Result.Messages) != 100 {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkReadAnswer reads the same answer from a server that announced its
// length, and from one that did not.
func BenchmarkReadAnswer(b *testing.B) {
	data := pullAnswer(b, 100, benchBodies()["base64"])
	for name, announced := range map[string]int64{"announced": int64(len(data)), "chunked": -1} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				got, err := readBounded(io.MultiReader(bytes.NewReader(data)), announced, maxAnswer)
				if err != nil || len(got) != len(data) {
					b.Fatal(len(got), err)
				}
			}
		})
	}
}
