package calllog_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"leaseview/apiclient"
	"leaseview/tui/calllog"
)

func call(n int) apiclient.Call {
	return apiclient.Call{Method: "GET", Path: fmt.Sprintf("/call/%d", n), Status: 200, Try: 1}
}

// recorded is a log of the calls from number first on, up to number last.
func recorded(log *calllog.Log, first, last int) {
	for n := first; n <= last; n++ {
		log.Record(call(n))
	}
}

func path(c *apiclient.Call) string { return c.Path }

// rows are the paths of all that is shown, from the first row on.
func rows(l *calllog.List) []string {
	paths := make([]string, l.Len())
	for i := range paths {
		paths[i] = l.At(i).Path
	}
	return paths
}

// selected is the path under the cursor.
func selected(l *calllog.List) string { return l.At(l.Cursor()).Path }

func TestTheNewestCallIsTheFirstRow(t *testing.T) {
	t.Parallel()
	log, list := &calllog.Log{}, calllog.NewList(path)
	list.Take(log)
	list.Move(1)
	if list.Len() != 0 || list.Total() != 0 || list.Cursor() != 0 {
		t.Errorf("an empty list has %d of %d rows, and the cursor in row %d", list.Len(), list.Total(), list.Cursor())
	}
	recorded(log, 0, 2)
	if list.Len() != 0 {
		t.Error("a call is shown before it is taken")
	}
	list.Take(log)
	if got := rows(list); !slices.Equal(got, []string{"/call/2", "/call/1", "/call/0"}) {
		t.Errorf("rows are %q", got)
	}
	list.Take(log)
	if list.Total() != 3 {
		t.Errorf("%d calls, once 3 are taken twice", list.Total())
	}
}

// Both log and list keep the last 1,000, however the calls come in.
func TestOnlyTheNewestAreKept(t *testing.T) {
	t.Parallel()
	for _, step := range []int{1, 7, 999, 1000, 1001, 2500} {
		log, list := &calllog.Log{}, calllog.NewList(path)
		for first := 0; first < 2500; first += step {
			recorded(log, first, min(first+step, 2500)-1)
			list.Take(log)
		}
		got := rows(list)
		if list.Total() != calllog.Capacity || len(got) != calllog.Capacity || got[0] != "/call/2499" || got[999] != "/call/1500" {
			t.Errorf("taken by %d, %d calls are held, and %d shown", step, list.Total(), len(got))
			continue
		}
		late := calllog.NewList(path)
		late.Take(log)
		if !slices.Equal(rows(late), got) {
			t.Errorf("taken by %d, the list differs from one that came late", step)
		}
	}
}

func TestAFilterLooksAtWhatIsShown(t *testing.T) {
	t.Parallel()
	log := &calllog.Log{}
	list := calllog.NewList(func(c *apiclient.Call) string { return strings.Replace(c.Path, "0af1", "orders", 1) })
	for _, c := range []apiclient.Call{
		{Method: "GET", Path: "/queues/0af1/metrics", Status: 200, RayID: "8f-AMS"},
		{Method: "POST", Path: "/queues/0af1/messages/pull", Status: 429, Err: &apiclient.Error{CodeText: "971", Message: "Rate limited"}},
		{Method: "POST", Path: "/queues/0af1/messages/ack", Err: errors.New("connection refused")},
	} {
		log.Record(c)
	}
	list.Take(log)
	for words, want := range map[string][]int{
		"": {2, 1, 0}, "  ": {2, 1, 0}, "pull": {1}, "POST orders": {2, 1}, "post  ORDERS 429": {1}, "0af1": nil,
		"8f-ams": {0}, "971": {1}, "rate limited": {1}, "refused": {2}, "pull metrics": nil, "0": {2, 0},
	} {
		list.SetFilter(words)
		var paths []string
		for _, n := range want {
			paths = append(paths, []string{"/queues/0af1/metrics", "/queues/0af1/messages/pull", "/queues/0af1/messages/ack"}[n])
		}
		if got := rows(list); !slices.Equal(got, paths) {
			t.Errorf("%q shows %q, want %q", words, got, paths)
		}
		if list.Filter() != strings.TrimSpace(words) || list.Total() != 3 {
			t.Errorf("%q is the filter %q of %d calls", words, list.Filter(), list.Total())
		}
	}
}

// A new filter begins at the newest; new calls are filtered as they come, and
// the forgotten ones leave.
func TestAFilterHoldsForWhatComesLater(t *testing.T) {
	t.Parallel()
	log, list := &calllog.Log{}, calllog.NewList(path)
	recorded(log, 0, 99)
	list.Take(log)
	list.SetCursor(50)
	list.SetFilter("7")
	if list.Cursor() != 0 || selected(list) != "/call/97" {
		t.Errorf("the cursor is in row %d", list.Cursor())
	}
	list.SetFilter("/call/1") // 1, 10 to 19, 100 to 199, 1000 to 1099
	recorded(log, 100, 1099)
	list.Take(log)
	if got := rows(list); len(got) != 200 || got[0] != "/call/1099" || got[199] != "/call/100" {
		t.Errorf("%d rows are shown", len(got))
	}
	recorded(log, 2000, 2999)
	list.Take(log)
	if list.Len() != 0 || list.Total() != calllog.Capacity || list.Cursor() != 0 {
		t.Errorf("%d of %d calls are shown, of which none passes", list.Len(), list.Total())
	}
	list.SetFilter("")
	if list.Len() != calllog.Capacity || selected(list) != "/call/2999" {
		t.Errorf("without a filter %d calls are shown", list.Len())
	}
}

