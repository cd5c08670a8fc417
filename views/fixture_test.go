package views

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// manyRows is a source of n rows that are made when they are asked for.
type manyRows int

func (n manyRows) Len() int { return int(n) }

func (n manyRows) Row(i int) MessageRow {
	row := MessageRow{
		State:     RowState(i % 6),
		Attempts:  Styled{fmt.Sprintf("%d/3", i%4+1), []Tone{ToneNormal, ToneNormal, ToneWarn, ToneBad}[i%4]},
		Age:       []string{"4s", "12m", "3h", "99d"}[i%4],
		Sent:      "2026-11-23 12:03:10",
		LeaseLeft: -1,
		Type:      []string{"json", "text", "bytes", "v8"}[i%4],
		Size:      []string{"96 B", "1.2 kB", "127 kB", "12 B"}[i%4],
		Source:    "http",
		ID:        fmt.Sprintf("%032x", i*7919),
		Preview:   fmt.Sprintf(`{"order":%d,"sku":"A-%04d","total":19.99,"customer":{"email":"dana@example.com"}}`, 1000+i, i),
		Marked:    i%5 == 3,
	}
	switch row.State {
	case RowLeased:
		row.Lease, row.LeaseLeft = Styled{"0:27", ToneGood}, 0.9
	case RowLapsed:
		row.Lease = Styled{"-0:12", ToneWarn}
	}
	return row
}

// listRows is a source of given rows.
type listRows []MessageRow

func (l listRows) Len() int             { return len(l) }
func (l listRows) Row(i int) MessageRow { return l[i] }

func demoHeader() HeaderData {
	return HeaderData{
		Queue: "orders", ID: "9f2a41c07be34d3f8a1c5e6d7b809a1b",
		Backlog: Styled{Text: "1,204"}, Bytes: Styled{Text: "1.2 MB"}, Oldest: Styled{"14m", ToneWarn},
		Trend:    []float64{10, 40, 80, 120, 200, 400, 800, 1000, 1100, 1204},
		Consumer: Styled{Text: "http_pull"}, MaxRetries: Styled{Text: "3"}, DeadLetter: Styled{Text: "orders-dlq"},
		Visibility: Styled{Text: "30s"}, Retention: Styled{Text: "4d"},
		Follow:    Styled{"follow off", ToneMuted},
		Chips:     []Styled{{"read-only", ToneInfo}},
		Freshness: Styled{"2s ago", ToneMuted},
	}
}

const demoJSON = `{"order":1204,"big":12345678901234567890,"sku":"A-0007","paid":true,"note":null,"price":19.90,` +
	`"items":[{"id":1,"qty":2},{"id":2,"qty":1},[],{}],"evil":"\u001b[31m` + "\u202e" + `","order":1205,` +
	`"address":"221B Baker Street, Marylebone, London NW1 6XE, United Kingdom of Great Britain and Northern Ireland"}`

func demoBody(mode BodyMode) BodyInput {
	return BodyInput{
		Key: "m1", Kind: "json", Raw: demoJSON, Bytes: []byte(demoJSON),
		How: "json, plain -> 412 bytes", Mode: mode, Wrap: true,
	}
}

func demoLease() []Field {
	return []Field{
		{Label: "lease_id", Value: "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2Q0JDLUhTNTEyIn0.." + strings.Repeat("Zm9vYmFyYmF6cXV4", 12) + "._5xgQ"},
		{Label: "time left", Value: "0:27 of 0:30", Tone: ToneGood},
		{Label: "attempts", Value: "2 of 3", Tone: ToneWarn},
		{Label: "next", Value: "next delivery is the last: then moved to orders-dlq", Tone: ToneWarn},
		{Label: "copy", Value: "y copies the lease_id"},
	}
}

