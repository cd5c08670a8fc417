package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
	"leaseview/tui/words"
	"leaseview/views"
)

// bodyPane is what the detail pane shows, and the body that is laid out for it.
type bodyPane struct {
	tab     views.DetailTab
	mode    views.BodyMode
	shown   bodyKey        // laid out and in the pane
	layout  views.Prepared // of the one shown
	waiting bodyKey        // being laid out off the update goroutine
}

// bodyKey is everything that the layout of a body depends on.
type bodyKey struct {
	queue       apiclient.QueueID
	id          apiclient.MessageID
	contentType string
	raw         string // as it came: a redelivery may bring another
	mode        views.BodyMode
	width       int
	palette     views.Palette
}

// inlineBody is the largest body, in bytes, that is laid out within Update: well
// under a frame. Larger ones are laid out by a command.
const inlineBody = 32 << 10

func (m *Model) cycleMode() tea.Cmd {
	m.body.mode = (m.body.mode + 1) % (views.BodyRaw + 1)
	m.body.tab = views.TabBody
	return nil
}

// prepareBody lays the selected body out when it, the mode or the width changed.
func (m *Model) prepareBody() tea.Cmd {
	s := m.session()
	e, ok := s.selected()
	if !ok || m.layout.detail.h == 0 || m.body.tab != views.TabBody {
		return nil
	}
	key := bodyKey{
		s.queue.ID, e.Message.ID, e.Message.ContentType(), rawBody(e.Message),
		m.body.mode, m.detail.BodyWidth(), m.theme.Palette(),
	}
	switch {
	case key == m.body.waiting:
		return nil
	case key == m.body.shown && m.body.waiting == bodyKey{}:
		return nil
	case key == m.body.shown: // back before the other layout came
		m.show(m.body.layout, key)
		return nil
	}
	in := m.bodyInput(e)
	if len(in.Raw) > inlineBody {
		m.body.waiting = key
		m.detail.SetLoading("laying out " + words.Size(int64(len(in.Raw))) + "…")
		return prepareCmd(in, key, m.theme)
	}
	m.show(views.PrepareBody(in, key.width, m.theme), key)
	return nil
}

// filePrepared takes a layout that a command made, unless something else has
// been selected meanwhile.
func (m *Model) filePrepared(msg preparedMsg) {
	if msg.bodyKey == m.body.waiting {
		m.show(msg.prepared, msg.bodyKey)
	}
}

// show puts a layout into the pane. Another message starts at its top; the same
// one, laid out anew, stays where it was read.
func (m *Model) show(p views.Prepared, key bodyKey) {
	other := key.id != m.body.shown.id || key.mode != m.body.shown.mode
	m.body.shown, m.body.waiting, m.body.layout = key, bodyKey{}, p
	m.detail.SetPrepared(p)
	if other {
		m.detail.Top()
	}
}

// rawBody is a body as it came over the wire.
func rawBody(message apiclient.Message) string {
	if message.BodyJSON != nil {
		return string(message.BodyJSON)
	}
	return message.Body
}

func (m *Model) bodyInput(e inbox.Entry) views.BodyInput {
	b := e.Message.Decode()
	in := views.BodyInput{
		Key:   string(e.Message.ID),
		Kind:  b.Kind.String(),
		Raw:   b.Raw,
		Bytes: b.Bytes,
		How:   b.How,
		Mode:  m.body.mode,
		Wrap:  true,
	}
	if b.Err != nil {
		in.Note = b.Err.Error()
	}
	return in
}

func (m *Model) metadataFields(s *session, e inbox.Entry) []views.Field {
	msg := e.Message
	fields := []views.Field{
		{Label: "id", Value: string(msg.ID)},
		{Label: "sent", Value: m.sentLong(s, msg.Timestamp)},
		{Label: "attempts", Value: s.budget.Short(e.Message.Attempts)},
		{Label: "size", Value: words.Plural(int(s.facts[msg.ID].size), "byte", "bytes")},
		{Label: "seen", Value: words.Plural(e.Sightings, "time", "times") + ", last " + m.clockTime(e.LastSeen)},
	}
	for _, entry := range msg.Metadata {
		fields = append(fields, views.Field{Label: entry.Key, Value: entry.Value})
	}
	if len(msg.Odd) > 0 {
		fields = append(fields, views.Field{Label: "as it came", Value: string(msg.Odd), Tone: toneWarn})
	}
	if len(msg.Unknown) > 0 {
		fields = append(fields, views.Field{Label: "other members", Value: string(msg.Unknown)})
	}
	return fields
}

func (m *Model) leaseFields(s *session, e inbox.Entry) []views.Field {
	fields := []views.Field{
		{Label: "state", Value: e.State.String()},
		{Label: "lease", Value: m.leaseWords(e), Tone: leaseWordsTone(e)},
	}
	outlook := s.budget.Outlook(e)
	fields = append(fields, views.Field{Label: "attempts", Value: s.budget.Short(e.Message.Attempts)},
		views.Field{Label: "outlook", Value: outlook.Words, Tone: severityTone(outlook.Severity)})
	if e.Lease.ID != "" {
		fields = append(fields,
			views.Field{Label: "lease_id", Value: string(e.Lease.ID)},
			views.Field{Label: "y copies", Value: words.Plural(len(e.Lease.ID), "byte", "bytes")},
			views.Field{Label: "leased at", Value: m.clockTime(e.Lease.Since)},
		)
	}
	if e.Note != "" {
		fields = append(fields, views.Field{Label: "note", Value: e.Note, Tone: toneWarn})
	}
	if !e.Available.IsZero() {
		fields = append(fields, views.Field{Label: "available", Value: "again at " + m.clockTime(e.Available)})
	}
	if e.Message.Ref != "" {
		fields = append(fields, views.Field{Label: "ref", Value: string(e.Message.Ref)})
	}
	for i := len(e.History) - 1; i >= 0; i-- {
		old := e.History[i]
		fields = append(fields, views.Field{
			Label: "earlier",
			Value: fmt.Sprintf("attempts %s, until %s: %s", old.Attempts, m.clockTime(old.Until), string(old.ID)),
			Tone:  toneMuted,
		})
	}
	return fields
}

func leaseWordsTone(e inbox.Entry) views.Tone {
	switch e.State {
	case inbox.Leased:
		return toneGood
	case inbox.Lapsed:
		return toneWarn
	default:
		return toneMuted
	}
}
