package record

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"leaseview/apiclient"
)

// disk notes what is done to it, in order, and may fail at one of the steps.
type disk struct {
	done []string
	fail string
	err  error
}

func (d *disk) step(name string) error {
	d.done = append(d.done, name)
	if name == d.fail {
		return d.err
	}
	return nil
}

func (d *disk) Write(p []byte) (int, error) { return len(p), d.step("write") }
func (d *disk) Sync() error                 { return d.step("sync") }
func (d *disk) Close() error                { return d.step("close") }

// What was pulled may be shown only when it is on the disk: Append returns after
// Sync has, and with its error. One call writes all messages of a pull.
func TestWhatIsAppendedIsOnTheDiskFirst(t *testing.T) {
	t.Parallel()
	full := errors.New("no space left on device")
	for fail, want := range map[string][]string{
		"": {"write", "sync"}, "write": {"write"}, "sync": {"write", "sync"},
	} {
		t.Run("fails at "+fail, func(t *testing.T) {
			t.Parallel()
			d := &disk{fail: fail, err: full}
			j := &Journal{file: d}
			err := j.Append(apiclient.Queue{ID: "9d1e", Name: "orders"}, time.Time{}, []apiclient.Message{{ID: "a", LeaseID: "l"}, {ID: "b", LeaseID: "m"}})
			d.done = append(d.done, "returned")
			if want = append(want, "returned"); !slices.Equal(d.done, want) {
				t.Errorf("it did %q, want %q", d.done, want)
			}
			if failed := fail != ""; errors.Is(err, full) != failed || (err != nil) != failed {
				t.Errorf("Append returned %v", err)
			}
		})
	}
}

// A pull that brought nothing has nothing to lose: a disk that is broken by now
// must not make a failure of it.
func TestAPullOfNothingTouchesNoDisk(t *testing.T) {
	t.Parallel()
	d := &disk{fail: "sync", err: errors.New("input/output error")}
	if err := (&Journal{file: d}).Append(apiclient.Queue{ID: "9d1e", Name: "orders"}, time.Time{}, nil); err != nil || len(d.done) != 0 {
		t.Errorf("%v, and it did %q", err, d.done)
	}
}

// A new journal that a crash could take away with its name is none.
func TestAJournalsNameIsOnTheDiskFirst(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	broken := errors.New("input/output error")
	var synced []string
	_, err := openJournal(filepath.Join(dir, "journal"), func(path string) error {
		synced = append(synced, path)
		return broken
	})
	if !errors.Is(err, broken) || !strings.HasPrefix(err.Error(), "journal ") || !slices.Equal(synced, []string{dir}) {
		t.Errorf("synced %q, %v", synced, err)
	}
	if err := syncFolder(filepath.Join(dir, "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
	if err := syncFolder(dir); err != nil {
		t.Error(err)
	}
}

// A message that can't be written as JSON is an error, and nothing of its pull is
// written: half a line would spoil the next one.
func TestAMessageThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	d := &disk{}
	odd := apiclient.Message{ID: "b", LeaseID: "m", BodyJSON: []byte(`{"a":`)}
	err := (&Journal{file: d}).Append(apiclient.Queue{}, time.Time{}, []apiclient.Message{{ID: "a", LeaseID: "l"}, odd})
	if err == nil || !strings.Contains(err.Error(), `message "b" as JSON`) || len(d.done) != 0 {
		t.Errorf("%v, and it did %q", err, d.done)
	}
}
