package tui

import (
	"regexp"
	"slices"
	"strings"

	"leaseview/apiclient"
	"leaseview/tui/words"
)

// maxOddities is how many members that could not be read one notice names.
const maxOddities = 3

var listIndex = regexp.MustCompile(`\[\d+\]`)

// noteOddities says which members of an answer could not be understood and are
// left unknown: once for each queue and member, however often it is polled.
func (m *Model) noteOddities(queue apiclient.QueueID, oddities []string) {
	var fresh []string
	for _, odd := range oddities {
		if strings.HasPrefix(odd, "and ") {
			continue // how many more: of members that are named
		}
		member, _, _ := strings.Cut(odd, " is ")
		key := string(queue) + " " + listIndex.ReplaceAllString(member, "[]")
		if !m.noted[key] {
			m.noted[key] = true
			fresh = append(fresh, odd)
		}
	}
	if len(fresh) == 0 {
		return
	}
	more := len(fresh) - maxOddities
	if more > 0 {
		fresh = append(slices.Clip(fresh[:maxOddities]), words.Count(int64(more))+" more")
	}
	m.addToNotice("Not understood, and left unknown: " + strings.Join(fresh, "; ") + ".")
}

// addToNotice says something beside what is being said, if anything is.
func (m *Model) addToNotice(line string) {
	if m.notice.text == "" {
		m.say(notice{text: line, tone: toneWarn})
		return
	}
	n := m.notice
	n.lines = append(slices.Clip(n.lines), line)
	n.tone = max(n.tone, toneWarn)
	m.say(n)
}
