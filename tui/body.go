package tui

import (
	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
	"leaseview/tui/words"
	"leaseview/views"
)

// inlineBody is the largest body, in bytes, that is laid out within Update: well
// under a frame. Larger ones are laid out by a command.
const inlineBody = 32 << 10

// tabCount is how many tabs the detail pane has.
const tabCount = int(views.TabLease) + 1

func (b *bodyPane) turnTab(step int) { b.tab = views.DetailTab((int(b.tab) + step) % tabCount) }

func (b *bodyPane) cycleMode() {
	b.mode = (b.mode + 1) % (views.BodyRaw + 1)
	b.tab = views.TabBody
}

// layOut shows a message's body, laid out anew when it, the mode or the width
// has changed.
func (p *panes) layOut(queue apiclient.QueueID, e inbox.Entry) tea.Cmd {
	b := &p.body
	key := bodyKey{
		queue, e.Message.ID, e.Message.ContentType(), rawBody(e.Message),
		b.mode, p.detail.BodyWidth(), p.theme.Palette(), p.theme.Method(),
	}
	switch {
	case key == b.waiting:
		return nil
	case key == b.shown && b.waiting == bodyKey{}:
		return nil
	case key == b.shown: // back before the other layout came
		p.show(b.layout, key)
		return nil
	}
	in := bodyInput(e, b.mode)
	in.CopyKey = p.copyKey
	if len(in.Raw) > inlineBody {
		b.waiting = key
		p.detail.SetLoading("laying out " + words.Size(int64(len(in.Raw))) + "…")
		return prepareCmd(in, key, p.theme)
	}
	p.show(views.PrepareBody(in, key.width, p.theme), key)
	return nil
}

// filePrepared takes a layout that a command made, unless something else has
// been selected meanwhile.
func (p *panes) filePrepared(msg preparedMsg) {
	if msg.bodyKey == p.body.waiting {
		p.show(msg.prepared, msg.bodyKey)
	}
}

// show puts a layout into the pane. Another message starts at its top; the same
// one, laid out anew, stays where it was read.
func (p *panes) show(prepared views.Prepared, key bodyKey) {
	b := &p.body
	other := key.id != b.shown.id || key.mode != b.shown.mode
	b.shown, b.waiting, b.layout = key, bodyKey{}, prepared
	p.detail.SetPrepared(prepared)
	if other {
		p.detail.Top()
	}
}

// rawBody is a body as it came over the wire.
func rawBody(message apiclient.Message) string {
	if message.BodyJSON != nil {
		return string(message.BodyJSON)
	}
	return message.Body
}

func bodyInput(e inbox.Entry, mode views.BodyMode) views.BodyInput {
	b := e.Message.Decode()
	in := views.BodyInput{
		Key:   string(e.Message.ID),
		Kind:  b.Kind.String(),
		Raw:   b.Raw,
		Bytes: b.Bytes,
		How:   b.How,
		Mode:  mode,
		Wrap:  true,
	}
	if b.Err != nil {
		in.Note = b.Err.Error()
	}
	return in
}