func demoHelp() []HelpGroup {
	return []HelpGroup{
		{"Messages", []HelpRow{
			{"p", "pull one batch", "leases; counts an attempt", ""},
			{"v", "peek", "shows the head of the queue without leasing", ""},
			{"r", "refresh", "metrics and peek; never spends anything", ""},
			{"f", "follow", "pull on a timer", "the queue is paused: P resumes delivery"},
		}},
		{"Moving", []HelpRow{
			{"j k ↓ ↑", "next, previous", "", ""},
			{"g G", "first, last", "", ""},
			{"ctrl+d ctrl+u", "half a page down, up", "", ""},
		}},
		{"Everywhere", []HelpRow{{"?", "this help", "", ""}, {"q", "back or quit", "", ""}, {"ctrl+c", "quit", "", ""}}},
	}
}

func demoKeys() []KeyHint {
	return []KeyHint{
		{"p", "pull", false},
		{"v", "peek", false},
		{"r", "refresh", false},
		{"f", "follow", false},
		{"y", "copy lease", false},
		{"?", "help", true},
		{"Y", "copy…", false},
		{"enter", "open", false},
		{",", "settings", false},
		{"q", "quit", false},
	}
}

// component is one view under test: how to draw it at a size.
type component struct {
	name string
	draw func(th Theme, w, h int) string
}

func components() []component {
	return []component{
		{"table", drawTable},
		{"table-blurred", drawTableBlurred},
		{"table-empty", drawTableEmpty},
		{"header", drawHeader},
		{"detail-body", detailOn(TabBody, BodyPretty)},
		{"detail-hex", detailOn(TabBody, BodyHex)},
		{"detail-raw", detailOn(TabBody, BodyRaw)},
		{"detail-metadata", detailOn(TabMetadata, BodyPretty)},
		{"detail-lease", detailOn(TabLease, BodyPretty)},
		{"detail-empty", drawDetailEmpty},
		{"footer", footerWith("", Styled{})},
		{"footer-busy", footerWith("pulling 10", Styled{"lease_id copied (OSC 52)", ToneGood})},
		{"help", drawHelp},
		{"menu", drawMenu},
		{"prompt", drawPrompt},
		{"confirm", drawConfirm},
		{"queues", drawQueues},
		{"panel", func(th Theme, w, h int) string {
			return panel(th, "Messages", "one\ntwo which is longer\nthree", w, h)
		}},
		{"overlay", func(th Theme, w, h int) string {
			return Overlay(th, strings.Repeat(strings.Repeat("·", max(w, 0))+"\n", max(h, 0)), panel(th, "Box", "over it", 20, 3), w, h)
		}},
		{"toosmall", func(_ Theme, w, h int) string { return TooSmall(w, h) }},
	}
}

func drawTable(th Theme, w, h int) string {
	t := NewMessageTable(th)
	t.SetSize(w, h)
	t.SetFocused(true)
	t.SetSource(manyRows(100))
	t.SetCursor(2)
	return t.View()
}

func drawTableBlurred(th Theme, w, h int) string {
	t := NewMessageTable(th)
	t.SetSize(w, h)
	t.SetSource(manyRows(4))
	t.SetCursor(1)
	return t.View()
}

func drawTableEmpty(th Theme, w, h int) string {
	t := NewMessageTable(th)
	t.SetSize(w, h)
	t.SetEmpty("Nothing peeked yet", "v looks at the head of the queue without leasing.", "p pulls a batch: that counts an attempt.")
	return t.View()
}

func drawHeader(th Theme, w, h int) string {
	hd := NewHeader(th)
	hd.SetSize(w, h)
	hd.SetData(demoHeader())
	return hd.View()
}

func drawDetailEmpty(th Theme, w, h int) string {
	d := NewDetail(th)
	d.SetSize(w, h)
	d.SetEmpty("No message selected", "Peek with v, or pull a batch with p.")
	return d.View()
}

