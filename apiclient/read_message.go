package apiclient

import (
	"errors"

	"github.com/go-json-experiment/json/jsontext"
)

// ReadMessage reads one message that was written down with the members that a
// pull's answer has. As there, what is odd in it costs nothing but itself, and a
// message without an id gets the one that its lease makes. It fails where data is
// no JSON object.
func ReadMessage(data jsontext.Value) (Message, error) {
	dec := newDecoder(data)
	if dec.PeekKind() != '{' {
		return Message{}, errors.New("a message is an object")
	}
	m := messageDecoder{dec: dec, answer: &messagesAnswer{leased: true}}
	if err := m.read(); err != nil {
		return Message{}, describe(data, err)
	}
	return m.Message, nil
}

// BaseURL is the address that all calls go to, without a slash at its end.
func (c *Client) BaseURL() string { return c.base }
