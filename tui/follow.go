package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"leaseview/tui/flight"
	"leaseview/tui/session"
	"leaseview/tui/words"
)

// toggleFollow turns the pulling on a timer on, or off.
func (o operator) toggleFollow() tea.Cmd {
	if o.s.Following() {
		o.s.EndFollow()
		o.say(notice{text: "Follow is off.", tone: toneInfo})
		return nil
	}
	if why := riskWords(o.s); why != "" {
		o.say(notice{text: "Follow was not started: " + why + ".", lines: []string{o.keys.In("{messages.pull} pulls once, after asking.")}, tone: toneBad})
		return nil
	}
	o.s.StartFollow(o.now, o.pulling.Interval)
	o.say(notice{
		text: fmt.Sprintf(o.keys.In("Follow is on: pulls %d every %s, each an attempt. {messages.follow} stops it."), o.pulling.BatchSize, words.Setting(o.pulling.Interval)),
		tone: toneWarn,
	})
	return nil
}

// followIfDue pulls when the time has come. A pull under way delays the next
// one, so that slow answers can't pile up; unseen says that something stands
// between the person and the rows: then nothing may be pulled unasked.
func (o operator) followIfDue(unseen bool) tea.Cmd {
	if !o.s.Following() {
		return nil
	}
	if unseen || o.runs(flight.Pull, o.s.ID()) {
		o.s.PutFollowOff(o.now, o.pulling.Interval)
		return nil
	}
	if _, read := o.s.Consumers(); !read && o.runs(flight.Settings, o.s.ID()) {
		o.s.PutFollowOff(o.now, tickEvery) // what a pull may cost is not known yet
		return nil
	}
	if !o.s.FollowDue(o.now, o.pulling.Interval) {
		return nil
	}
	objection := o.s.FollowObjection()
	switch {
	case o.journal != nil:
		objection = session.Stop{Reason: session.JournalFailed}
	case o.now.Before(o.blocked):
		objection = session.Stop{Reason: session.RateLimited}
	}
	if objection.Reason != session.NoReason {
		o.s.StopFollow(objection)
		o.sayStopped(objection)
		return nil
	}
	o.s.FollowPull(o.now, o.pulling.Interval)
	return o.pull(o.pulling.BatchSize, true)
}

// cannotFollow objects to starting, never to stopping.
func (o operator) cannotFollow() string {
	switch {
	case o.s.Following():
		return ""
	case o.journal != nil:
		return o.journalBroken()
	case o.now.Before(o.blocked):
		return o.limitedWords()
	case o.busyCollecting() != "":
		return o.busyCollecting()
	}
	return o.cannotPull()
}

// limitedWords object while the API limits the rate of calls.
func (o operator) limitedWords() string {
	return "The API limits the rate of calls: everything automatic waits for another " + words.Clock(o.blocked.Sub(o.now)) + "."
}