func footerWith(busy string, notice Styled) func(th Theme, w, h int) string {
	return func(th Theme, w, h int) string {
		f := NewFooter(th)
		f.SetSize(w, h)
		f.SetKeys(demoKeys())
		f.SetBusy("⠋", busy, "esc cancels")
		f.SetNotice(notice)
		return f.View()
	}
}

func drawHelp(th Theme, w, h int) string {
	hp := NewHelp(th)
	hp.SetSize(w, h)
	hp.SetGroups(demoHelp())
	hp.SetScrollKeys("j k")
	return hp.View()
}

func drawPrompt(th Theme, w, h int) string {
	p := NewPrompt(th, "Pull settings", []PromptField{
		{Label: "Batch size", Value: "10", Hint: "1 to 100 messages"},
		{Label: "Visibility timeout", Value: "30s", Hint: "up to 12h"},
		{Label: "Follow every", Value: "10s"},
	})
	p.SetErr(1, "not a duration: 30x")
	p.SetSize(w, h)
	return p.View()
}

func drawConfirm(th Theme, w, h int) string {
	c := NewConfirm(th, "Acknowledge 3 messages?", []Styled{
		{"They are deleted for good; nothing can bring them back.", ToneBad},
		{"0000000000000000000000000001eef1", ToneMuted},
		{"0000000000000000000000000003dde2", ToneMuted},
		{"and 1 more", ToneMuted},
	}, "Yes, ack 3", "No")
	c.SetSize(w, h)
	return c.View()
}

func drawMenu(th Theme, w, h int) string {
	m := NewMenu(th, "Copy")
	m.SetItems([]MenuItem{
		{"i", "message id", ""},
		{"b", "body as shown", ""},
		{"l", "lease_id", "no lease yet: p leases a batch"},
		{"c", "curl: ack", ""},
	})
	m.Move(1)
	m.SetSize(w, h)
	return m.View()
}

func drawQueues(th Theme, w, h int) string {
	q := NewQueueList(th)
	q.SetRows(QueueRows{
		{Name: "orders", ID: "9f2a41c07be34d3f8a1c5e6d7b809a1b", Consumer: "http_pull", Held: "3 leased", Until: "until 01:04:00"},
		{Name: "orders-dlq", ID: "1b2c41c07be34d3f8a1c5e6d7b809a1b", Consumer: "http_pull"},
		{Name: "emails", ID: "3c4d41c07be34d3f8a1c5e6d7b809a1b", Consumer: "worker mailer", Paused: true},
	})
	q.SetSize(w, h)
	q.SetCursor(1)
	return q.View()
}

func detailOn(tab DetailTab, mode BodyMode) func(th Theme, w, h int) string {
	return func(th Theme, w, h int) string {
		d := NewDetail(th)
		d.SetSize(w, h)
		d.SetFocused(true)
		d.SetTitle("0000000000000000000000000001eef1")
		d.SetMetadata([]Field{{"id", "0000000000000000000000000001eef1", ToneNormal}, {"content type", "json", ToneNormal}, {"sent", "2026-11-23 12:03:10 (14m ago)", ToneNormal}, {"CF-sourceMessageSource", "dash", ToneMuted}})
		d.SetLease(demoLease())
		d.SetTab(tab)
		d.SetPrepared(PrepareBody(demoBody(mode), d.BodyWidth(), th))
		return d.View()
	}
}

// checkSize fails when a view is wider or taller than it may be, or when a
// line of it leaves a style open.
func checkSize(t *testing.T, name, view string, w, h int) {
	t.Helper()
	if view == "" {
		return
	}
	rows := strings.Split(view, "\n")
	if len(rows) > h {
		t.Fatalf("%s at %dx%d has %d lines", name, w, h, len(rows))
	}
	for _, row := range rows {
		if got := ansi.StringWidthWc(row); got > w {
			t.Fatalf("%s at %dx%d has a line of %d cells: %q", name, w, h, got, ansi.Strip(row))
		}
	}
}
