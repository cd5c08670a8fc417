package tui

import (
	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/apiclient/body"
	"leaseview/tui/inbox"
	"leaseview/tui/trouble"
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
		b.bodyForm, p.detail.BodyWidth(), p.theme.Palette(), p.theme.Method(),
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
	in := bodyInput(e, b.bodyForm, p.keys)
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
	other := key.id != b.shown.id || key.bodyForm != b.shown.bodyForm
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

// decoded is a body as its content type says, and then as much deeper as it goes
// and was asked for.
func decoded(message apiclient.Message, deeper int) body.Body {
	b := message.Decode()
	for range deeper {
		next, err := b.Deeper()
		if err != nil {
			break // a redelivery brought another body
		}
		b = next
	}
	return b
}

func bodyInput(e inbox.Entry, form bodyForm, keys words.Keys) views.BodyInput {
	b := decoded(e.Message, form.deeper)
	how, note := saidOf(b, keys)
	return views.BodyInput{
		Key:     string(e.Message.ID),
		Kind:    shownAs(b),
		Raw:     b.Raw,
		Bytes:   b.Bytes,
		How:     how,
		Note:    note,
		Mode:    form.mode,
		Wrap:    true,
		CopyKey: keys.First("messages.copy-menu"),
	}
}

// shownAs is the kind by which the pretty mode shows a body. What is not what it
// was declared to be is shown by its looks.
func shownAs(b body.Body) string {
	switch {
	case b.IsJSON:
		return body.JSON.String()
	case b.Kind == body.JSON, b.Err != nil:
		return body.Unknown.String()
	default:
		return b.Kind.String()
	}
}

// saidOf is how a body was decoded and what is off with it, and names the key that
// may help.
func saidOf(b body.Body, keys words.Keys) (how, note string) {
	how, note = b.How, b.Note
	hint := keys.In("; {detail.deeper} decodes it as ") + b.Next
	switch {
	case b.Next == "":
	case note == "":
		how += hint
	default:
		note += hint
	}
	return how, note
}

// turnTo takes back how deep the body of another message was decoded: what an
// encoding may be is never guessed.
func (b *bodyPane) turnTo(ref messageRef) {
	if b.of != ref {
		b.of, b.deeper = ref, 0
	}
}

// nothingDeeper is why the selected body can't be decoded once more.
func (p *messagesPage) nothingDeeper() string {
	e, _ := p.s.Selected()
	if _, err := decoded(e.Message, p.body.deeper).Deeper(); err != nil {
		return "Nothing deeper to show: " + trouble.Text(err) + "."
	}
	return ""
}

// showDeeper decodes the body once more. Raw is the same at every depth.
func (p *messagesPage) showDeeper() tea.Cmd {
	p.body.deeper++
	p.body.tab = views.TabBody
	if p.body.mode == views.BodyRaw {
		p.body.mode = views.BodyPretty
	}
	return nil
}

// nothingAbove is why the body shown is not one to go back from.
func (p *messagesPage) nothingAbove() string {
	if p.body.deeper == 0 {
		return p.keys.In("The body is decoded as its content type says: {detail.deeper} goes deeper, {detail.mode} shows it raw.")
	}
	return ""
}

func (p *messagesPage) showShallower() tea.Cmd {
	p.body.deeper--
	p.body.tab = views.TabBody
	return nil
}
