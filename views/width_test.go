package views

import (
	"slices"
	"strings"
	"testing"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"golang.org/x/text/unicode/bidi"
	"pgregory.net/rapid"
)

// methods are the ways to count cells that a renderer may have.
var methods = []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth}

// scripts are words whose cells are counted differently, or that need more than one
// code point for one of them.
func scripts() []string {
	return []string{
		"คำสำคัญ", "น้ำ", "ทำงาน", "จำนวน", "สำเร็จ", "กำหนด", // Thai
		"ຄຳສັ່ງ", "ນ້ຳ", // Lao
		"हिन्दी", "क्षि", "स्थिति", "र्\u200dय", // Hindi, Marathi
		"বাংলা", "র\u200d্যাব", // Bengali
		"ਪੰਜਾਬੀ", "ગુજરાતી", "ଓଡ଼ିଆ", // Punjabi, Gujarati, Odia
		"தமிழ்", "நீர்", // Tamil
		"తెలుగు", "ಕನ್ನಡ", "മലയാളം", "ന്\u200d", "ශ්\u200dරී", // Telugu, Kannada, Malayalam, Sinhala
		"မြန်မာ", "ខ្មែរ", "བོད་ཡིག", "ᬩᬮᬶ", "ꦗꦮ", // Burmese, Khmer, Tibetan, Balinese, Javanese
		"ﾊﾟﾋﾟ", "ｶﾞ", "パピ", "日本語", "漢字", "한국어", "\u1112\u1161\u11ab\u1100\u1173\u11af", // Japanese, Korean
		"العربية", "مُحَمَّد", "שָׁלוֹם", "می\u200cخواهم", "ܣܘܪܝܝܐ", "ދިވެހި", "ߒߞߏ", // right to left
		"አማርኛ", "ქართული", "Ελληνικά", "кириллица", "Tiếng Việt", "Za\u0308hler", // one cell each
		"👩\u200d💻", "👨\u200d👩\u200d👧\u200d👦", "👩🏽\u200d❤\ufe0f\u200d💋\u200d👨🏻", "👍🏽", "🇩🇪🇫🇷", "❤\ufe0f", "1\ufe0f\u20e3", "☃\ufe0e",
		"x\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309", "e\u20dd", "﷽", "𒐫", "\u06dd12", "ൎക",
	}
}

// texts draws sentences of all scripts, whole and torn.
func texts() *rapid.Generator[string] {
	pieces := append(scripts(), " ", " ", "plain", "0", "|", "\u200d", "\u200c", "\u0e33", "\u0301", "\u1161", "\ufe0f", "🏽", "🇩")
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 12).Draw(t, "pieces"), "")
	})
}

// TestCellsAreAsReckoned: whatever the script, a cut line is as wide as was said,
// in both ways to count, and never wider than it may be.
func TestCellsAreAsReckoned(t *testing.T) {
	t.Parallel()
	for _, m := range methods {
		th := Theme{}.Measured(m)
		check := func(t rapid.TB, s string) {
			for width := range 30 {
				cut, cells := appendSafeLine(nil, s, width, m)
				if got := m.StringWidth(string(cut)); got != cells || got > width {
					t.Fatalf("%q in %d cells is %q: %d cells, said %d", s, width, cut, got, cells)
				}
				if got := drawnCells(m, string(cut)); got != cells {
					t.Fatalf("%q in %d cells is drawn on %d, said %d", s, width, got, cells)
				}
			}
			if got := th.cells(s, 500); got != drawnCells(m, safeLine(s, 500, m)) {
				t.Fatalf("%q is said to have %d cells", s, got)
			}
		}
		for _, s := range scripts() {
			check(t, s)
		}
		rapid.Check(t, func(t *rapid.T) { check(t, texts().Draw(t, "text")) })
	}
}

