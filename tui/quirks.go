package tui

import (
	"regexp"
	"strings"
	"time"

	"leaseview/apiclient"
)

// quirks are what the API has shown of its ways and limits.
type quirks struct {
	blocked  time.Time       // rate limited until then: nothing automatic is sent
	noExtend bool            // it has no extend
	noted    map[string]bool // members of its answers that were said to be not understood
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
