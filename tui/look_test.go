package tui

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"leaseview/apiclient"
)

// thai is a sentence of which wcwidth counts six cells more than a terminal that
// counts clusters.
const thai = "คำสำคัญ น้ำ ทำงาน จำนวน สำเร็จ กำหนด"

// drawnBy is the screen as the program's renderer draws it by one way to count: the
// contents of each cell.
func (m *Model) drawnBy(method ansi.Method) [][]string {
	buf := uv.NewScreenBuffer(m.frame.w, m.frame.h)
	buf.Method = method
	uv.NewStyledString(m.View().Content).Draw(buf, buf.Bounds())
	rows := make([][]string, m.frame.h)
	for y := range rows {
		rows[y] = make([]string, m.frame.w)
		for x := range rows[y] {
			rows[y][x] = strings.ReplaceAll(buf.CellAt(x, y).Content, "\u200e", "")
		}
	}
	return rows
}

// Text whose cells are counted in two ways moves no border and takes no word from
// the pane beside it: before the terminal has told how it counts, after it told,
// and where it counts as the renderer does anyway.
func TestTextOfAnyScriptStaysInItsPane(t *testing.T) {
	t.Parallel()
	list := messages(0, 3)
	for i, body := range []string{thai, "हिन्दी தமிழ் ﾊﾟ \u1112\u1161\u11ab 👩\u200d💻", "می\u200cخواهم שלום 12 العربية"} {
		list[i].Body, list[i].Metadata = body, []apiclient.MetadataEntry{{Key: "CF-Content-Type", Value: "text"}}
	}
	for name, tt := range map[string]struct {
		report tea.Msg
		method ansi.Method
	}{
		"a terminal that says nothing":              {nil, ansi.WcWidth},
		"a terminal that does not know the mode":    {tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeNotRecognized}, ansi.WcWidth},
		"a terminal that will never count clusters": {tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModePermanentlyReset}, ansi.WcWidth},
		"a terminal with another mode":              {tea.ModeReportMsg{Mode: ansi.ModeSynchronizedOutput, Value: ansi.ModeReset}, ansi.WcWidth},
		"a terminal that can count clusters":        {tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeReset}, ansi.GraphemeWidth},
		"a terminal that counts clusters already":   {tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeSet}, ansi.GraphemeWidth},
		"a terminal that always counts clusters":    {tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModePermanentlySet}, ansi.GraphemeWidth},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newModel(t, nil)
			m.found(orders())
			m.peeked(list, 5)
			m.Update(tt.report)
			m.typed("g")
			for range list {
				for _, row := range m.panes.layout.detailRows(m.drawnBy(tt.method)) {
					if row[0] != "│" {
						t.Fatalf("the border has moved: %q", row)
					}
				}
				m.typed("j")
			}
			m.typed("g")
			if body := strings.Join(slices.Concat(m.panes.layout.detailRows(m.drawnBy(tt.method))...), ""); !strings.Contains(body, thai) {
				t.Errorf("words of the body are missing: %s", body)
			}
		})
	}
}

// detailRows are the rows of the detail pane with the border before it.
func (l layout) detailRows(screen [][]string) [][]string {
	var rows [][]string
	for _, row := range screen[l.gutter.y : l.gutter.y+l.gutter.h] {
		rows = append(rows, row[l.gutter.x:])
	}
	return rows
}

// What was laid out before the terminal told how it counts is laid out anew: the
// screen is that of a program which knew it all along.
func TestWhatWasLaidOutIsLaidOutAnew(t *testing.T) {
	t.Parallel()
	report := tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeReset}
	for _, keys := range []string{"", "?", "Y", ",", "L", "]", "]]"} {
		late, early := opened(t, 3), opened(t, 3)
		early.Update(report)
		for _, m := range []*Model{late, early} {
			list := messages(1, 2)
			list[0].Body, list[0].Metadata[1].Value = `"`+strings.Repeat(thai+" ", 9)+`"`, thai
			m.pulled(list)
			m.typed(keys)
		}
		before := late.View().Content
		late.Update(report)
		if late.View().Content != early.View().Content {
			t.Errorf("%q: some of the screen is laid out as before", keys)
		}
		if keys == "" && late.View().Content == before {
			t.Errorf("%q: nothing is laid out anew", keys)
		}
	}
}
