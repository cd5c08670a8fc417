package apiclient_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"leaseview/apiclient"
	"leaseview/apiclient/emulator"
)

// fleet is an account with many queues behind a network of a tenth of a second,
// and what was asked of it.
type fleet struct {
	server *emulator.Server
	client *apiclient.Client

	mu          sync.Mutex
	asked       []string // paths with their queries
	under, most int      // requests at a time
	during      func(nth int)
}

func newFleet(t *testing.T, queues int, o emulator.Options) *fleet {
	t.Helper()
	f := &fleet{server: emulator.New(o)}
	var seed emulator.Seed
	for i := range queues {
		seed.Queues = append(seed.Queues, emulator.SeedQueue{Name: fmt.Sprintf("queue-%05d", i)})
	}
	if err := f.server.Seed(seed); err != nil {
		t.Fatal(err)
	}
	client, err := apiclient.New(apiclient.Config{
		BaseURL: f.server.BaseURL(), Account: apiclient.AccountID(f.server.Account()), Token: f.server.Token(), Transport: f,
	})
	if err != nil {
		t.Fatal(err)
	}
	f.client = client
	return f
}

func (f *fleet) RoundTrip(r *http.Request) (*http.Response, error) {
	_, path, _ := strings.Cut(r.URL.RequestURI(), "/accounts/"+f.server.Account())
	f.mu.Lock()
	f.asked = append(f.asked, path)
	nth, during := len(f.asked), f.during
	f.under++
	f.most = max(f.most, f.under)
	f.mu.Unlock()
	if during != nil {
		during(nth)
	}
	time.Sleep(100 * time.Millisecond)
	f.mu.Lock()
	f.under--
	f.mu.Unlock()
	return f.server.RoundTripper().RoundTrip(r)
}

// read reads a list until there is no more, and returns the names, the last part
// and why it is not whole.
func read(t *testing.T, l *apiclient.QueueList) (names map[string]int, last apiclient.ListPart, err error) {
	t.Helper()
	names = map[string]int{}
	for more := true; more; {
		last, more, err = l.Next(t.Context())
		for _, q := range last.Queues {
			names[q.Name]++
		}
	}
	for name, n := range names {
		if n > 1 {
			t.Errorf("%s came %d times", name, n)
		}
	}
	return names, last, err
}

func TestTenThousandQueues(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		perPage emulator.PerPage
		calls   int
		within  time.Duration
	}{
		"large pages":         {emulator.PerPageTaken, 100, 2 * time.Second},
		"pages stay small":    {emulator.PerPageIgnored, 500, 2 * time.Minute},
		"large pages refused": {emulator.PerPageRefused, 501, 2 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := newFleet(t, 10_000, emulator.Options{PerPage: test.perPage, RateLimit: 1200})
				start := time.Now()
				list := f.client.NewQueueList()
				part, more, err := list.Next(t.Context())
				if took := time.Since(start); len(part.Queues) < 20 || part.Total != 10_000 || !more || err != nil || took > 250*time.Millisecond {
					t.Errorf("the first page: %d of %d queues after %v: %v", len(part.Queues), part.Total, took, err)
				}
				names, last, err := read(t, list)
				if took := time.Since(start); len(names)+len(part.Queues) != 10_000 || last.Known != 10_000 || err != nil || took > test.within {
					t.Errorf("%d queues after %v: %v", last.Known, took, err)
				}
				if len(f.asked) != test.calls || f.most > 8 {
					t.Errorf("%d calls, %d at a time", len(f.asked), f.most)
				}
				f.asked = nil
				time.Sleep(10 * time.Minute)
				if _, _, err = read(t, f.client.NewQueueList()); err != nil {
					t.Error(err)
				}
				if again := slices.ContainsFunc(f.asked, func(p string) bool { return strings.Contains(p, "per_page") }); again == (test.perPage == emulator.PerPageRefused) {
					t.Errorf("read again with per_page: %v, of %d calls", again, len(f.asked))
				}
			})
		})
	}
}

// A list that takes minutes keeps nobody waiting who presses a key.
func TestAKeyNeverWaitsForTheList(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFleet(t, 10_000, emulator.Options{PerPage: emulator.PerPageIgnored, RateLimit: 1200})
		var reading sync.WaitGroup
		reading.Go(func() {
			if names, _, err := read(t, f.client.NewQueueList()); len(names) != 10_000 || err != nil {
				t.Errorf("%d queues: %v", len(names), err)
			}
		})
		found, err := f.client.FindQueue(t.Context(), "queue-00007")
		if err != nil {
			t.Fatal(err)
		}
		for range 100 {
			time.Sleep(time.Second)
			start := time.Now()
			if _, err := f.client.Metrics(t.Context(), found.ID); err != nil || time.Since(start) > 150*time.Millisecond {
				t.Fatalf("metrics after %v: %v", time.Since(start), err)
			}
		}
		reading.Wait()
	})
}