// drawnCells is how many cells a renderer of that method fills with text.
func drawnCells(m ansi.Method, text string) int {
	const end = "#"
	row := drawnOn(m, text+end, 600, 1)[0]
	return slices.Index(row, end)
}

// drawnOn draws text as the program's renderer does: the contents of each cell, ""
// for one that a wide character covers.
func drawnOn(m ansi.Method, text string, w, h int) [][]string {
	buf := uv.NewScreenBuffer(w, h)
	buf.Method = m
	uv.NewStyledString(text).Draw(buf, buf.Bounds())
	rows := make([][]string, h)
	for y := range rows {
		rows[y] = make([]string, w)
		for x := range w {
			if c := buf.CellAt(x, y); c != nil {
				rows[y][x] = strings.ReplaceAll(c.Content, isolate, "")
			}
		}
	}
	return rows
}

// TestNoPaneMovesAnother: what stands beside a pane is drawn as it would be alone,
// whatever the pane holds, by either way to count.
func TestNoPaneMovesAnother(t *testing.T) {
	t.Parallel()
	const w, h = 40, 5
	for _, m := range methods {
		th := Theme{}.Measured(m)
		check := func(t rapid.TB, s, other string) {
			left, right := th.paneOf(s, w, h), th.paneOf(other, w, h)
			for name, pane := range left {
				beside := right["detail"]
				whole := drawnOn(m, SideBySide(th, pane, beside), 2*w+2, h)
				alone, other := drawnOn(m, pane, w, h), drawnOn(m, beside, w, h)
				for y := range h {
					if !slices.Equal(whole[y][:w], alone[y]) || whole[y][w] != "│" || !slices.Equal(whole[y][w+2:], other[y]) {
						t.Fatalf("%v: %s of %q moves what is beside it:\n%q\n%q\n%q", m, name, s, whole[y], alone[y], other[y])
					}
				}
			}
		}
		for i, s := range scripts() {
			check(t, s, scripts()[len(scripts())-1-i])
		}
		rapid.Check(t, func(t *rapid.T) { check(t, texts().Draw(t, "left"), texts().Draw(t, "right")) })
	}
}

// paneOf is every pane that has an exact size, full of a text.
func (t Theme) paneOf(s string, w, h int) map[string]string {
	table := NewMessageTable(t)
	table.SetSource(rowsOf[MessageRow]{filled[MessageRow](s)})
	queues := NewQueueList(t)
	queues.SetRows(QueueRows{{Name: s, Consumer: s}, {Name: "plain"}})
	calls := NewActivity(t)
	calls.SetSource(rowsOf[ActivityRow]{filled[ActivityRow](s)})
	detail := NewDetail(t)
	l := t.line()
	l.safe("", s, 500)
	panes := map[string]string{"panel": panel(t, s, l.String(), w, h)}
	for name, c := range map[string]drawn{"table": table, "queues": queues, "calls": calls, "detail": detail} {
		c.SetSize(w, h)
		if c == drawn(detail) {
			detail.SetPrepared(PrepareBody(BodyInput{Kind: "text", Raw: s, Bytes: []byte(strings.Repeat(s+" ", 4)), Wrap: len(s)%2 == 0}, detail.BodyWidth(), t))
			detail.SetTitle(s)
		}
		panes[name] = c.View()
	}
	return panes
}

// TestNoWordVanishesInABody: a body that is wrapped holds every word of it.
func TestNoWordVanishesInABody(t *testing.T) {
	t.Parallel()
	for _, m := range methods {
		th := Theme{}.Measured(m)
		body := strings.Join(scripts(), "\n")
		p := PrepareBody(BodyInput{Kind: "text", Raw: body, Bytes: []byte(body), Wrap: true}, 80, th)
		for i, word := range scripts() {
			row := drawnOn(m, p.line(i), 80, 1)[0]
			if got := strings.TrimRight(strings.Join(row, ""), " "); got != safeLine(word, 80, m) {
				t.Errorf("%v: %q is drawn as %q", m, word, got)
			}
		}
	}
}

