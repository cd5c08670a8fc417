package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/apiclient/record"
	"leaseview/tui/inbox"
	"leaseview/tui/words"
	"leaseview/views"
)

// The copy menu, and what its lines copy.

// copyOf is what a copy is made of, frozen: messages that nothing changes any more,
// so that a large copy can be made off the update goroutine.
type copyOf struct {
	entries []inbox.Entry
	leases  []apiclient.LeaseID // of them, each once
	without int                 // how many have none
	marked  bool                // they were marked, however many they are
	form    bodyForm
	keys    words.Keys
	hint    string // how to come by a lease
	queue   apiclient.QueueID
	pull    apiclient.PullOptions
	curl    apiclient.Curl
}

func (o operator) copyOf(ids []apiclient.MessageID, marked bool, form bodyForm) copyOf {
	c := copyOf{
		marked: marked, form: form, keys: o.keys, hint: o.leaseHint(),
		queue: o.s.ID(), pull: o.s.Options(o.pulling), curl: o.curl(),
	}
	shared := make(map[apiclient.LeaseID]bool, len(ids))
	for _, id := range ids {
		e, ok := o.s.Entry(id)
		if !ok {
			continue
		}
		c.entries = append(c.entries, e)
		switch lease := e.Lease.ID; {
		case lease == "":
			c.without++
		case !shared[lease]:
			shared[lease] = true
			c.leases = append(c.leases, lease)
		}
	}
	return c
}

// each makes a text of every message and joins them.
func (c copyOf) each(between string, of func(inbox.Entry) (string, error)) (string, error) {
	texts := make([]string, len(c.entries))
	for i, e := range c.entries {
		text, err := of(e)
		if err != nil {
			return "", err
		}
		texts[i] = text
	}
	return strings.Join(texts, between), nil
}

func (c copyOf) leaseLines() string {
	lines := make([]string, len(c.leases))
	for i, lease := range c.leases {
		lines[i] = string(lease)
	}
	return strings.Join(lines, "\n")
}

func (c copyOf) leaseWords() string {
	text := words.Plural(len(c.leases), "lease_id", "lease_ids") + ", one a line"
	if c.without > 0 {
		text += "; " + words.Count(int64(c.without)) + " without one"
	}
	return text
}

// calls writes a command for each call that the leases need.
func (c copyOf) calls(command func(apiclient.QueueID, ...apiclient.LeaseID) string) string {
	var lines []string
	for batch := range slices.Chunk(c.leases, apiclient.MaxBatchSize) {
		lines = append(lines, command(c.queue, batch...))
	}
	return strings.Join(lines, "\n")
}

func (c copyOf) callWords(verb string) string {
	text := verb + " of " + words.Plural(len(c.leases), "lease", "leases") + " as curl"
	if calls := (len(c.leases) + apiclient.MaxBatchSize - 1) / apiclient.MaxBatchSize; calls > 1 {
		text += ", " + words.Plural(calls, "call", "calls")
	}
	return text
}

// copyItem is one line of the copy menu. Its text is made only when chosen.
type copyItem struct {
	key, label string
	many       func(c copyOf) string // its label for marked messages: how many, and what stands between them
	leases     bool                  // it is made of leases
	deeper     bool                  // it is made of what is below the content type
	text       func(c copyOf) (string, error)
}

// plural is a label that counts messages.
func plural(one, more, how string) func(copyOf) string {
	return func(c copyOf) string { return words.Plural(len(c.entries), one, more) + how }
}

