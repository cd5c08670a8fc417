package tui

import (
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"leaseview/apiclient"
)

// The commands that can be copied leave the token as the name of its variable:
// the shell that runs them puts it in, so it never stands in a clipboard.

type ackRequest struct {
	Acks    []leaseItem `json:"acks,omitempty"`
	Retries []retryItem `json:"retries,omitempty"`
}

type leaseItem struct {
	LeaseID string `json:"lease_id"`
}

type retryItem struct {
	LeaseID      string `json:"lease_id"`
	DelaySeconds int    `json:"delay_seconds"`
}

type pullRequest struct {
	BatchSize           int   `json:"batch_size"`
	VisibilityTimeoutMS int64 `json:"visibility_timeout_ms"`
}

func (m *Model) ackCurl(queue apiclient.QueueID, lease apiclient.LeaseID) string {
	return m.curl(queue, "ack", ackRequest{Acks: []leaseItem{{string(lease)}}})
}

func (m *Model) retryCurl(queue apiclient.QueueID, lease apiclient.LeaseID) string {
	return m.curl(queue, "ack", ackRequest{Retries: []retryItem{{LeaseID: string(lease)}}})
}

func (m *Model) pullCurl(s *session) string {
	options := m.pulling.options(s)
	return m.curl(s.queue.ID, "pull", pullRequest{options.BatchSize, options.VisibilityTimeout.Milliseconds()})
}

func (m *Model) curl(queue apiclient.QueueID, verb string, request any) string {
	payload, err := json.Marshal(request, jsontext.AllowInvalidUTF8(true))
	if err != nil {
		return "" // unreachable: the three request types always marshal
	}
	url := strings.TrimSuffix(m.opts.BaseURL, "/") +
		"/accounts/" + string(m.opts.Account) + "/queues/" + string(queue) + "/messages/" + verb
	return "curl -sS -X POST " + shellQuote(url) +
		` -H "Authorization: Bearer $CLOUDFLARE_API_TOKEN" -H 'Content-Type: application/json' --data ` + shellQuote(string(payload))
}

// shellQuote makes one word of s for a POSIX shell, whatever it holds.
func shellQuote(s string) string {
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
