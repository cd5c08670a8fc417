// Package body decodes a message's body by its content type, exactly: the
// bytes that were sent are the bytes that are shown, copied and exported.
//
// What a producer's json or bytes message looks like over the pull API differs
// between sources (plain or base64), so Decode says in words what it did.
package body

// Kind is what a body turned out to be.
type Kind int

// The kinds of bodies.
const (
	Unknown Kind = iota // no or an unknown content type: raw, with a guess in How
	Text
	JSON
	Bytes
	V8
)

// Body is a decoded body.
type Body struct {
	Kind   Kind
	Raw    string // the string of the wire
	Bytes  []byte // exactly what the producer sent, as far as it can be known; never nil after Decode
	IsJSON bool   // Bytes are JSON, whatever Kind says: one value, or objects and lists one after another
	How    string // one sentence for people: "json, base64 -> 1,204 bytes"
	Note   string // what is off with Bytes, for people; "" for nothing
	Next   string // the encoding that [Body.Deeper] takes off, where Bytes look like it: "base64", "Latin-1"
	Err    error  // why the content type's decoding was given up; Bytes then holds Raw's bytes

	steps string // the beginning of How, as far as what was decoded
}
