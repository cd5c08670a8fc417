package tui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/apiclient/record"
	"leaseview/tui/inbox"
	"leaseview/tui/trouble"
	"leaseview/tui/words"
	"leaseview/views"
)

// copyText puts text, byte for byte, on the system clipboard; where there is
// none the terminal is asked by OSC 52.
func (d *desk) copyText(what, text string) tea.Cmd {
	if d.opts.Clipboard == nil {
		return d.copyByTerminal(what, text, "")
	}
	return clipboardCmd(d.opts.Clipboard, what, text)
}

func (d *desk) fileCopied(msg copiedMsg) tea.Cmd {
	if msg.err != nil {
		return d.copyByTerminal(msg.what, msg.text, " (the system clipboard failed: "+trouble.Text(msg.err)+")")
	}
	d.say(notice{text: copiedWords(msg.what, msg.text) + " to the system clipboard.", tone: toneGood})
	return nil
}

func (d *desk) copyByTerminal(what, text, why string) tea.Cmd {
	d.say(notice{text: copiedWords(what, text) + " by OSC 52, if your terminal allows it" + why + ".", tone: toneGood})
	return tea.SetClipboard(text)
}

func copiedWords(what, text string) string {
	return fmt.Sprintf("Copied %s (%s)", what, words.Plural(len(text), "byte", "bytes"))
}

// copyLease copies the lease_ids of the marked messages, one a line, else that
// of the row.
func (o operator) copyLease() tea.Cmd {
	if o.s.Marks() > 0 {
		return o.copyMarkedLeases()
	}
	e, _ := o.s.Selected()
	what := "the lease_id"
	if e.State != inbox.Leased {
		what = "the last lease_id, " + o.leaseWords(e)
	}
	o.copied = []apiclient.LeaseID{e.Lease.ID}
	return o.copyText(what, string(e.Lease.ID))
}

func (o operator) copyMarkedLeases() tea.Cmd {
	var lines []string
	o.copied = nil
	for _, id := range o.s.MarkedIDs() {
		if e, ok := o.s.Entry(id); ok && e.Lease.ID != "" {
			o.copied = append(o.copied, e.Lease.ID)
			lines = append(lines, string(e.Lease.ID))
		}
	}
	if len(lines) == 0 {
		o.say(notice{text: o.keys.In("None of the marked messages has a lease yet: {messages.pull} leases a batch, {messages.clear-marks} clears the marks."), tone: toneWarn})
		return nil
	}
	what := words.Plural(len(lines), "lease_id", "lease_ids") + ", one a line"
	if without := o.s.Marks() - len(lines); without > 0 {
		what += "; " + words.Count(int64(without)) + " of the marked without one"
	}
	return o.copyText(what, strings.Join(lines, "\n"))
}

// noLease says why there is no lease_id to copy; "" when there is one.
func (o operator) noLease() string {
	e, ok := o.s.Selected()
	switch {
	case !ok:
		return o.noRow()
	case o.s.Marks() == 0 && e.Lease.ID == "":
		return "No lease yet: " + o.leaseHint() + "."
	}
	return ""
}

// noRow is how to come by a message.
func (o operator) noRow() string {
	return o.keys.In("No message here yet: {messages.peek} peeks, {messages.pull} pulls a batch.")
}

// noSelection objects while there is no message to act on.
func (o operator) noSelection() string {
	if o.s.Cursor() == "" {
		return o.noRow()
	}
	return ""
}

// copyItem is one line of the copy menu. Its text is made only when chosen.
type copyItem struct {
	key, label string
	off        func(d *copyMenu, e inbox.Entry) string
	text       func(d *copyMenu, e inbox.Entry) (string, error)
}

