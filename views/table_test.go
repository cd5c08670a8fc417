package views

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
)

// askedRows records which rows a table asks for.
type askedRows struct {
	n     int
	asked *[]int
}

func (a askedRows) Len() int { return a.n }
func (a askedRows) Row(i int) MessageRow {
	*a.asked = append(*a.asked, i)
	return MessageRow{}
}

func TestTableAsksForVisibleRowsOnly(t *testing.T) {
	t.Parallel()
	var asked []int
	table := NewMessageTable(NewTheme(Dark()))
	table.SetSize(80, 5)
	table.SetSource(askedRows{100_000, &asked})
	table.SetCursor(50_000)
	_ = table.View()
	if diff := cmp.Diff([]int{49_997, 49_998, 49_999, 50_000}, asked); diff != "" {
		t.Error(diff)
	}
}

func TestTableScrolls(t *testing.T) {
	t.Parallel()
	table := NewMessageTable(NewTheme(Dark()))
	table.SetSize(80, 11) // 10 rows
	table.SetSource(manyRows(100))
	steps := []struct {
		do   func()
		want int
	}{
		{func() { table.SetCursor(9) }, 0},
		{func() { table.SetCursor(10) }, 1},
		{func() { table.SetCursor(5) }, 1},
		{func() { table.SetCursor(0) }, 0},
		{func() { table.SetCursor(99) }, 90},
		{func() { table.SetOffset(20) }, 20},
		{func() { table.SetOffset(1000) }, 90},
		{func() { table.SetOffset(-5) }, 0},
		{func() { table.SetCursor(1000) }, 90},
		{func() { table.SetCursor(-1) }, 90},
		{func() { table.SetSource(manyRows(5)) }, 0},
	}
	for i, step := range steps {
		if step.do(); table.Offset() != step.want {
			t.Errorf("step %d: offset %d, want %d", i, table.Offset(), step.want)
		}
	}
	if table.VisibleRows() != 10 {
		t.Errorf("VisibleRows = %d", table.VisibleRows())
	}
}

func TestTableRowAt(t *testing.T) {
	t.Parallel()
	table := NewMessageTable(NewTheme(Dark()))
	table.SetSize(80, 5)
	table.SetSource(manyRows(6))
	table.SetOffset(2)
	for y, want := range map[int]int{1: 2, 4: 5} {
		if i, ok := table.RowAt(y); !ok || i != want {
			t.Errorf("RowAt(%d) = %d, %v; want %d", y, i, ok, want)
		}
	}
	table.SetSource(manyRows(1))
	for _, y := range []int{-1, 0, 2, 5} {
		if i, ok := table.RowAt(y); ok {
			t.Errorf("RowAt(%d) = %d, want none", y, i)
		}
	}
}

// TestTableAlwaysShows holds the table to what a person needs at each width.
func TestTableAlwaysShows(t *testing.T) {
	t.Parallel()
	row := MessageRow{
		Marked: true, State: RowLeased, Attempts: Styled{Text: "100/100"}, Age: "99d", Sent: "2026-11-23 12:03:10", Lease: Styled{Text: "12:00:00"},
		LeaseLeft: 0.5, Type: "bytes", Size: "1023 kB", Source: "http", ID: strings.Repeat("f", 32), Preview: "preview",
	}
	for _, tt := range []struct {
		width int
		want  []string
	}{
		{40, []string{"◆", "●", "100/100", "12:00:00", "preview"}},
		{80, []string{"◆", "● leased", "100/100", "99d", "12:00:00", "preview"}},
		{100, []string{"● leased", "100/100", "99d", "12:00:00 ━━━───", "bytes", "1023 kB", "preview"}},
		{120, []string{"bytes", "1023 kB", "http", "preview"}},
		{160, []string{"http", strings.Repeat("f", 32), "preview"}},
		{200, []string{"2026-11-23 12:03:10", strings.Repeat("f", 32), "preview"}},
	} {
		table := NewMessageTable(NewTheme(Dark()))
		table.SetSize(tt.width, 2)
		table.SetSource(listRows{row})
		text := ansi.Strip(table.View())
		for _, want := range tt.want {
			if !strings.Contains(text, want) {
				t.Errorf("at %d columns %q is missing:\n%s", tt.width, want, text)
			}
		}
	}
}

