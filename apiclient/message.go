package apiclient

import (
	"strings"

	"leaseview/apiclient/body"
)

// Meta gives the first metadata value whose key matches, letter case aside: the
// sources disagree about the case of the keys. A null is no value.
func (m Message) Meta(key string) (string, bool) {
	for _, entry := range m.Metadata {
		if strings.EqualFold(entry.Key, key) && (entry.IsString() || entry.Value != "null") {
			return entry.Value, true
		}
	}
	return "", false
}

// ContentType is the content type that the producer named: "text", "json",
// "bytes" or "v8", anything else as it came, "" when there is none.
func (m Message) ContentType() string {
	value, _ := m.Meta("CF-Content-Type")
	return value
}

// Source says who sent the message ("dash", "api", …), "" when the API doesn't.
func (m Message) Source() string {
	value, _ := m.Meta("CF-sourceMessageSource")
	return value
}

// Decode decodes the body by its content type.
func (m Message) Decode() body.Body {
	if m.BodyJSON != nil {
		return body.DecodeValue(m.ContentType(), string(m.BodyJSON))
	}
	return body.Decode(m.ContentType(), m.Body)
}
