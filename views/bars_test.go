package views

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// TestHeaderAlwaysShows: queue, backlog, follow state and what all of this is, at
// every width from 40 on and at any height, whatever else there is to say.
func TestHeaderAlwaysShows(t *testing.T) {
	t.Parallel()
	d := demoHeader()
	d.Queue = "a-queue-with-a-name-as-long-as-names-of-queues-may-be-sixty-thr"
	d.Follow = Styled{"follow 10s, next 0:04", ToneAccent}
	d.Chips = append([]Styled{{"DEMO", ToneInfo}}, append(d.Chips, Styled{"paused", ToneWarn})...)
	for w := 40; w <= 250; w++ {
		for h := 1; h <= 3; h++ {
			hd := NewHeader(Theme{})
			hd.SetSize(w, h)
			hd.SetData(d)
			v := hd.View()
			follow := d.Follow.Text
			if h == 1 && w < 60 || w < 44 {
				follow = "follow 10" // there is no room for the countdown
			}
			for _, want := range []string{"a-queu", "1,204", "DEMO", follow} {
				if !strings.Contains(v, want) {
					t.Fatalf("at %dx%d %q is missing:\n%s", w, h, want, v)
				}
			}
		}
	}
}

// Why follow stopped is told where there is room, and takes that of nothing but the
// id: it was told in a notice as well.
func TestWhyFollowStoppedPushesOutNothing(t *testing.T) {
	t.Parallel()
	d := demoHeader()
	d.Follow = Styled{"follow stopped", ToneWarn}
	told := false
	for w := 40; w <= 200; w++ {
		for h := 1; h <= 3; h++ {
			hd := NewHeader(Theme{})
			hd.SetSize(w, h)
			hd.SetData(d)
			without := hd.View()
			reasoned := d
			reasoned.FollowWhy = Styled{"the API limits the rate of calls", ToneWarn}
			hd.SetData(reasoned)
			with := hd.View()
			told = told || strings.Contains(with, reasoned.FollowWhy.Text)
			for _, part := range []string{"orders", "1,204", "1.2 MB", "14m", "http_pull", "orders-dlq", "30s", "follow stopped", "read-only", "2s ago"} {
				if strings.Contains(without, part) && !strings.Contains(with, part) {
					t.Fatalf("at %dx%d %q gave way:\n%s\n%s", w, h, part, without, with)
				}
			}
		}
	}
	if !told {
		t.Error("the reason is nowhere told")
	}
}

// TestHeaderSaysWhatBecomesOfAMessage: at 80 cells, and with chips, a header of two
// lines has room for how often a message is delivered, and where it ends.
func TestHeaderSaysWhatBecomesOfAMessage(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"orders", "a-queue-with-a-name-as-long-as-names-of-queues-may-be-sixty-thr"} {
		for _, chips := range [][]Styled{nil, {{"DEMO", ToneInfo}}, {{"DEMO", ToneInfo}, {"READ-ONLY", ToneInfo}}} {
			d := demoHeader()
			d.Queue, d.Chips = name, chips
			hd := NewHeader(Theme{})
			hd.SetSize(80, 2)
			hd.SetData(d)
			for _, want := range []string{"max retries 3", "dlq orders-"} {
				if v := hd.View(); !strings.Contains(v, want) {
					t.Errorf("%s, %d chips: %q is missing:\n%s", name, len(chips), want, v)
				}
			}
		}
	}
}

func TestHeaderLeavesOutWhatIsEmpty(t *testing.T) {
	t.Parallel()
	hd := NewHeader(Theme{})
	hd.SetSize(80, 3)
	hd.SetData(HeaderData{Queue: "orders"})
	if got := strings.TrimSpace(hd.View()); got != "orders" {
		t.Errorf("%q", got)
	}
}