// TestABoxMovesNothing: around a box the screen stays as it was, but for a character
// that the box covers in part.
func TestABoxMovesNothing(t *testing.T) {
	t.Parallel()
	const w, h = 60, 12
	for _, m := range methods {
		th := Theme{}.Measured(m)
		rapid.Check(t, func(t *rapid.T) {
			base := th.paneOf(texts().Draw(t, "base"), w, h)["detail"]
			box := panel(th, texts().Draw(t, "title"), texts().Draw(t, "box"), rapid.IntRange(3, w).Draw(t, "width"), 5)
			x, y := OverlayOrigin(th, box, w, h)
			n := th.boxWidth(box, w)
			whole, under, over := drawnOn(m, Overlay(th, base, box, w, h), w, h), drawnOn(m, base, w, h), drawnOn(m, box, n, 5)
			for i := range over {
				row, was := whole[y+i], under[y+i]
				if !slices.Equal(row[x:x+n], over[i]) || !same(row[:x], was[:x]) || !same(row[x+n:], was[x+n:]) {
					t.Fatalf("%v: row %d is\n%q, was\n%q", m, i, row, was)
				}
			}
		})
	}
}

// same reports whether cells are equal, or blank where they were part of a character
// that is wider.
func same(row, was []string) bool {
	for i := range row {
		if row[i] != was[i] && row[i] != " " {
			return false
		}
	}
	return true
}

// TestTextFromRightToLeftStaysInItsCells: on a terminal that reorders a line as the
// Unicode bidirectional algorithm does, every cell outside a text keeps its place.
func TestTextFromRightToLeftStaysInItsCells(t *testing.T) {
	t.Parallel()
	const w, h = 40, 5
	th := NewTheme(Dark())
	rapid.Check(t, func(t *rapid.T) {
		pieces := []string{"שלום", "العربية", "می\u200cخواهم", " ", "12", "(", "|", "a", ": ", "\"", ","}
		text := func(name string) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 20).Draw(t, name), "")
		}
		left, right := th.paneOf(text("left"), w, h), th.paneOf(text("right"), w, h)["detail"]
		for name, pane := range left {
			whole := SideBySide(th, pane, right)
			if rapid.Bool().Draw(t, "box") {
				whole = Overlay(th, whole, panel(th, text("title"), "plain", 20, 3), 2*w+2, h)
			}
			for y, row := range strings.Split(whole, "\n") {
				checkOrder(t, name, y, ansi.Strip(row))
			}
		}
	})
}

// checkOrder fails when the algorithm turns round more than the text between two
// marks that isolate it.
func checkOrder(t rapid.TB, name string, y int, row string) {
	var p bidi.Paragraph
	if _, err := p.SetString(row, bidi.DefaultDirection(bidi.LeftToRight)); err != nil {
		t.Fatal(err)
	}
	order, err := p.Order()
	if err != nil {
		t.Fatal(err)
	}
	for i := range order.NumRuns() {
		run := order.Run(i)
		if run.Direction() == bidi.RightToLeft && strings.ContainsAny(run.String(), isolate+"│╭╮╰╯─") {
			t.Fatalf("%s: row %d: what stands beside it is drawn among %q of %q", name, y, run.String(), row)
		}
	}
}

// TestEveryComponentKeepsItsSize: in both ways to count, with text of every script
// wherever text goes.
func TestEveryComponentKeepsItsSize(t *testing.T) {
	t.Parallel()
	for _, m := range methods {
		th := Theme{}.Measured(m)
		for _, s := range append(scripts(), strings.Join(scripts(), " ")) {
			for name, view := range hostileViews(th, s, 44, 9) {
				for row := range strings.SplitSeq(view, "\n") {
					if got := m.StringWidth(row); got > 44 {
						t.Fatalf("%v: %s with %q has a line of %d cells: %q", m, name, s, got, row)
					}
				}
			}
		}
	}
}