// A page that fails costs its own queues and none besides, and is all that is
// asked for when the list is gone on with.
func TestAListIsGoneOnWith(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFleet(t, 1000, emulator.Options{})
		f.server.Inject(emulator.Fault{Op: "list", Delay: time.Millisecond})
		f.server.Inject(emulator.Fault{Op: "list", Status: 501}) // met by page 2, which is not tried again
		list := f.client.NewQueueList()
		names, last, err := read(t, list)
		if len(names) != 900 || last.Known != 900 || last.Total != 1000 || last.Missing != 1 || err == nil {
			t.Errorf("%d queues, %d pages missing: %v", len(names), last.Missing, err)
		}
		before := len(f.asked)
		more, last, err := read(t, list)
		if len(more) != 100 || last.Known != 1000 || err != nil || len(f.asked) != before+1 {
			t.Errorf("then %d more of %d by %q: %v", len(more), last.Known, f.asked[before:], err)
		}
	})
}

// The total is a claim. Too low a one hides nothing, unless it is that of a page's
// end, and too high a one sends nobody
// on for ever.
func TestATotalThatIsWrong(t *testing.T) {
	t.Parallel()
	for _, factor := range []float64{0.01, 0.55, 0.999, 1.01, 2, 100} {
		synctest.Test(t, func(t *testing.T) {
			f := newFleet(t, 1000, emulator.Options{ListTotal: factor})
			names, _, err := read(t, f.client.NewQueueList())
			if len(names) != 1000 || err != nil || len(f.asked) > 30 {
				t.Errorf("times %v: %d queues by %d calls: %v", factor, len(names), len(f.asked), err)
			}
		})
	}
}

// Queues that are made and deleted while the list is read move all others from
// page to page. What was there all the time and is named by some page is there,
// once; where the list has lost some, the counts tell.
func TestAListThatMoves(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFleet(t, 1000, emulator.Options{PerPage: emulator.PerPageIgnored})
		f.during = func(nth int) {
			if nth > 10 && nth < 40 {
				if err := f.server.Seed(emulator.Seed{Queues: []emulator.SeedQueue{{Name: fmt.Sprintf("a-new-%d", nth)}}}); err != nil {
					t.Error(err)
				}
			}
		}
		names, last, err := read(t, f.client.NewQueueList())
		if err != nil || len(names) > last.Total || last.Known != len(names) || len(names) < 900 {
			t.Errorf("%d of %d: %v", len(names), last.Total, err)
		}
		if n := len(slices.Collect(maps.Keys(names))); n != last.Known {
			t.Errorf("%d names", n)
		}
	})
}

// Who mistypes a name pays for the list once, and not for all of it where that
// would have to wait.
func TestAMistypedNameReadsTheListOnce(t *testing.T) {
	t.Parallel()
	for name, perPage := range map[string]emulator.PerPage{"large pages": emulator.PerPageTaken, "small pages": emulator.PerPageIgnored} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := newFleet(t, 10_000, emulator.Options{PerPage: perPage})
				start := time.Now()
				_, err := f.client.FindQueue(t.Context(), "queue-0000")
				if !apiclient.IsNotFound(err) || !strings.Contains(err.Error(), "nearest: queue-0000") || time.Since(start) > 10*time.Second {
					t.Errorf("after %v: %v", time.Since(start), err)
				}
				for range 3 {
					before := len(f.asked)
					if _, err = f.client.FindQueue(t.Context(), "queue-0000"); !apiclient.IsNotFound(err) || len(f.asked) != before+1 {
						t.Errorf("again, by %d calls: %v", len(f.asked)-before, err)
					}
				}
				if err = f.server.Seed(emulator.Seed{Queues: []emulator.SeedQueue{{Name: "queue-0000"}}}); err != nil {
					t.Fatal(err)
				}
				if q, err := f.client.FindQueue(t.Context(), "queue-0000"); err != nil || q.Name != "queue-0000" {
					t.Errorf("once it is there: %v, %v", q, err)
				}
			})
		})
	}
}