func TestFooter(t *testing.T) {
	t.Parallel()
	f := NewFooter(Theme{})
	f.SetKeys(demoKeys())
	for _, tt := range []struct {
		name   string
		width  int
		notice Styled
		busy   string
		want   string
	}{
		{"keys by rank", 32, Styled{}, "", "p pull  v peek            ? help"},
		{"help goes last", 3, Styled{}, "", "?  "},
		{"notice", 40, Styled{"copied", ToneGood}, "", "✓ copied  p pull  v peek          ? help"},
		{"long notice", 30, Styled{"a notice without an end", ToneBad}, "", "✗ a notice without an…  ? help"},
		{"busy", 40, Styled{}, "pulling", "⠋ pulling · esc cancels  p pull   ? help"},
		{"busy with a notice", 40, Styled{"lease_id copied", ToneGood}, "pulling", "⠋ pulling  ✓ lease_id copied      ? help"},
		{"busy without room for it", 28, Styled{"lease_id copied", ToneGood}, "pulling", "⠋ pulling  p pull     ? help"},
	} {
		f.SetSize(tt.width, 1)
		f.SetNotice(tt.notice)
		f.SetBusy("⠋", tt.busy, "esc cancels")
		if got := f.View(); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestFooterLastKey: what stands at the right end is the caller's to say, not the
// key's name, and there may be nothing, as beneath a dialog.
func TestFooterLastKey(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		keys []KeyHint
		want string
		fits int // cells of the longest notice that is shown whole
	}{
		{[]KeyHint{{Key: "y", Desc: "yes"}, {Key: "n", Desc: "no"}}, "y yes  n no             ", 22},
		{[]KeyHint{{Key: "?", Desc: "yes"}, {Key: "n", Desc: "no"}}, "? yes  n no             ", 22},
		{[]KeyHint{{Key: "ctrl+h", Desc: "help", Last: true}, {Key: "n", Desc: "no"}}, "n no         ctrl+h help", 9},
	} {
		f := NewFooter(Theme{})
		f.SetKeys(tt.keys)
		f.SetSize(24, 1)
		if got := f.View(); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
		if whole := strings.Repeat("x", tt.fits); !f.Fits(whole) || f.Fits(whole+"x") {
			t.Errorf("%q: the longest notice has not %d cells", tt.want, tt.fits)
		}
	}
}

// TestFooterFits agrees with what the footer then shows.
func TestFooterFits(t *testing.T) {
	t.Parallel()
	f := NewFooter(Theme{})
	f.SetKeys(demoKeys())
	for w := range 60 {
		f.SetSize(w, 1)
		f.SetNotice(Styled{"the notice, whole", ToneWarn})
		if f.Fits("the notice, whole") && !strings.Contains(f.View(), "the notice, whole") {
			t.Errorf("at %d: Fits, but shows %q", w, f.View())
		}
		f.SetBusy("*", "pulling", "esc cancels")
		if f.Fits("the notice, whole") && !strings.Contains(f.View(), "the notice, whole") {
			t.Errorf("at %d: Fits beside the spinner, but shows %q", w, f.View())
		}
		f.SetBusy("", "", "")
	}
	f.SetSize(60, 1)
	if text := strings.Repeat("x", 40); !f.Fits(text) {
		t.Error("40 cells do not fit into 60")
	} else if f.SetBusy("*", "pulling", "esc cancels"); f.Fits(text) {
		t.Error("40 cells fit beside the spinner of 60")
	}
	f.SetBusy("", "", "")
	if f.Fits(strings.Repeat("x", 60)) {
		t.Error("60 cells fit beside the key")
	}
}

func TestSparkline(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		values []float64
		width  int
		want   string
	}{
		{nil, 5, ""},
		{[]float64{1}, 0, ""},
		{[]float64{1}, -1, ""},
		{[]float64{0, 0}, 5, "▁▁"},
		{[]float64{0, 1, 2, 3, 4, 5, 6, 7}, 8, "▁▂▃▄▅▆▇█"},
		{[]float64{9, 0, 7}, 2, "▁█"},
		{[]float64{1204, 1204}, 5, "▂▂"}, // what stays as it is stands back
		{[]float64{1204, 1203}, 5, "▂▂"},
		{[]float64{600, 1200}, 5, "▃▅"},
		{[]float64{math.NaN(), -3, math.Inf(1), math.Inf(-1), 4}, 9, "▁▁█▁█"},
	} {
		if got := sparkline(tt.values, tt.width); got != tt.want {
			t.Errorf("sparkline(%v, %d) = %q, want %q", tt.values, tt.width, got, tt.want)
		}
	}
}