var copyItems = []copyItem{
	{"l", "lease_id", copyOf.leaseWords, true, false, func(c copyOf) (string, error) { return c.leaseLines(), nil }},
	{"i", "message id", plural("message id", "message ids", ", one a line"), false, false, func(c copyOf) (string, error) {
		return c.each("\n", func(e inbox.Entry) (string, error) { return string(e.Message.ID), nil })
	}},
	{"s", "body as shown", plural("body", "bodies", " as shown, blank line between"), false, false, func(c copyOf) (string, error) {
		return c.each("\n\n", func(e inbox.Entry) (string, error) { return c.bodyAsShown(e), nil })
	}},
	{"b", "body, exact bytes", plural("body", "bodies", ", exact, LF between"), false, false, func(c copyOf) (string, error) {
		return c.each("\n", func(e inbox.Entry) (string, error) { return string(e.Message.Decode().Bytes), nil })
	}},
	{"d", "body, deeper bytes", plural("body", "bodies", ", deeper, LF between"), false, true, func(c copyOf) (string, error) {
		return c.each("\n", func(e inbox.Entry) (string, error) { return string(decoded(e.Message, c.form.deeper).Bytes), nil })
	}},
	{"r", "body, raw", plural("body", "bodies", ", raw, LF between"), false, false, func(c copyOf) (string, error) {
		return c.each("\n", func(e inbox.Entry) (string, error) { return rawBody(e.Message), nil })
	}},
	{"m", "message as JSON", plural("message", "messages", " as NDJSON"), false, false, func(c copyOf) (string, error) {
		return c.each("\n", func(e inbox.Entry) (string, error) {
			line, err := record.Encode(e.Message)
			return string(line), err
		})
	}},
	{"a", "ack as curl", func(c copyOf) string { return c.callWords("ack") }, true, false, func(c copyOf) (string, error) { return c.calls(c.curl.Ack), nil }},
	{"u", "retry as curl", func(c copyOf) string { return c.callWords("retry") }, true, false, func(c copyOf) (string, error) { return c.calls(c.curl.Retry), nil }},
	{"p", "pull as curl", func(copyOf) string { return "pull as curl" }, false, false, func(c copyOf) (string, error) { return c.curl.Pull(c.queue, c.pull), nil }},
}

// labelOf is what a line of the menu copies.
func (i copyItem) labelOf(c copyOf) string {
	if c.marked {
		return i.many(c)
	}
	return i.label
}

// objection is why a line can't be copied; "" where it can.
func (i copyItem) objection(c copyOf) string {
	switch {
	case i.leases:
		return c.needsLease()
	case i.deeper:
		return c.needsDeeper()
	default:
		return ""
	}
}

// needsLease objects where there is no lease.
func (c copyOf) needsLease() string {
	switch {
	case len(c.leases) > 0:
		return ""
	case c.marked:
		return "none of the marked messages has a lease"
	default:
		return "no lease yet: " + c.hint
	}
}

// needsDeeper is why there are no bytes but those of the content type.
func (c copyOf) needsDeeper() string {
	if c.form.deeper == 0 {
		return c.keys.In("{detail.deeper} goes deeper")
	}
	return ""
}

// bodyAsShown is the body as the detail pane shows it, whole and without
// colours. Control bytes are as visible as on screen.
func (c copyOf) bodyAsShown(e inbox.Entry) string {
	return strings.Join(views.BodyLines(bodyInput(e, c.form, c.keys)), "\n")
}

// copyMenu is the dialog that Y opens. It acts on the messages that were marked
// when it opened, else on the one that was selected, whatever moves beneath it.
type copyMenu struct {
	box
	operator
	menu   *views.Menu
	ids    []apiclient.MessageID
	marked bool
	form   bodyForm
}

func (o operator) openCopyMenu(form bodyForm) tea.Cmd {
	d := &copyMenu{operator: o, ids: []apiclient.MessageID{o.s.Cursor()}, form: form}
	title := "Copy of message " + string(o.s.Cursor())
	if n := o.s.Marks(); n > 0 {
		d.ids, d.marked = o.s.MarkedIDs(), true
		title = "Copy of " + words.Plural(n, "marked message", "marked messages")
	}
	c := o.copyOf(d.ids, d.marked, form)
	items := make([]views.MenuItem, len(copyItems))
	for i, item := range copyItems {
		items[i] = views.MenuItem{Key: item.key, Label: item.labelOf(c), Off: item.objection(c)}
	}
	d.menu = views.NewMenu(o.theme, title)
	d.menu.SetItems(items)
	d.box = box{&o.desk.front, d.menu}
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

// choose copies what a line of the menu is about, as it is now.
func (d *copyMenu) choose(i int) tea.Cmd {
	item, c := copyItems[i], d.copyOf(d.ids, d.marked, d.form)
	if len(c.entries) == 0 {
		d.say(notice{text: "Not copied: the message is not here any more.", tone: toneWarn})
		return nil
	}
	if why := item.objection(c); why != "" {
		d.say(notice{text: words.Sentence(why) + ".", tone: toneWarn})
		return nil
	}
	d.box.front.close()
	if item.leases {
		d.copied = c.leases
	}
	if c.marked { // many may take long
		return copyCmd(item.labelOf(c), c, item.text)
	}
	text, err := item.text(c)
	return d.copyMade(copyMadeMsg{item.label, text, err})
}
