package story

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/tui"
)

// Hand drives the model without a terminal, in a synctest bubble: each message
// is handed to it with everything that follows from it, which is a hundred times
// faster than the whole program on a screen.
type Hand struct {
	*Story
	Model    *tui.Model
	Settings tui.Options // what each start begins with

	answers chan tea.Msg
	quit    bool
}

// ByHand starts the program in the bubble that the test runs in, on a screen of
// 100x30.
func ByHand(t *testing.T, with Setup) *Hand {
	t.Helper()
	h := &Hand{Story: &Story{T: t, World: newWorld(t, with)}, answers: make(chan tea.Msg, 4096)}
	h.by = h
	h.Settings = h.options(t, with)
	h.Open()
	return h
}

// Open starts the program, also once it has ended.
func (h *Hand) Open() {
	h.quit = false
	h.Model = tui.New(context.Background(), h.Settings)
	h.run(h.Model.Init())
	h.resize(100, 30)
}

func (h *Hand) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		if msg := cmd(); msg != nil {
			h.answers <- msg
		}
	}()
}

func (h *Hand) take(msg tea.Msg) {
	switch msg := msg.(type) {
	case tea.BatchMsg:
		for _, cmd := range msg {
			h.run(cmd)
		}
		return
	case tea.QuitMsg:
		h.quit = true
		return
	case tea.SuspendMsg:
		h.take(tea.ResumeMsg{})
		return
	}
	_, cmd := h.Model.Update(msg)
	h.run(cmd)
}

// Settle handles what is there, until only time can bring more.
func (h *Hand) Settle() {
	for !h.quit {
		synctest.Wait()
		select {
		case msg := <-h.answers:
			h.take(msg)
		default:
			return
		}
	}
}

func (h *Hand) send(msg tea.Msg) {
	if h.quit {
		return
	}
	h.take(msg)
	h.Settle()
}

func (h *Hand) resize(width, height int) { h.send(tea.WindowSizeMsg{Width: width, Height: height}) }

func (h *Hand) pass(d time.Duration) {
	over := time.After(d)
	for !h.quit {
		select {
		case msg := <-h.answers:
			h.send(msg)
		case <-over:
			h.Settle()
			return
		}
	}
}

func (h *Hand) render() string { return h.Model.View().Content }

func (h *Hand) soon(holds func() bool) bool { return holds() }

func (h *Hand) inTime(holds func() bool) bool {
	return patiently(holds, func() { h.pass(Frame) })
}

func (h *Hand) running() bool { return !h.quit }

func (h *Hand) reports(want []string) {
	h.T.Helper()
	sameLines(h.T, h.End(), want)
}

// End leaves as the command line does, lets every timer run out, and returns
// what the program reports.
func (h *Hand) End() []string {
	report := leave(h.Model)
	h.Server.ClearFaults()
	over := time.After(2 * afterlife)
	for {
		select {
		case <-h.answers:
		case <-over:
			return report
		}
	}
}