func TestQueueList(t *testing.T) {
	t.Parallel()
	q := NewQueueList(Theme{})
	q.SetEmpty("No queues in this account", "wrangler queues create NAME")
	q.SetSize(60, 6)
	if v := q.View(); !strings.Contains(v, "No queues") || !strings.Contains(v, "wrangler queues create NAME") {
		t.Error(v)
	}
	rows := make(QueueRows, 50)
	for i := range rows {
		rows[i] = QueueRow{Name: "queue", Paused: i == 49}
	}
	q.SetRows(rows)
	q.SetCursor(49)
	if i, ok := q.RowAt(5); !ok || i != 49 {
		t.Errorf("RowAt(5) = %d, %v", i, ok)
	}
	if _, ok := q.RowAt(0); ok {
		t.Error("the titles are a row")
	}
	if v := strings.Split(q.View(), "\n"); !strings.HasPrefix(v[5], "▌ queue") || !strings.Contains(v[5], "paused") {
		t.Errorf("the cursor's row is %q", v[5])
	}
}

func TestRuleAndPanes(t *testing.T) {
	t.Parallel()
	if got, want := Rule(Theme{}, []string{"Messages"}, []string{"25 of about 1,204"}, 40, true), "▸ Messages ───────── 25 of about 1,204 ─"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := Rule(Theme{}, []string{"Messages"}, []string{"25 of about 1,204"}, 28, false), "─ Mes… ─ 25 of about 1,204 ─"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := SideBySide(Theme{}, "ab\ncd", "ef\ngh"), "ab│ ef\ncd│ gh"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := ansi.Strip(panel(NewTheme(Dark()), "T", "body", 10, 3)), "╭▸ T ────╮\n│body    │\n╰────────╯"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestTooSmall(t *testing.T) {
	t.Parallel()
	if got, want := TooSmall(39, 9), "Too small: leaseview needs 40x10 cells."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// A name is whole wherever the screen has room for it: columns that are empty in
// all rows give theirs up, and a consumer is cut before the name is.
func TestQueueNamesAreNotCutBesideEmptyColumns(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("n", maxName)
	for name, tt := range map[string]struct {
		rows  QueueRows
		width int
		want  []string
	}{
		"nothing beside":    {QueueRows{{Name: long}}, 66, []string{long}},
		"no consumers":      {QueueRows{{Name: long, Consumer: "none"}, {Name: "b", Consumer: "http_pull"}}, 80, []string{long, "none"}},
		"a long consumer":   {QueueRows{{Name: long, Consumer: "Worker " + strings.Repeat("w", 40)}}, 80, []string{long, "Worker wwwww…"}},
		"short names":       {QueueRows{{Name: "orders-dlq", Held: "5 leased", Until: "until 15:16:52", Consumer: "Worker webhook-dispatcher"}}, 80, []string{"orders-dlq", "5 leased", "until 15:16:52", "Worker webhook-dispatcher"}},
		"room for all":      {QueueRows{{Name: long, Consumer: "Worker webhook-dispatcher"}}, 120, []string{long, "Worker webhook-dispatcher"}},
		"leases are held":   {QueueRows{{Name: "orders", Held: "3 leased", Until: "until 01:04:00", Consumer: "HTTP pull"}, {Name: "b"}}, 80, []string{"orders", "3 leased", "until 01:04:00", "HTTP pull", "LEASES"}},
		"leases, narrow":    {QueueRows{{Name: "orders-of-everybody", Held: "3 leased", Until: "until 01:04:00", Consumer: "HTTP pull"}}, 40, []string{"orders-of-everybody", "3 leased"}},
		"paused and narrow": {QueueRows{{Name: "orders-of-everybody", Paused: true}}, 40, []string{"orders-of-everybody", "paused"}},
	} {
		q := NewQueueList(Theme{})
		q.SetSize(tt.width, 5)
		q.SetRows(tt.rows)
		for _, want := range tt.want {
			if v := q.View(); !strings.Contains(v, want) {
				t.Errorf("%s: %q is missing in\n%s", name, want, v)
			}
		}
	}
}

// Rows that come in above those in sight move nothing that one looks at.
func TestQueueListStaysWhileItGrows(t *testing.T) {
	t.Parallel()
	q := NewQueueList(Theme{})
	q.SetSize(40, 6)
	var rows QueueRows
	for i := range 50 {
		rows = append(rows, QueueRow{Name: "queue-" + strconv.Itoa(i)})
	}
	q.SetRows(rows)
	q.SetCursor(20)
	before := q.View()
	grown := append(slices.Repeat(QueueRows{{Name: "a-new-one"}}, 7), rows...)
	q.SetRows(grown)
	q.Shift(7)
	q.SetCursor(27)
	if after := q.View(); after != before {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
}
