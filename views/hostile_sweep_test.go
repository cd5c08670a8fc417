package views

import (
	"strings"
	"testing"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// hostileViews draws every component with s wherever a string goes.
func hostileViews(th Theme, s string, w, h int) map[string]string {
	st := Styled{s, Tone(len(s))}
	table := NewMessageTable(th)
	table.SetSize(w, h)
	row := MessageRow{Attempts: st, Age: s, Sent: s, Lease: st, Type: s, Size: s, Source: s, ID: s, Preview: s, State: RowState(len(s)), LeaseLeft: 0.5}
	table.SetSource(listRows{row, row})
	table.SetAgeColumn(s, 6)
	empty := NewMessageTable(th)
	empty.SetSize(w, h)
	empty.SetEmpty(s, s, s)
	header := NewHeader(th)
	header.SetSize(w, h)
	header.SetData(HeaderData{
		Queue: s, ID: s, Backlog: st, Bytes: st, Oldest: st, Trend: []float64{1, 2}, Consumer: st, MaxRetries: st,
		DeadLetter: st, Visibility: st, Retention: st, Follow: st, Chips: []Styled{st, st}, Freshness: st,
	})
	footer := NewFooter(th)
	footer.SetSize(w, h)
	footer.SetKeys([]KeyHint{{s, s, false}, {s, s, true}})
	footer.SetNotice(st)
	footer.SetBusy("⠋", s, s)
	help := NewHelp(th)
	help.SetSize(w, h)
	help.SetGroups([]HelpGroup{{s, []HelpRow{{s, s, s, s}}}})
	menu := NewMenu(th, s)
	menu.SetSize(w, h)
	menu.SetItems([]MenuItem{{s, s, ""}, {s, s, s}})
	prompt := NewPrompt(th, s, []PromptField{{s, s, s, ""}, {s, s, s, s}})
	prompt.SetSize(w, h)
	prompt.Update(tea.PasteMsg{Content: s})
	confirm := NewConfirm(th, s, []Styled{st, st}, s, s)
	confirm.SetSize(w, h)
	queues := NewQueueList(th)
	queues.SetSize(w, h)
	queues.SetRows([]QueueRow{{s, s, s, true}})
	views := map[string]string{
		"table": table.View(), "empty": empty.View(), "header": header.View(), "footer": footer.View(), "help": help.View(),
		"menu": menu.View(), "prompt": prompt.View(), "confirm": confirm.View(), "queues": queues.View(),
		"panel": panel(th, s, "", w, h), "notice": NoticeBox(th, st, []string{s, s}, w, h),
	}
	if h > 0 {
		views["rule"] = Rule(th, s, s, w, true)
	}
	for mode := BodyPretty; mode <= BodyRaw; mode++ {
		d := NewDetail(th)
		d.SetSize(w, h)
		d.SetTitle(s)
		d.SetTab(DetailTab(mode))
		d.SetMetadata([]Field{{s, s, Tone(len(s))}})
		d.SetLease([]Field{{s, s, ToneNormal}, {"", s + s, ToneBad}})
		views["fields "+mode.String()] = d.View()
		d.SetTab(TabBody)
		for _, kind := range []string{"json", s} {
			in := BodyInput{Key: s, Kind: kind, Raw: s, Bytes: []byte(s), How: s, Note: s, Mode: mode, Wrap: (w+h)%2 == 0}
			d.SetPrepared(PrepareBody(in, d.BodyWidth(), th))
			views["body "+mode.String()+kind] = d.View()
		}
	}
	return views
}

// checkHostile fails when a view is too large or holds what must not reach a
// terminal: only this package's own SGR sequences may be in it.
func checkHostile(t *testing.T, name, view string, w, h int) {
	t.Helper()
	checkSize(t, name, view, max(w, 0), max(h, 0))
	if !utf8.ValidString(view) {
		t.Fatalf("%s at %dx%d is not UTF-8", name, w, h)
	}
	for row := range strings.SplitSeq(view, "\n") {
		plain := stripSGR(row)
		if problem := unsafeIn(plain); problem != "" {
			t.Fatalf("%s at %dx%d lets through %s: %q", name, w, h, problem, plain)
		}
		if last := strings.LastIndex(row, "\x1b["); last >= 0 && !strings.HasPrefix(row[last:], penOff) {
			t.Fatalf("%s at %dx%d leaves a style open: %q", name, w, h, row)
		}
	}
}

// stripSGR removes colour sequences and nothing else.
func stripSGR(s string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(s, "\x1b[")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		end := strings.IndexFunc(after, func(r rune) bool { return !strings.ContainsRune("0123456789;", r) })
		if end < 0 || after[end] != 'm' {
			return b.String() + "\x1b[" + after
		}
		s = after[end+1:]
	}
}

func TestHostileStrings(t *testing.T) {
	t.Parallel()
	th := NewTheme(Dark())
	for _, s := range hostileStrings() {
		t.Run(SafeLine(s, 20), func(t *testing.T) {
			t.Parallel()
			for _, w := range []int{0, 1, 3, 13, 40, 80, 200} {
				for _, h := range []int{0, 1, 3, 12} {
					for name, view := range hostileViews(th, s, w, h) {
						checkHostile(t, name, view, w, h)
					}
				}
			}
		})
	}
}

func FuzzViews(f *testing.F) {
	for _, s := range hostileStrings() {
		f.Add(s, uint8(80), uint8(10))
	}
	th := NewTheme(Dark())
	f.Fuzz(func(t *testing.T, s string, w, h uint8) {
		for name, view := range hostileViews(th, s, int(w), int(h%60)) {
			checkHostile(t, name, view, int(w), int(h%60))
		}
	})
}

// TestOverlayKeepsItsSize covers the screens that are put together of blocks.
func TestOverlayKeepsItsSize(t *testing.T) {
	t.Parallel()
	th := NewTheme(Dark())
	sweep(func(w, h int) {
		if w > 100 || h > 24 {
			return
		}
		base, box := block("base", max(w, 0), max(h, 0)), panel(th, "Box", "text", 30, 4)
		for name, view := range map[string]string{"overlay": Overlay(base, box, w, h), "bottom": OverlayBottom(base, box, w, h, 1)} {
			checkHostile(t, name, view, w, h)
		}
		if w > 60 && h > 10 {
			x, y := OverlayOrigin(box, w, h)
			if row := strings.Split(ansi.Strip(Overlay(base, box, w, h)), "\n")[y]; strings.Index(row, "╭") != x {
				t.Fatalf("the box at %dx%d isn't at its origin %d,%d", w, h, x, y)
			}
		}
	})
}
