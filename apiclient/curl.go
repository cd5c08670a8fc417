package apiclient

import (
	"net/http"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// Curl writes the client's calls as curl commands for a POSIX shell, from the
// same paths and bodies. They leave the token as the name of its variable,
// CLOUDFLARE_API_TOKEN: the shell that runs them puts it in, so it never stands
// in a clipboard. A lease stands in them whole. They check nothing: what [Client]
// would refuse to send is written all the same.
type Curl struct {
	BaseURL string // as in [Config]
	Account AccountID
}

// Ack is [Client.Settle] with acks: one call takes [MaxBatchSize] leases at most.
// Bytes of a lease that are not UTF-8, which JSON can't carry, become U+FFFD.
func (c Curl) Ack(queue QueueID, leases ...LeaseID) string {
	return c.settle(queue, Settlement{Acks: leases})
}

// Retry is [Client.Settle] with retries, which make the messages available at
// once. For the leases see [Curl.Ack].
func (c Curl) Retry(queue QueueID, leases ...LeaseID) string {
	var s Settlement
	for _, lease := range leases {
		s.Retries = append(s.Retries, Retry{LeaseID: lease, Delay: new(time.Duration)})
	}
	return c.settle(queue, s)
}

func (c Curl) settle(queue QueueID, s Settlement) string {
	body, _ := settlement(s) // what it would refuse is written all the same
	return c.post(queue, belowAck, body)
}

// Pull is [Client.Pull].
func (c Curl) Pull(queue QueueID, o PullOptions) string {
	return c.post(queue, belowPull, pullBody(o))
}

// Call is a call of the log, which keeps no bodies: that of a call with one is
// an empty object, to be filled in.
func (c Curl) Call(call Call) string {
	command := c.command(call.Method, call.Path)
	if call.HasBody() {
		command += withBody(`{}`)
	}
	return command
}

func (c Curl) post(queue QueueID, below string, body any) string {
	payload, _ := encode(body, jsontext.AllowInvalidUTF8(true)) // strings and numbers: nothing else fails
	return c.command(http.MethodPost, pathOfAccount(c.Account)+pathOfQueue(queue, below)) + withBody(string(payload))
}

// command is a call without a body. The path is below the base URL.
func (c Curl) command(method, path string) string {
	base := c.BaseURL
	if base == "" {
		base = DefaultBaseURL
	}
	return "curl -sS -X " + ShellQuote(method) + " " + ShellQuote(strings.TrimSuffix(base, "/")+path) +
		` -H "Authorization: Bearer $CLOUDFLARE_API_TOKEN"`
}

// withBody is what a body adds to a command.
func withBody(json string) string {
	return ` -H 'Content-Type: application/json' --data ` + ShellQuote(json)
}

// ShellQuote makes one word of s for a POSIX shell, whatever it holds.
func ShellQuote(s string) string {
	if s != "" && strings.IndexFunc(s, needsQuoting) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

func needsQuoting(r rune) bool {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
		return false
	}
	return !strings.ContainsRune("-_./:@%+=,", r)
}
