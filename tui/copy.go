package tui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/apiclient/record"
	"leaseview/tui/inbox"
	"leaseview/tui/words"
	"leaseview/views"
)

// copyText puts text, byte for byte, on the system clipboard; where there is
// none the terminal is asked by OSC 52.
func (m *Model) copyText(what, text string) tea.Cmd {
	if m.opts.Clipboard == nil {
		return m.copyByTerminal(what, text, "")
	}
	return clipboardCmd(m.opts.Clipboard, what, text)
}

func (m *Model) fileCopied(msg copiedMsg) tea.Cmd {
	if msg.err != nil {
		return m.copyByTerminal(msg.what, msg.text, " (the system clipboard failed: "+firstLine(msg.err)+")")
	}
	m.say(notice{text: copiedWords(msg.what, msg.text) + " to the system clipboard.", tone: toneGood})
	return nil
}

func (m *Model) copyByTerminal(what, text, why string) tea.Cmd {
	m.say(notice{text: copiedWords(what, text) + " by OSC 52, if your terminal allows it" + why + ".", tone: toneGood})
	return tea.SetClipboard(text)
}

func copiedWords(what, text string) string {
	return fmt.Sprintf("Copied %s (%s)", what, words.Plural(len(text), "byte", "bytes"))
}

// copyLease copies the lease_ids of the marked messages, one a line, else that
// of the row.
func (m *Model) copyLease() tea.Cmd {
	s := m.session()
	if len(s.marks.ids) > 0 {
		return m.copyMarkedLeases(s)
	}
	e, _ := s.selected()
	what := "the lease_id"
	if e.State != inbox.Leased {
		what = "the last lease_id, " + m.leaseWords(e)
	}
	m.copied = []apiclient.LeaseID{e.Lease.ID}
	return m.copyText(what, string(e.Lease.ID))
}

func (m *Model) copyMarkedLeases(s *session) tea.Cmd {
	var lines []string
	m.copied = nil
	for _, id := range s.inOrder(s.marks.ids) {
		if e, ok := s.inbox.Entry(id); ok && e.Lease.ID != "" {
			m.copied = append(m.copied, e.Lease.ID)
			lines = append(lines, string(e.Lease.ID))
		}
	}
	if len(lines) == 0 {
		m.say(notice{text: "None of the marked messages has a lease yet: p leases a batch, M clears the marks.", tone: toneWarn})
		return nil
	}
	what := words.Plural(len(lines), "lease_id", "lease_ids") + ", one a line"
	if without := len(s.marks.ids) - len(lines); without > 0 {
		what += "; " + words.Count(int64(without)) + " of the marked without one"
	}
	return m.copyText(what, strings.Join(lines, "\n"))
}

// noLease says why there is no lease_id to copy; "" when there is one.
func noLease(m *Model) string {
	s := m.session()
	e, ok := s.selected()
	switch {
	case !ok:
		return noRow
	case len(s.marks.ids) == 0 && e.Lease.ID == "":
		return "No lease yet: " + m.leaseHint() + "."
	}
	return ""
}

const noRow = "No message here yet: v peeks, p pulls a batch."

// copyItem is one line of the copy menu. Its text is made only when chosen.
type copyItem struct {
	key, label string
	off        func(m *Model, e inbox.Entry) string
	text       func(m *Model, s *session, e inbox.Entry) (string, error)
}

var copyItems = []copyItem{
	{"l", "lease_id", needsLease, func(m *Model, _ *session, e inbox.Entry) (string, error) {
		m.copied = []apiclient.LeaseID{e.Lease.ID}
		return string(e.Lease.ID), nil
	}},
	{"i", "message id", nil, func(_ *Model, _ *session, e inbox.Entry) (string, error) {
		return string(e.Message.ID), nil
	}},
	{"s", "body as shown", nil, func(m *Model, _ *session, e inbox.Entry) (string, error) {
		return m.bodyAsShown(e), nil
	}},
	{"b", "body, exact bytes", nil, func(_ *Model, _ *session, e inbox.Entry) (string, error) {
		return string(e.Message.Decode().Bytes), nil
	}},
	{"m", "message as JSON", nil, func(_ *Model, _ *session, e inbox.Entry) (string, error) {
		line, err := record.Encode(e.Message)
		return string(line), err
	}},
	{"a", "ack as curl", needsLease, func(m *Model, s *session, e inbox.Entry) (string, error) {
		return m.curl().Ack(s.queue.ID, e.Lease.ID), nil
	}},
	{"u", "retry as curl", needsLease, func(m *Model, s *session, e inbox.Entry) (string, error) {
		return m.curl().Retry(s.queue.ID, e.Lease.ID), nil
	}},
	{"p", "pull as curl", nil, func(m *Model, s *session, _ inbox.Entry) (string, error) {
		return m.curl().Pull(s.queue.ID, m.pulling.options(s)), nil
	}},
}

func needsLease(m *Model, e inbox.Entry) string {
	if e.Lease.ID == "" {
		return "no lease yet: " + m.leaseHint()
	}
	return ""
}

// bodyAsShown is the body in the detail pane's mode, whole and without colours.
// Control bytes are as visible as on screen.
func (m *Model) bodyAsShown(e inbox.Entry) string {
	return strings.Join(views.BodyLines(m.bodyInput(e)), "\n")
}

// copyMenu is the dialog that Y opens. It acts on the message that was selected
// when it opened, whatever moves beneath it.
type copyMenu struct {
	box
	menu    *views.Menu
	session *session
	id      apiclient.MessageID
}

func (m *Model) openCopyMenu() tea.Cmd {
	s := m.session()
	e, _ := s.selected()
	menu := views.NewMenu(m.theme, "Copy of message "+string(e.Message.ID))
	d := &copyMenu{box{menu}, menu, s, e.Message.ID}
	items := make([]views.MenuItem, len(copyItems))
	for i, item := range copyItems {
		items[i] = views.MenuItem{Key: item.key, Label: item.label}
		if item.off != nil {
			items[i].Off = item.off(m, e)
		}
	}
	d.menu.SetItems(items)
	m.dialog = d
	return nil
}

func (*copyMenu) scope() scope { return scopeMenu }
func (d *copyMenu) move(n int) { d.menu.Move(n) }

func (d *copyMenu) accept(m *Model) tea.Cmd { return d.choose(m, d.menu.Selected()) }

func (d *copyMenu) update(m *Model, msg tea.Msg) tea.Cmd {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	for i, item := range copyItems {
		if item.key == press.String() {
			return d.choose(m, i)
		}
	}
	return nil
}

func (d *copyMenu) choose(m *Model, i int) tea.Cmd {
	item := copyItems[i]
	e, ok := d.session.inbox.Entry(d.id)
	if !ok {
		return nil
	}
	if item.off != nil {
		if why := item.off(m, e); why != "" {
			m.say(notice{text: words.Sentence(why) + ".", tone: toneWarn})
			return nil
		}
	}
	m.dialog = nil
	text, err := item.text(m, d.session, e)
	if err != nil {
		m.say(notice{text: "Not copied: " + firstLine(err), tone: toneBad})
		return nil
	}
	return m.copyText(item.label, text)
}

// curl writes commands for the API that is open.
func (m *Model) curl() apiclient.Curl {
	return apiclient.Curl{BaseURL: m.opts.BaseURL, Account: m.opts.Account}
}
