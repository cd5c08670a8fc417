package record

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"leaseview/apiclient"
)

// notes is what was done to a disk, in order, and the step at which it fails.
type notes struct {
	done []string
	fail string
	err  error
	room int // bytes that a failing write takes all the same
}

func (n *notes) step(name string) error {
	n.done = append(n.done, name)
	if name == n.fail {
		return n.err
	}
	return nil
}

// noted is a file that notes what is done to it.
type noted struct {
	*os.File
	*notes
}

func (f noted) Write(p []byte) (int, error) {
	if err := f.step("write"); err != nil {
		n, _ := f.File.Write(p[:min(f.room, len(p))])
		return n, err
	}
	return f.File.Write(p)
}

func (f noted) Sync() error { return errors.Join(f.step("sync"), f.File.Sync()) }

// notedJournal is one on a disk that notes what is done from now on.
func notedJournal(t *testing.T, path string, n *notes) *Journal {
	t.Helper()
	d := theDisk
	d.open = func(path string) (durable, error) {
		file, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o600)
		return noted{file, n}, err
	}
	fail := n.fail
	n.fail = ""
	j, err := openJournal(path, Origin{Run: NewRun()}, d)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() })
	n.done, n.fail = nil, fail
	return j
}

var someQueue = apiclient.Queue{ID: "9d1e", Name: "orders"}

func linesOf(t *testing.T, path string) []string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
}

// What was pulled may be shown only when it is on the disk: Deliver returns after
// Sync has, and with its error. One call writes all messages of a pull.
func TestWhatIsAppendedIsOnTheDiskFirst(t *testing.T) {
	t.Parallel()
	full := errors.New("no space left on device")
	for fail, want := range map[string][]string{
		"": {"write", "sync"}, "write": {"write"}, "sync": {"write", "sync"},
	} {
		t.Run("fails at "+fail, func(t *testing.T) {
			t.Parallel()
			n := &notes{fail: fail, err: full}
			j := notedJournal(t, filepath.Join(t.TempDir(), "journal"), n)
			err := j.Deliver(someQueue, time.Time{}, 0, []apiclient.Message{{ID: "a", LeaseID: "l"}, {ID: "b", LeaseID: "m"}})
			n.done = append(n.done, "returned")
			if want = append(want, "returned"); !slices.Equal(n.done, want) {
				t.Errorf("it did %q, want %q", n.done, want)
			}
			if failed := fail != ""; errors.Is(err, full) != failed || (err != nil) != failed {
				t.Errorf("Deliver returned %v", err)
			}
		})
	}
}

// A disk that is full in the middle of a line leaves that line cut. Once there
// is room again the next one stands on a line of its own, wherever the cut was.
func TestALineThatWasCutByAFullDiskSpoilsNoOther(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal")
	n := &notes{err: errors.New("no space left on device")}
	j := notedJournal(t, path, n)
	one := []apiclient.Message{{ID: "a", LeaseID: "l"}}
	if err := j.Deliver(someQueue, time.Time{}, 0, one); err != nil {
		t.Fatal(err)
	}
	line := linesOf(t, path)[0] + "\n"
	want := []string{strings.TrimSuffix(line, "\n")}
	for n.room = range len(line) + 1 {
		n.fail = "write"
		if err := j.Deliver(someQueue, time.Time{}, 0, one); err == nil {
			t.Fatal("a write that was cut is taken for whole")
		}
		if cut := strings.TrimSuffix(line[:n.room], "\n"); cut != "" {
			want = append(want, cut)
		}
		n.fail = ""
		if err := j.Deliver(someQueue, time.Time{}, 0, one); err != nil {
			t.Fatal(err)
		}
		want = append(want, strings.TrimSuffix(line, "\n"))
	}
	if got := linesOf(t, path); !slices.Equal(got, want) {
		t.Errorf("the journal is %q", got)
	}
}

// A pull that brought nothing has nothing to lose: a disk that is broken by now
// must not make a failure of it.
func TestAPullOfNothingTouchesNoDisk(t *testing.T) {
	t.Parallel()
	n := &notes{fail: "sync", err: errors.New("input/output error")}
	j := notedJournal(t, filepath.Join(t.TempDir(), "journal"), n)
	if err := j.Deliver(someQueue, time.Time{}, 0, nil); err != nil || len(n.done) != 0 {
		t.Errorf("%v, and it did %q", err, n.done)
	}
}

// A new journal that a crash could take away with its name is none.
func TestAJournalsNameIsOnTheDiskFirst(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	broken := errors.New("input/output error")
	path := filepath.Join(dir, "journal")
	var synced []string
	d := theDisk
	d.syncFolder = func(path string) error {
		synced = append(synced, path)
		return broken
	}
	_, err := openJournal(path, Origin{Run: NewRun()}, d)
	if !errors.Is(err, broken) || !strings.HasPrefix(err.Error(), "journal ") || !slices.Equal(synced, []string{path}) {
		t.Errorf("synced %q, %v", synced, err)
	}
	if err := theDisk.syncFolder(filepath.Join(dir, "none", "journal")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
	if err := theDisk.syncFolder(path); err != nil {
		t.Error(err)
	}
}

// A message that can't be written as JSON is an error, and nothing of its pull is
// written: half a line would spoil the next one.
func TestAMessageThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	n := &notes{}
	j := notedJournal(t, filepath.Join(t.TempDir(), "journal"), n)
	odd := apiclient.Message{ID: "b", LeaseID: "m", BodyJSON: []byte(`{"a":`)}
	err := j.Deliver(apiclient.Queue{}, time.Time{}, 0, []apiclient.Message{{ID: "a", LeaseID: "l"}, odd})
	if err == nil || !strings.Contains(err.Error(), `message "b" as JSON`) || len(n.done) != 0 {
		t.Errorf("%v, and it did %q", err, n.done)
	}
}
