package tui

import (
	"fmt"

	"leaseview/apiclient"
	"leaseview/tui/inbox"
	"leaseview/tui/words"
	"leaseview/views"
)

// metadataFields are the lines of the Metadata tab.
func (o operator) metadataFields(e inbox.Entry) []views.Field {
	msg := e.Message
	fields := []views.Field{
		{Label: "id", Value: string(msg.ID)},
		{Label: "sent", Value: o.sentLong(o.s, msg.Timestamp)},
		{Label: "attempts", Value: o.s.Budget().Short(e.Message.Attempts)},
		{Label: "size", Value: words.Plural(int(o.s.Facts(msg.ID).Size), "byte", "bytes")},
		{Label: "seen", Value: words.Plural(e.Sightings, "time", "times") + ", last " + o.clockTime(e.LastSeen)},
	}
	for _, entry := range msg.Metadata {
		fields = append(fields, views.Field{Label: entry.Key, Value: entry.Value + jsonType(entry)})
	}
	if len(msg.Odd) > 0 {
		fields = append(fields, views.Field{Label: "as it came", Value: string(msg.Odd), Tone: toneWarn})
	}
	if len(msg.Unknown) > 0 {
		fields = append(fields, views.Field{Label: "other members", Value: string(msg.Unknown)})
	}
	return fields
}

// jsonType says what a metadata value is that is no string: the number 1 and the
// string "1" look the same otherwise.
func jsonType(entry apiclient.MetadataEntry) string {
	if entry.IsString() {
		return ""
	}
	switch entry.Value[0] {
	case '{':
		return " (a JSON object)"
	case '[':
		return " (a JSON array)"
	case 't', 'f':
		return " (a JSON boolean)"
	case 'n':
		return " (JSON null)"
	default:
		return " (a JSON number)"
	}
}

// leaseFields are the lines of the Lease tab.
func (o operator) leaseFields(e inbox.Entry) []views.Field {
	fields := []views.Field{
		{Label: "state", Value: o.stateWords(e)},
		{Label: "lease", Value: o.leaseWords(e), Tone: leaseWordsTone(e)},
	}
	outlook := o.s.Budget().Outlook(e)
	fields = append(fields, views.Field{Label: "attempts", Value: o.s.Budget().Short(e.Message.Attempts)},
		views.Field{Label: "outlook", Value: outlook.Words, Tone: severityTone(outlook.Severity)})
	if e.Lease.ID != "" {
		fields = append(fields,
			views.Field{Label: "lease_id", Value: string(e.Lease.ID)},
			views.Field{Label: o.keys.In("{messages.copy-lease} copies"), Value: words.Plural(len(e.Lease.ID), "byte", "bytes")},
			views.Field{Label: "leased at", Value: o.clockTime(e.Lease.Since)},
		)
	}
	if e.Note != "" {
		fields = append(fields, views.Field{Label: "note", Value: e.Note, Tone: toneWarn})
	}
	if !e.Available.IsZero() {
		fields = append(fields, views.Field{Label: "available", Value: "again at " + o.clockTime(e.Available)})
	}
	if e.Message.Ref != "" {
		fields = append(fields, views.Field{Label: "ref", Value: string(e.Message.Ref)})
	}
	for i := len(e.History) - 1; i >= 0; i-- {
		old := e.History[i]
		fields = append(fields, views.Field{
			Label: "earlier",
			Value: fmt.Sprintf("attempts %s, until %s: %s", old.Attempts, o.clockTime(old.Until), string(old.ID)),
			Tone:  toneMuted,
		})
	}
	return fields
}

// stateWords say what is known of a message, and that it may not be true any more.
func (o operator) stateWords(e inbox.Entry) string {
	if e.Absence == inbox.Present {
		return e.State.String()
	}
	return e.State.String() + ", but " + o.unseenWords(e) + ": a newer look at the queue should have shown it"
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
