package record_test

import (
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"leaseview/apiclient"
	"leaseview/apiclient/record"
)

// What no answer of the API can have made is refused whole: half a line would
// spoil the file.
func TestAMessageThatIsNoJSON(t *testing.T) {
	t.Parallel()
	for name, m := range map[string]apiclient.Message{
		"a body":                     {ID: "x", BodyJSON: jsontext.Value(`{"a"`)},
		"unknown members":            {ID: "x", Unknown: jsontext.Value(`nonsense`)},
		"unknown members cut short":  {ID: "x", Unknown: jsontext.Value(`{"a":1,"b":`)},
		"odd members":                {ID: "x", Odd: jsontext.Value(`}`)},
		"odd and unknown members":    {ID: "x", Odd: jsontext.Value(`nonsense`), Unknown: jsontext.Value(`{"a":1}`)},
		"a body that is two of them": {ID: "x", BodyJSON: jsontext.Value(`1 2`)},
	} {
		if line, err := record.Encode(m); err == nil || line != nil || !strings.Contains(err.Error(), "as JSON") {
			t.Errorf("%s: %q, %v", name, line, err)
		}
		path := filepath.Join(t.TempDir(), "journal")
		whole := apiclient.Message{ID: "whole", LeaseID: "l"}
		if err := openJournal(t, path).Deliver(orders, pulled, time.Minute, []apiclient.Message{whole, m}); err == nil || read(t, path) != "" {
			t.Errorf("%s: %v, and the journal holds %q", name, err, read(t, path))
		}
	}
}

// A journal that others may read, and that nothing can be done about, is none.
func TestAJournalWhoseModeCannotBeSet(t *testing.T) {
	t.Parallel()
	const path = "/proc/self/comm" // regular, says its mode, but the kernel's
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		t.Skip("there is no file here whose mode is fixed")
	}
	j, err := record.OpenJournal(path, someRun())
	if err == nil {
		_ = j.Close()
	}
	if !errors.Is(err, fs.ErrPermission) || !strings.HasPrefix(err.Error(), "journal "+path) {
		t.Errorf("opened with %v", err)
	}
}

// A journal without room for one more byte is refused while there is nothing to
// lose, if its last line was cut short, and else as soon as there is.
func TestAJournalWithoutRoom(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	// The largest file that this file system takes, all of it a hole.
	fits, size := int64(0), int64(math.MaxInt64)
	for fits < size {
		middle := size - (size-fits)/2
		if file.Truncate(middle) == nil {
			fits = middle
		} else {
			size = middle - 1
		}
	}
	if err = file.Truncate(size); err != nil || size == 0 {
		t.Skipf("no file of %d bytes: %v", size, err)
	}
	if _, err = file.WriteAt([]byte("x"), size); size < math.MaxInt64 && err == nil {
		t.Skip("this file system has no largest file")
	}
	if j, e := record.OpenJournal(path, someRun()); e == nil {
		_ = j.Close()
		t.Error("a cut line that can't be ended is taken")
	} else if !strings.HasPrefix(e.Error(), "journal "+path) {
		t.Errorf("a cut line that can't be ended: %v", e)
	}
	if _, err = file.WriteAt([]byte("\n"), size-1); err != nil {
		t.Skipf("the last byte of %d can't be written: %v", size, err)
	}
	err = openJournal(t, path).Deliver(orders, pulled, time.Minute, []apiclient.Message{{ID: "m", LeaseID: "l"}})
	if err == nil || !strings.HasPrefix(err.Error(), "journal: ") {
		t.Errorf("a message that does not fit: %v", err)
	}
}
