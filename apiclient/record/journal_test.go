package record_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"

	"leaseview/apiclient"
	"leaseview/apiclient/record"
)

var (
	orders = apiclient.Queue{ID: "9d1e", Name: "orders"}
	pulled = time.Date(2026, 3, 4, 5, 6, 7, 890_000_000, time.FixedZone("", 3600))
)

// someRun is a run of the program on some account.
func someRun() record.Origin {
	return record.Origin{Account: "a1", BaseURL: "https://api.example/client/v4", Run: "00000000000000a1"}
}

func openJournal(t *testing.T, name string) *record.Journal {
	t.Helper()
	j, err := record.OpenJournal(name, someRun())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() }) // some tests close it themselves
	return j
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestAJournalHoldsEachMessageExactly(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "journal.ndjson")
	j := openJournal(t, name)
	messages := []apiclient.Message{
		{ID: "m1", LeaseID: "l1", Attempts: apiclient.CountOf(2), Timestamp: time.UnixMilli(1710950954154), Body: "a \"b\"\n\u2028c"},
		{ID: "m2", LeaseID: "l2", Attempts: apiclient.CountOf(1), Body: "\x00\xff"},
	}
	if err := j.Deliver(orders, pulled, time.Minute, messages); err != nil {
		t.Fatal(err)
	}
	if err := j.Deliver(orders, pulled, time.Minute, nil); err != nil {
		t.Fatal(err)
	}
	const head = `{"v":1,"kind":"delivery","at":"2026-03-04T04:06:07.89Z","run":"00000000000000a1","account":"a1",` +
		`"base_url":"https://api.example/client/v4","queue_id":"9d1e","queue":"orders",` +
		`"lease_until":"2026-03-04T04:07:07.89Z","visibility_timeout_ms":60000,"message":`
	want := head + `{"id":"m1","timestamp_ms":1710950954154,"attempts":2,"body":"a \"b\"\n` + "\u2028" + `c","lease_id":"l1"}}` + "\n" +
		head + `{"id":"m2","attempts":1,"body_base64":"AP8=","lease_id":"l2"}}` + "\n"
	// Closing adds nothing: what Deliver has returned from is in the file.
	if diff := cmp.Diff(want, read(t, name)); diff != "" {
		t.Error(diff)
	}
}

func TestAJournalIsForItsOwnerAlone(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "journal.ndjson")
	if err := os.WriteFile(name, []byte("{\"old\":1}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	openJournal(t, name)
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the journal's mode is %v", info.Mode())
	}
	if read(t, name) != "{\"old\":1}\n" {
		t.Errorf("opening changed the journal to %q", read(t, name))
	}
}

// A crash may have cut the last line short. The next one must stand on a line
// of its own, wherever the cut was.
// One byte is a cut line as well.
func TestOneByteSpoilsNoLine(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "journal")
	if err := os.WriteFile(name, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := openJournal(t, name).Deliver(orders, pulled, time.Minute, []apiclient.Message{{ID: "m", LeaseID: "l"}}); err != nil {
		t.Fatal(err)
	}
	if lines := strings.Split(read(t, name), "\n"); len(lines) != 3 || lines[0] != "{" || !strings.HasPrefix(lines[1], `{"v":1,"kind":"delivery"`) {
		t.Errorf("the journal is %q", lines)
	}
}

// Two programs with one journal take turns: neither writes over the other's lines.
func TestTwoProgramsShareAJournal(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "journal")
	one, other := openJournal(t, name), openJournal(t, name)
	var want strings.Builder
	for i, j := range []*record.Journal{one, other, other, one} {
		id := apiclient.MessageID(fmt.Sprint("m", i))
		if err := j.Deliver(orders, pulled, time.Minute, []apiclient.Message{{ID: id, LeaseID: "l"}}); err != nil {
			t.Fatal(err)
		}
		want.WriteString(string(id))
	}
	var got strings.Builder
	for line := range strings.Lines(read(t, name)) {
		var entry struct{ Message struct{ ID string } }
		if err := json.Unmarshal([]byte(line), &entry, json.MatchCaseInsensitiveNames(true)); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		got.WriteString(entry.Message.ID)
	}
	if got.String() != want.String() {
		t.Errorf("the journal has %s, want %s", got.String(), want.String())
	}
}

func TestACutLastLineSpoilsNoOther(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	whole := filepath.Join(dir, "whole")
	j := openJournal(t, whole)
	first := []apiclient.Message{{ID: "first", LeaseID: "l", Body: "one"}}
	if err := j.Deliver(orders, pulled, time.Minute, first); err != nil {
		t.Fatal(err)
	}
	line := read(t, whole)
	for cut := range len(line) {
		name := filepath.Join(dir, fmt.Sprint(cut))
		if err := os.WriteFile(name, []byte(line+line[:cut]), 0o600); err != nil {
			t.Fatal(err)
		}
		j := openJournal(t, name)
		if err := j.Deliver(orders, pulled, time.Minute, first); err != nil {
			t.Fatal(err)
		}
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitAfter(read(t, name), "\n")
		if lines[0] != line || lines[len(lines)-2] != line || lines[len(lines)-1] != "" {
			t.Fatalf("cut at %d the journal is %q", cut, lines)
		}
	}
}

func TestAJournalThatCannotBeWrittenSaysSo(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, path := range map[string]string{
		"no such folder": filepath.Join(dir, "none", "journal"),
		"a folder":       dir,
	} {
		if _, err := record.OpenJournal(path, someRun()); err == nil || !strings.Contains(err.Error(), "journal") {
			t.Errorf("%s: %v", name, err)
		}
	}
	j := openJournal(t, filepath.Join(dir, "journal"))
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	err := j.Deliver(orders, pulled, time.Minute, []apiclient.Message{{ID: "m", LeaseID: "l"}})
	if !errors.Is(err, fs.ErrClosed) {
		t.Errorf("appending to a closed journal: %v", err)
	}
}

// Pulls of several queues may come in at the same time: no line is torn.
func TestLinesOfSeveralPullsDoNotMix(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "journal")
	j := openJournal(t, name)
	var all sync.WaitGroup
	for writer := range 8 {
		all.Go(func() {
			for i := range 20 {
				var batch []apiclient.Message
				for k := range 5 {
					batch = append(batch, apiclient.Message{ID: apiclient.MessageID(fmt.Sprintf("%d-%d-%d", writer, i, k)), LeaseID: "l", Body: strings.Repeat("x", 5000)})
				}
				if err := j.Deliver(orders, pulled, time.Minute, batch); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	seen := map[string]bool{}
	for line := range strings.Lines(read(t, name)) {
		var in struct {
			Message struct {
				ID string `json:"id"`
			} `json:"message"`
		}
		if err := json.Unmarshal([]byte(line), &in); err != nil {
			t.Fatalf("%v in %.100q", err, line)
		}
		seen[in.Message.ID] = true
	}
	if len(seen) != 8*20*5 {
		t.Errorf("%d messages in the journal, want %d", len(seen), 8*20*5)
	}
}

func TestAJournalIsARegularFile(t *testing.T) {
	t.Parallel()
	before, err := os.Stat(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	if j, err := record.OpenJournal(os.DevNull, someRun()); err == nil {
		_ = j.Close()
		t.Error("a device was taken as a journal: nothing in it would last")
	}
	if after, err := os.Stat(os.DevNull); err != nil || after.Mode() != before.Mode() {
		t.Errorf("the device's mode is now %v, %v", after.Mode(), err)
	}
}
