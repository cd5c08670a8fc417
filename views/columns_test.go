package views

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// tableOf draws rows in a table of so many cells, and returns its lines.
func tableOf(w int, rows ...MessageRow) []string {
	table := NewMessageTable(NewTheme(Dark()))
	table.SetSize(w, len(rows)+1)
	table.SetSource(listRows(rows))
	return strings.Split(ansi.Strip(table.View()), "\n")
}

// TestEmptyColumnsGiveWay: a column in which no row in sight has anything takes no
// room; what one of them has is there for all.
func TestEmptyColumnsGiveWay(t *testing.T) {
	t.Parallel()
	peeked := MessageRow{Attempts: Styled{Text: "0/3"}, Age: "3m", LeaseLeft: -1, Type: "json", Size: "29 B", ID: strings.Repeat("f", 32), Preview: "body"}
	leased := peeked
	leased.State, leased.Lease, leased.LeaseLeft, leased.Source = RowLeased, Styled{Text: "0:27"}, 0.5, "http"
	for name, tt := range map[string]struct {
		rows  []MessageRow
		title string
	}{
		"nothing leased": {[]MessageRow{peeked, peeked}, "   STATE       ATTEMPTS   AGE  TYPE       SIZE  ID                                BODY"},
		"one leased":     {[]MessageRow{peeked, leased}, "   STATE       ATTEMPTS   AGE     LEASE         TYPE       SIZE  SOURCE    ID                                BODY"},
	} {
		if got := strings.TrimRight(tableOf(140, tt.rows...)[0], " "); got != tt.title {
			t.Errorf("%s:\n%q, want\n%q", name, got, tt.title)
		}
	}
	table := NewMessageTable(NewTheme(Dark()))
	table.SetSize(140, 3)
	table.SetSource(listRows{peeked, peeked, leased})
	if strings.Contains(ansi.Strip(table.View()), "LEASE") {
		t.Error("a row that is out of sight takes room")
	}
	table.SetOffset(1)
	if !strings.Contains(ansi.Strip(table.View()), "LEASE") {
		t.Error("a row that comes into sight does not show its lease")
	}
}

// TestPreviewsSkipWhatAllShare: where previews would be cut, what all rows in sight
// begin with gives way, whole names and values at a time.
func TestPreviewsSkipWhatAllShare(t *testing.T) {
	t.Parallel()
	const tail = `,"customer":{"email":"dana@example.com","address":"221B Baker Street, Marylebone, London NW1 6XE"}}`
	for name, tt := range map[string]struct{ bodies, want []string }{
		"numbers that differ": {
			[]string{`{"order":120401` + tail, `{"order":120402` + tail},
			[]string{`…120401,"customer"`, `…120402,"customer"`},
		},
		"words that differ": {
			[]string{`{"headers":{"List-Unsubscribe":"<https://shop.example/u/ff17a3` + tail, `{"headers":{"List-Unsubscribe":"<https://shop.example/u/b48f13` + tail},
			[]string{`…ff17a3,"customer"`, `…b48f13,"customer"`},
		},
		"nothing shared":              {[]string{`{"order":1` + tail, "hello" + tail}, []string{`{"order":1`, "hello,"}},
		"one row":                     {[]string{`{"order":1` + tail}, []string{`{"order":1`}},
		"the same twice":              {[]string{`{"order":1` + tail, `{"order":1` + tail}, []string{`{"order":1`, `{"order":1`}},
		"one is the other's start":    {[]string{`{"order":1` + tail, `{"order":1` + tail + tail}, []string{`{"order":1`, `{"order":1`}},
		"one has no body":             {[]string{`{"order":1` + tail, ""}, []string{`{"order":1`, ""}},
		"too little to be worth it":   {[]string{`{"a` + tail, `{"b` + tail}, []string{`{"a`, `{"b`}},
		"what fits is shown as it is": {[]string{`{"order":1}`, `{"order":2}`}, []string{`{"order":1}`, `{"order":2}`}},
		"no character is torn":        {[]string{`{"ключ":"né` + tail, `{"ключ":"nè` + tail}, []string{"…né", "…nè"}},
	} {
		rows := make([]MessageRow, len(tt.bodies))
		for i, body := range tt.bodies {
			rows[i] = MessageRow{Attempts: Styled{Text: "0/3"}, Age: "3m", LeaseLeft: -1, Preview: body}
		}
		for i, row := range tableOf(80, rows...)[1:] {
			if got := strings.TrimRight(row[strings.Index(row, "  3m")+len("  3m  "):], " "); !strings.HasPrefix(got, tt.want[i]) {
				t.Errorf("%s: %q, want %q at its beginning", name, got, tt.want[i])
			}
		}
	}
}

// TestTheIDHasRoom: the id is there wherever a fair part of the previews stays.
func TestTheIDHasRoom(t *testing.T) {
	t.Parallel()
	id := strings.Repeat("0123456789abcdef", 2)
	rows := func(body string) []MessageRow {
		var rows []MessageRow
		for i := range 3 {
			rows = append(rows, MessageRow{Attempts: Styled{Text: "0/3"}, Age: "3m", LeaseLeft: -1, ID: id, Preview: fmt.Sprintf(body, i)})
		}
		return rows
	}
	long := `{"order":%d,"note":"` + strings.Repeat("long ", 40)
	for _, tt := range []struct {
		width int
		body  string
		want  string
	}{
		{60, `{"n":%d}`, "0123456789abc…  {"},
		{80, `{"n":%d}`, id + "  {"},
		{80, long, "0123456789abc…  …0,"},
		{64, long, "3m  …0,"},
		{200, long, id + "  …0,"},
	} {
		if got := tableOf(tt.width, rows(tt.body)...)[1]; !strings.Contains(got, tt.want) {
			t.Errorf("at %d: %q, want %q in it", tt.width, got, tt.want)
		}
	}
}

// The bar of a lease says again what its figures say, and gives way to the id.
func TestTheBarOfALeaseGivesWayToTheID(t *testing.T) {
	t.Parallel()
	row := MessageRow{
		State: RowLeased, Attempts: Styled{Text: "0/3"}, Age: "3m", Lease: Styled{Text: "1:30"}, LeaseLeft: 0.75, Type: "json", Size: "762 B",
		ID: strings.Repeat("0123456789abcdef", 2), Preview: `{"order":1,"note":"` + strings.Repeat("long ", 40),
	}
	for width, bar := range map[int]bool{100: true, 112: false, 160: true} {
		got := tableOf(width, row)[1]
		if strings.ContainsAny(got, "━") != bar {
			t.Errorf("at %d: %q, want a bar: %v", width, got, bar)
		}
		if !bar && !strings.Contains(got, "0123456789abc…") {
			t.Errorf("at %d no id has its room: %q", width, got)
		}
	}
}

// TestColumnsAreAsWideAsWhatTheyHold: times to come and unknown types are not cut.
func TestColumnsAreAsWideAsWhatTheyHold(t *testing.T) {
	t.Parallel()
	row := MessageRow{Attempts: Styled{Text: "0/3"}, Age: "in 7972 y", LeaseLeft: -1, Type: "unknown", Size: "29 B", Preview: "body"}
	for _, w := range []int{100, 120, 160, 200} {
		if got := tableOf(w, row)[1]; !strings.Contains(got, "in 7972 y  unknown ") {
			t.Errorf("at %d: %q", w, got)
		}
	}
	row.Age = "3m"
	if got := tableOf(80, row)[1]; !strings.Contains(got, "0/3    3m  body") {
		t.Errorf("a short age takes more room: %q", got)
	}
}
