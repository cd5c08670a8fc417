package views

import (
	"go/ast"
	"strings"
	"testing"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// drawn is what every component is to whoever puts it on the screen.
type drawn interface {
	SetSize(w, h int)
	View() string
}

// hostileComponents are all there are, by the functions that make them, with s
// wherever those take text.
func hostileComponents(th Theme, s string) map[string]drawn {
	lines := filled[[]Styled](s)
	return map[string]drawn{
		"NewActivity":     NewActivity(th),
		"NewChoice":       NewChoice(th, s, lines, s, s, s),
		"NewConfirm":      NewConfirm(th, s, lines, s, s),
		"NewDetail":       NewDetail(th),
		"NewFooter":       NewFooter(th),
		"NewHeader":       NewHeader(th),
		"NewHelp":         NewHelp(th),
		"NewMenu":         NewMenu(th, s),
		"NewMessageTable": NewMessageTable(th),
		"NewPrompt":       NewPrompt(th, s, filled[[]PromptField](s)),
		"NewQueueList":    NewQueueList(th),
	}
}

// hostileViews draws every component with s wherever a string goes, after each
// setter that takes one: some take the place of what another has set.
func hostileViews(th Theme, s string, w, h int) map[string]string {
	views := map[string]string{
		"panel":     panel(th, s, "", w, h),
		"NoticeBox": NoticeBox(th, []Styled{filled[Styled](s), {Text: s}, {Text: s}}, w, h, 0, s),
	}
	if h > 0 {
		views["Rule"] = Rule(th, []string{s, s}, []string{s, s}, w, true)
	}
	for name, c := range hostileComponents(th, s) {
		c.SetSize(w, h)
		filler(s).feed(c, func(setter string) { views[name+" "+setter] = c.View() })
		switch c := c.(type) {
		case *Prompt:
			c.Update(tea.PasteMsg{Content: s})
			views["prompt with a paste"] = c.View()
		case *Detail:
			hostilePages(views, c, th, s, w+h)
		}
	}
	return views
}

// hostilePages draws what the tabs hold, and a body in every mode.
func hostilePages(views map[string]string, d *Detail, th Theme, s string, odd int) {
	for tab := range tabCount {
		d.SetTab(tab)
		views["tab "+tab.String()] = d.View()
	}
	d.SetTab(TabBody)
	for mode := BodyPretty; mode <= BodyRaw; mode++ {
		for _, kind := range []string{"json", s} {
			in := filler(s).body(mode)
			in.Kind, in.Wrap = kind, odd%2 == 0
			d.SetPrepared(PrepareBody(in, d.BodyWidth(), th))
			views["body "+mode.String()+kind] = d.View()
		}
	}
}

// TestHostileComponentsAreAll: who adds a component adds it to those that are
// tried with hostile strings.
func TestHostileComponentsAreAll(t *testing.T) {
	t.Parallel()
	tried := map[string]bool{
		"Safe": true, "SafeLine": true, // the sanitiser itself
		"Overlay": true, "OverlayRows": true, "SideBySide": true, // these take what components drew
		"TooSmall": true, // no text
	}
	for name := range hostileViews(Theme{}, "x", 80, 12) {
		name, _, _ = strings.Cut(name, " ")
		tried[name] = true
	}
	for name, file := range sources(t) {
		for _, decl := range file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || fn.Recv != nil || !fn.Name.IsExported() || fn.Type.Results == nil || tried[fn.Name.Name] {
				continue
			}
			switch result := fn.Type.Results.List[0].Type.(type) {
			case *ast.StarExpr:
				t.Errorf("%s: no hostile string was put into what %s makes", name, fn.Name)
			case *ast.Ident:
				if result.Name == "string" {
					t.Errorf("%s: no hostile string was put into %s", name, fn.Name)
				}
			}
		}
	}
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
		plain := strings.ReplaceAll(stripSGR(row), isolate, "")
		if problem := unsafeIn(plain); problem != "" {
			t.Fatalf("%s at %dx%d lets through %s: %q", name, w, h, problem, plain)
		}
		if last := strings.LastIndex(row, "\x1b["); last >= 0 && !strings.HasPrefix(row[last:], penOff) {
			t.Fatalf("%s at %dx%d leaves a style open: %q", name, w, h, row)
		}
	}
}

// checkUnstyled fails when a view of a theme without styles holds an escape
// sequence: that can only be somebody else's.
func checkUnstyled(t *testing.T, name, view string) {
	t.Helper()
	if problem := unsafeIn(strings.NewReplacer("\n", "", isolate, "").Replace(view)); problem != "" {
		t.Fatalf("%s lets through %s: %q", name, problem, view)
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
			for _, w := range []int{40, 150} {
				for name, view := range hostileViews(Theme{}, s, w, 12) {
					checkUnstyled(t, name, view)
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
		for name, view := range hostileViews(Theme{}, s, int(w), int(h%60)) {
			checkUnstyled(t, name, view)
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
		base, box := block("base", max(w, 0), max(h, 0), ansi.WcWidth), panel(th, "Box", "text", 30, 4)
		for name, view := range map[string]string{"overlay": Overlay(th, base, box, w, h), "rows": OverlayRows(th, base, box, w, h, h-5)} {
			checkHostile(t, name, view, w, h)
		}
		if w > 60 && h > 10 {
			x, y := OverlayOrigin(th, box, w, h)
			if row := strings.Split(ansi.Strip(Overlay(th, base, box, w, h)), "\n")[y]; strings.Index(row, "╭") != x {
				t.Fatalf("the box at %dx%d isn't at its origin %d,%d", w, h, x, y)
			}
		}
	})
}