var copyItems = []copyItem{
	{"l", "lease_id", (*copyMenu).needsLease, func(d *copyMenu, e inbox.Entry) (string, error) {
		d.copied = []apiclient.LeaseID{e.Lease.ID}
		return string(e.Lease.ID), nil
	}},
	{"i", "message id", nil, func(_ *copyMenu, e inbox.Entry) (string, error) {
		return string(e.Message.ID), nil
	}},
	{"s", "body as shown", nil, func(d *copyMenu, e inbox.Entry) (string, error) {
		return d.bodyAsShown(e), nil
	}},
	{"b", "body, exact bytes", nil, func(_ *copyMenu, e inbox.Entry) (string, error) {
		return string(e.Message.Decode().Bytes), nil
	}},
	{"d", "body, deeper bytes", (*copyMenu).needsDeeper, func(d *copyMenu, e inbox.Entry) (string, error) {
		return string(decoded(e.Message, d.form.deeper).Bytes), nil
	}},
	{"r", "body, raw", nil, func(_ *copyMenu, e inbox.Entry) (string, error) {
		return rawBody(e.Message), nil
	}},
	{"m", "message as JSON", nil, func(_ *copyMenu, e inbox.Entry) (string, error) {
		line, err := record.Encode(e.Message)
		return string(line), err
	}},
	{"a", "ack as curl", (*copyMenu).needsLease, func(d *copyMenu, e inbox.Entry) (string, error) {
		return d.curl().Ack(d.s.ID(), e.Lease.ID), nil
	}},
	{"u", "retry as curl", (*copyMenu).needsLease, func(d *copyMenu, e inbox.Entry) (string, error) {
		return d.curl().Retry(d.s.ID(), e.Lease.ID), nil
	}},
	{"p", "pull as curl", nil, func(d *copyMenu, _ inbox.Entry) (string, error) {
		return d.curl().Pull(d.s.ID(), d.s.Options(d.pulling)), nil
	}},
}

func (o operator) needsLease(e inbox.Entry) string {
	if e.Lease.ID == "" {
		return "no lease yet: " + o.leaseHint()
	}
	return ""
}

// bodyAsShown is the body as the detail pane shows it, whole and without
// colours. Control bytes are as visible as on screen.
func (d *copyMenu) bodyAsShown(e inbox.Entry) string {
	return strings.Join(views.BodyLines(bodyInput(e, d.form, d.keys)), "\n")
}

// needsDeeper is why there are no bytes but those of the content type.
func (d *copyMenu) needsDeeper(inbox.Entry) string {
	if d.form.deeper == 0 {
		return d.keys.In("{detail.deeper} goes deeper")
	}
	return ""
}

// copyMenu is the dialog that Y opens. It acts on the message that was selected
// when it opened, whatever moves beneath it.
type copyMenu struct {
	box
	operator
	menu *views.Menu
	id   apiclient.MessageID
	form bodyForm
}

func (o operator) openCopyMenu(form bodyForm) tea.Cmd {
	e, _ := o.s.Selected()
	menu := views.NewMenu(o.theme, "Copy of message "+string(e.Message.ID))
	d := &copyMenu{box{&o.desk.front, menu}, o, menu, e.Message.ID, form}
	items := make([]views.MenuItem, len(copyItems))
	for i, item := range copyItems {
		items[i] = views.MenuItem{Key: item.key, Label: item.label}
		if item.off != nil {
			items[i].Off = item.off(d, e)
		}
	}
	menu.SetItems(items)
	o.desk.dialog = d
	return nil
}

func (*copyMenu) scope() scope { return scopeMenu }
func (d *copyMenu) move(n int) { d.menu.Move(n) }

func (d *copyMenu) accept() tea.Cmd { return d.choose(d.menu.Selected()) }

func (d *copyMenu) click(_, y int) {
	if i, ok := d.menu.ItemAt(y); ok {
		d.menu.Move(i - d.menu.Selected())
	}
}

func (d *copyMenu) take(msg tea.Msg) (tea.Cmd, bool) {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil, false
	}
	for i, item := range copyItems {
		if item.key == press.String() {
			return d.choose(i), true
		}
	}
	return nil, false
}

func (d *copyMenu) choose(i int) tea.Cmd {
	item := copyItems[i]
	e, ok := d.s.Entry(d.id)
	if !ok {
		return nil
	}
	if item.off != nil {
		if why := item.off(d, e); why != "" {
			d.say(notice{text: words.Sentence(why) + ".", tone: toneWarn})
			return nil
		}
	}
	d.box.front.close()
	text, err := item.text(d, e)
	if err != nil {
		d.say(notice{text: "Not copied: " + trouble.Text(err), tone: toneBad})
		return nil
	}
	return d.copyText(item.label, text)
}

// curl writes commands for the API that is open.
func (d *desk) curl() apiclient.Curl {
	return apiclient.Curl{BaseURL: d.opts.BaseURL, Account: d.opts.Account}
}
