package tui

import (
	"regexp"
	"strings"
	"time"

	"leaseview/apiclient"
	"leaseview/tui/session"
)

// quirks are what the API has shown of its ways and limits.
type quirks struct {
	blocked  time.Time       // rate limited until then: nothing automatic is sent
	noExtend bool            // it has no extend
	tooMany  int             // a peek of so many it refuses; 0 = it has refused none
	noted    map[string]bool // members of its answers that were said to be not understood
}

// peekSizes are for how many messages a peek asks, and for how many once more
// where the API refuses that: 0 = it is not asked again.
func (q *quirks) peekSizes(p session.PullSettings) (size, fallback int) {
	switch {
	case p.PeekSize <= p.BatchSize:
		return p.PeekSize, 0
	case q.tooMany > 0 && p.PeekSize >= q.tooMany:
		return p.BatchSize, 0
	default:
		return p.PeekSize, p.BatchSize
	}
}

var listIndex = regexp.MustCompile(`\[\d+\]`)

// fresh keeps of the members that could not be understood those that have not
// been told of: each is once for a queue, however often it is polled.
func (q *quirks) fresh(queue apiclient.QueueID, oddities []string) []string {
	var fresh []string
	for _, odd := range oddities {
		if strings.HasPrefix(odd, "and ") {
			continue // how many more: of members that are named
		}
		member, _, _ := strings.Cut(odd, " is ")
		key := string(queue) + " " + listIndex.ReplaceAllString(member, "[]")
		if !q.noted[key] {
			q.noted[key] = true
			fresh = append(fresh, odd)
		}
	}
	return fresh
}