// TestTableColumnsStay compares where the preview starts for the shortest and
// the longest values.
func TestTableColumnsStay(t *testing.T) {
	t.Parallel()
	short := MessageRow{Preview: "here", Attempts: Styled{Text: "1"}, Age: "0s", LeaseLeft: -1}
	long := MessageRow{
		Preview: "here", State: RowRetried, Attempts: Styled{Text: "1000/1000"}, Age: "1000d", Lease: Styled{Text: "112:00:00"}, Marked: true,
		Type: "application/octet-stream", Size: "1000000 bytes", Source: "long source", ID: strings.Repeat("x", 80), Sent: strings.Repeat("9", 40),
	}
	for w := 40; w <= 250; w++ {
		table := NewMessageTable(NewTheme(Dark()))
		table.SetSize(w, 3)
		table.SetSource(listRows{short, long})
		rows := strings.Split(ansi.Strip(table.View()), "\n")
		column := func(row string) int {
			before, _, found := strings.Cut(row, "here")
			if !found {
				t.Fatalf("at %d columns the preview is missing: %q", w, row)
			}
			return ansi.StringWidthWc(before)
		}
		if a, b := column(rows[1]), column(rows[2]); a != b {
			t.Fatalf("at %d columns the preview starts at %d or %d:\n%s", w, a, b, strings.Join(rows, "\n"))
		}
	}
}

func TestTableAgeColumn(t *testing.T) {
	t.Parallel()
	table := NewMessageTable(NewTheme(Dark()))
	table.SetSize(80, 2)
	table.SetSource(listRows{{Age: "23 Nov 12:03:10"}})
	table.SetAgeColumn("SENT (UTC)", 15)
	if text := ansi.Strip(table.View()); !strings.Contains(text, "SENT (UTC)") || !strings.Contains(text, "23 Nov 12:03:10") {
		t.Error(text)
	}
	table.SetAgeColumn("", 0)
	if text := ansi.Strip(table.View()); !strings.Contains(text, " AGE ") {
		t.Error(text)
	}
}

func TestLeaseBar(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		left  float64
		state RowState
		want  string
	}{
		{1, RowLeased, "━━━━━━"},
		{0.5, RowLeased, "━━━───"},
		{0.01, RowLeased, "━─────"},
		{0, RowLeased, "──────"},
		{7, RowLeased, "━━━━━━"},
		{-1, RowLeased, "      "},
		{0.5, RowLapsed, "      "},
	} {
		var l line
		drawLeaseBar(&l, &[toneCount]pen{}, &MessageRow{LeaseLeft: tt.left, State: tt.state}, 6)
		if got := l.String(); got != tt.want {
			t.Errorf("bar of %v, %s = %q, want %q", tt.left, tt.state.look().word, got, tt.want)
		}
	}
}

// TestUnseenStandsBeforeThePreview in whole, also where what all previews share is
// left out.
func TestUnseenStandsBeforeThePreview(t *testing.T) {
	t.Parallel()
	shared := `{"order":{"channel":"pos-bridge","number":"R-10`
	rows := listRows{
		{Preview: shared + "1\"}}", State: RowUnseen, Unseen: "not seen since 01:04", LeaseLeft: -1},
		{Preview: shared + "2\"}}", State: RowUnseen, Unseen: "not seen since 01:05", LeaseLeft: -1},
	}
	for _, w := range []int{60, 80, 200} {
		table := NewMessageTable(NewTheme(Dark()))
		table.SetSize(w, 3)
		table.SetSource(rows)
		text := ansi.Strip(table.View())
		for _, want := range []string{"– not seen", "not seen since 01:04 · ", "not seen since 01:05 · "} {
			if !strings.Contains(text, want) {
				t.Errorf("at %d columns %q is missing:\n%s", w, want, text)
			}
		}
		for line := range strings.SplitSeq(text, "\n") {
			if n := ansi.StringWidthWc(line); n != w {
				t.Errorf("at %d columns a line has %d cells: %q", w, n, line)
			}
		}
	}
}
