package tui_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"leaseview/apiclient/emulator"
	"leaseview/tui"
)

// judge sees each call about leases on its way to the server.
func (g *generator) judge(call leaseCall) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if call.op == "pull" {
		g.tally.pulls++
		g.judgePull()
		return
	}
	leases := call.leases()
	if call.op == "extend" {
		g.tally.extensions++
	} else {
		g.tally.settlements++
		g.tally.leases += len(leases)
	}
	if g.now.name == "leaving" {
		g.judgeLeaving(call)
		return
	}
	// The rest of a job that failed is not sent any more, but may be chosen anew.
	anew := (g.now.name == g.asked.key || g.now.asking && g.now.name == "enter") && g.asked.fits(call) && g.asked.covers(leases)
	if !anew && g.active.covers(leases) && g.active.fits(call) {
		g.active.use(leases)
		return // the next call of a job that was asked for
	}
	if !g.asked.fits(call) || !g.asked.covers(leases) {
		g.T.Errorf("%q made a call on leases that %q had not chosen: %d acks, %d retries, %d extensions",
			g.now.name, g.asked.key, len(call.acks), len(call.retries), len(call.extends))
		return
	}
	g.judgeAnswer(call)
	g.active = g.asked
	g.active.use(leases)
	g.asked = permission{}
}

// fits says whether a key means such a call.
func (p permission) fits(call leaseCall) bool {
	switch p.key {
	case "a":
		return len(call.acks) > 0 && len(call.retries)+len(call.extends) == 0
	case "u", "U", "x":
		return len(call.retries) > 0 && len(call.acks)+len(call.extends) == 0
	case "e":
		return len(call.extends) > 0 && len(call.acks)+len(call.retries) == 0
	}
	return false
}

func (p permission) covers(leases []string) bool {
	for _, lease := range leases {
		if _, ok := p.leases[lease]; !ok {
			return false
		}
	}
	return len(leases) > 0
}

// use takes leases away: none may come twice.
func (p permission) use(leases []string) {
	for _, lease := range leases {
		delete(p.leases, lease)
	}
}

func (g *generator) judgePull() {
	s := g.now
	switch {
	case !s.asking && s.name == "p":
	case s.asking && s.name == "enter" && strings.Contains(s.screen, "Collect up to"):
	case s.collecting: // which a yes to that had begun
	case s.asking && s.name == "enter" && pullQuestion.MatchString(s.screen): // whose lines may have been scrolled away
		g.armed()
	case s.follow && !s.asking:
	default:
		g.T.Errorf("%q pulled; the screen was %s", s.name, s.screen)
	}
}

// armed fails if a question that comes only sometimes took an answer before there
// was quiet. That of an ack comes every time, and may be answered at once.
func (g *generator) armed() {
	if !g.now.quiet && !ackQuestion.MatchString(g.now.screen) {
		g.T.Errorf("%q answered a question before half a second without a key: %s", g.now.name, g.now.screen)
	}
}

var pullQuestion = regexp.MustCompile(`Pull \d[\d,]* messages? of \S+\?`)

var ackQuestion = regexp.MustCompile(`Ack \d[\d,]* messages? of`)

// judgeAnswer sees the first call of a job, for which a key has just been given.
func (g *generator) judgeAnswer(call leaseCall) {
	s, p := g.now, g.asked
	var ended []string
	for _, lease := range call.acks {
		ended = append(ended, p.leases[lease])
	}
	ended = append(ended, g.lastDeliveries(call)...)
	if len(ended) == 0 {
		switch {
		case !s.asking && s.name == p.key, p.key != "a" && s.asking && s.name == "enter":
		default:
			g.T.Errorf("%q sent what %q had chosen", s.name, p.key)
		}
		return
	}
	if !s.asking || s.name != "enter" {
		g.T.Errorf("%q ended %d messages without a yes", s.name, len(ended))
		return
	}
	g.tally.ended += len(ended)
	g.armed()
	g.named(call, ended)
}

// lastDeliveries are the messages that a call's retries end.
func (g *generator) lastDeliveries(call leaseCall) []string {
	var ended []string
	queue := g.queueOf(call.queue)
	for _, m := range g.Server.Messages(queue.Name) {
		for _, l := range m.Leases {
			// A lease of an earlier delivery retries nothing.
			newest := m.Leases[len(m.Leases)-1].Attempts
			if slices.Contains(call.retries, l.ID) && l.Attempts == newest && m.Attempts >= queue.Allowed {
				ended = append(ended, m.ID)
			}
		}
	}
	return ended
}

// judgeLeaving sees what is sent once the program has quit: a release of each
// lease, where that was wanted, which ends nothing.
func (g *generator) judgeLeaving(call leaseCall) {
	ended := g.lastDeliveries(call)
	if len(call.retries) == 0 || len(call.acks)+len(call.extends) > 0 || len(ended) > 0 || g.Settings.OnQuit == tui.OnQuitKeep {
		g.T.Errorf("leaving made a call with %d acks, %d retries and %d extensions, which ended %q",
			len(call.acks), len(call.retries), len(call.extends), ended)
	}
	for _, lease := range call.retries {
		if g.released[lease] {
			g.T.Error("leaving released a lease twice")
		}
		g.released[lease] = true
	}
}

// lastWords is how a dialog counts what a retry would end.
var lastWords = regexp.MustCompile(`(\d+) of (\d+) messages? (?:perhaps )?on the last delivery`)

// named fails unless the dialog on screen counted what was ended, and named it:
// all of it, or the first of it and how many more there are to scroll to.
func (g *generator) named(call leaseCall, ended []string) {
	s, p := g.now, g.asked
	title, counted := fmt.Sprintf("Ack %d message", p.total), p.total
	if len(call.retries) > 0 {
		title, counted = fmt.Sprintf("Retry %d message", p.total), 0
		if found := lastWords.FindStringSubmatch(s.screen); found != nil {
			counted, _ = strconv.Atoi(found[1])
		}
	}
	if !strings.Contains(s.screen, title) || counted < len(ended) {
		g.T.Errorf("a yes ended %d messages, but the screen does not say %q and how many end: %s", len(ended), title, s.screen)
	}
	var unseen []string
	for _, id := range ended {
		if !strings.Contains(s.screen, id) {
			unseen = append(unseen, id)
		}
	}
	more := 0
	if found := moreNames.FindStringSubmatch(s.screen); found != nil {
		more, _ = strconv.Atoi(found[1])
	}
	if len(unseen) > more {
		g.T.Errorf("the dialog names %d of what its yes ended and says of %d more, but not of %q: %s", len(ended)-len(unseen), more, unseen, s.screen)
	}
}

// moreNames is how a dialog says that it has more to scroll to.
var moreNames = regexp.MustCompile(`… (?:and )?(\d+) more(?: lines)?: pgdn`)

func (g *generator) queueOf(id string) emulator.QueueState {
	for _, q := range g.Server.Queues() {
		if q.ID == id {
			return q
		}
	}
	return emulator.QueueState{}
}