// While calls come in above, the cursor stays on its call: in the first row it
// stays with the newest, and on a forgotten call it goes to the oldest.
func TestTheCursorStaysOnItsCall(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		filter string
		row    int
		more   int // calls that come in, to 20 that are there
		want   string
	}{
		{"the newest", "", 0, 5, "/call/24"},
		{"an older one", "", 3, 5, "/call/16"},
		{"the oldest", "", 19, 5, "/call/0"},
		{"beyond the oldest", "", 1 << 40, 5, "/call/0"},
		{"before the newest", "", -1, 5, "/call/24"},
		{"a full log", "", 3, 983, "/call/16"},
		{"one that is forgotten", "", 3, 997, "/call/17"},
		{"all that were there", "", 3, 5000, "/call/4020"},
		{"a filtered list", "/call/1", 3, 80, "/call/16"},
		{"a filtered list that grows", "/call/1", 3, 180, "/call/16"},
		{"a filtered list of which some is forgotten", "/call/1", 3, 1000, "/call/100"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			log, list := &calllog.Log{}, calllog.NewList(path)
			recorded(log, 0, 19)
			list.Take(log)
			list.SetFilter(tt.filter)
			list.Move(tt.row)
			for n := range tt.more {
				log.Record(call(20 + n))
				if n%10 == 9 {
					list.Take(log)
				}
			}
			list.Take(log)
			if got := selected(list); got != tt.want {
				t.Errorf("the cursor is on %s, want %s", got, tt.want)
			}
		})
	}
}

// A queue whose name comes to be known shows its calls by other paths.
func TestCallsThatAreShownByOtherPaths(t *testing.T) {
	t.Parallel()
	name := "0af1"
	log, list := &calllog.Log{}, calllog.NewList(func(c *apiclient.Call) string { return "/queues/" + name + c.Path })
	recorded(log, 0, 9)
	list.Take(log)
	list.SetCursor(4)
	list.Rematch()
	if list.Len() != 10 || list.Cursor() != 4 {
		t.Errorf("without a filter %d rows are shown, with the cursor in row %d", list.Len(), list.Cursor())
	}
	list.SetFilter("0af1")
	list.SetCursor(4)
	list.Rematch()
	if list.Len() != 10 || list.Cursor() != 4 {
		t.Errorf("%d rows match, with the cursor in row %d", list.Len(), list.Cursor())
	}
	name = "orders"
	list.Rematch()
	if list.Len() != 0 || list.Cursor() != 0 {
		t.Errorf("%d rows match an id that is not shown, with the cursor in row %d", list.Len(), list.Cursor())
	}
	list.SetFilter("orders")
	if list.Len() != 10 {
		t.Errorf("%d of 10 rows match the name", list.Len())
	}
}

// What a tick costs depends on what is new, not on what is there.
func TestOnlyNewCallsAreMatched(t *testing.T) {
	t.Parallel()
	looked := 0
	log, list := &calllog.Log{}, calllog.NewList(func(c *apiclient.Call) string { looked++; return c.Path })
	recorded(log, 0, 4999)
	list.Take(log)
	if looked != 0 {
		t.Errorf("without a filter %d calls are looked at", looked)
	}
	list.SetFilter("call")
	looked = 0
	for n := range 3 {
		recorded(log, 1, n)
		list.Take(log)
	}
	if looked != 3 {
		t.Errorf("%d calls are looked at for 3 new ones", looked)
	}
}

func TestTheErrorOfACall(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 5000)
	for want, err := range map[string]error{
		"": nil, "971 Rate limited": &apiclient.Error{Op: "pull", CodeText: "971", Message: "Rate limited", Status: 429},
		"pull: Bad Gateway (HTTP 502)": &apiclient.Error{Op: "pull", Status: 502}, long[:4000] + "…": errors.New(long),
	} {
		if got := calllog.ErrorOf(&apiclient.Call{Err: err}); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// Calls are recorded by whatever goroutine makes them, and none is lost.
func TestCallsOfManyGoroutines(t *testing.T) {
	t.Parallel()
	log, list := &calllog.Log{}, calllog.NewList(path)
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() { recorded(log, 100*worker, 100*worker+99) })
	}
	for list.Total() < 100 {
		list.Take(log)
	}
	wg.Wait()
	list.Take(log)
	got := rows(list)
	slices.Sort(got)
	if n := len(slices.Compact(got)); n != 800 {
		t.Errorf("%d of 800 calls are in the list", n)
	}
}

// BenchmarkTake shows that a tick costs its new calls, and a new filter all that
// are held.
func BenchmarkTake(b *testing.B) {
	for _, fresh := range []int{0, 1, 10} {
		b.Run(fmt.Sprint(fresh, " new"), func(b *testing.B) {
			log, list := full()
			b.ReportAllocs()
			for b.Loop() {
				recorded(log, 1, fresh)
				list.Take(log)
			}
		})
	}
	b.Run("a new filter", func(b *testing.B) {
		_, list := full()
		b.ReportAllocs()
		for b.Loop() {
			list.SetFilter("get call")
		}
	})
}

// full is a log with all the calls that it can hold, and a filtered list of them.
func full() (*calllog.Log, *calllog.List) {
	log, list := &calllog.Log{}, calllog.NewList(path)
	recorded(log, 1, calllog.Capacity)
	list.SetFilter("get call")
	list.Take(log)
	return log, list
}
