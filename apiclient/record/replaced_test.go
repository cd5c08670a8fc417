package record_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leaseview/apiclient"
	"leaseview/apiclient/record"
)

func appendOne(t *testing.T, j *record.Journal, id apiclient.MessageID) error {
	t.Helper()
	return j.Deliver(orders, pulled, time.Minute, []apiclient.Message{{ID: id, LeaseID: "l"}})
}

// ids are those of the messages in a journal, in order.
func ids(t *testing.T, name string) string {
	t.Helper()
	var found []string
	for line := range strings.Lines(read(t, name)) {
		_, rest, _ := strings.Cut(line, `"message":{"id":"`)
		id, _, _ := strings.Cut(rest, `"`)
		found = append(found, id)
	}
	return strings.Join(found, " ")
}

// A journal that was moved, removed or replaced while the program runs goes on
// under its name, and says so once. What was moved keeps what it had.
func TestAJournalGoesOnUnderItsName(t *testing.T) {
	t.Parallel()
	for how, do := range map[string]func(name string) error{
		"removed": os.Remove,
		"moved, as logs are rotated": func(name string) error {
			return os.Rename(name, name+".1")
		},
		"replaced by another file": func(name string) error {
			if err := os.WriteFile(name+".new", []byte(`"message":{"id":"theirs"}`), 0o644); err != nil {
				return err
			}
			return os.Rename(name+".new", name)
		},
	} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			name := filepath.Join(t.TempDir(), "journal")
			j := openJournal(t, name)
			for _, id := range []apiclient.MessageID{"a", "b"} {
				if err := appendOne(t, j, id); err != nil {
					t.Fatal(err)
				}
			}
			if j.Replaced() {
				t.Error("a file that stayed is called replaced")
			}
			if err := do(name); err != nil {
				t.Fatal(err)
			}
			for _, id := range []apiclient.MessageID{"c", "d"} {
				if err := appendOne(t, j, id); err != nil {
					t.Fatal(err)
				}
			}
			if got := strings.TrimPrefix(ids(t, name), "theirs "); got != "c d" {
				t.Errorf("the journal has %q", got)
			}
			if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("the new file: %v, %v", info.Mode(), err)
			}
			if moved := name + ".1"; how[0] == 'm' && ids(t, moved) != "a b" {
				t.Errorf("what was moved has %q", ids(t, moved))
			}
			if !j.Replaced() || j.Replaced() {
				t.Error("that the file was replaced is not said once")
			}
		})
	}
}

// What a run has told of in a file that was moved since is its own for as long as
// it goes on, whatever name somebody opens it by.
func TestWhatStandsInAMovedFileIsNotOfferedWhileItsRunGoesOn(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "journal")
	held := func(of string) (offered string, elsewhere int) {
		other := start(t, of)
		defer other.ends()
		got := other.remains(time.Minute)
		for _, e := range got.Elsewhere {
			elsewhere += e.Leases
		}
		return found(got), elsewhere
	}
	one := start(t, name)
	one.pulls("a")
	one.must(os.Rename(name, name+".1"))
	one.pulls("b") // in a new file
	for _, of := range []string{name, name + ".1"} {
		if offered, elsewhere := held(of); offered != "" || elsewhere != 1 {
			t.Errorf("%s: offered %q, and %d are another's", filepath.Base(of), offered, elsewhere)
		}
	}
	// Back again, and away once more.
	one.must(os.Rename(name, name+".2"))
	one.must(os.Rename(name+".1", name))
	one.pulls("c")
	for of, leases := range map[string]int{name: 2, name + ".2": 1} {
		if offered, elsewhere := held(of); offered != "" || elsewhere != leases {
			t.Errorf("%s: offered %q, and %d are another's", filepath.Base(of), offered, elsewhere)
		}
	}
	one.ends()
	if offered, elsewhere := held(name + ".2"); offered != "lease-b" || elsewhere != 0 {
		t.Errorf("after the end: offered %q, and %d are another's", offered, elsewhere)
	}
}

// Who empties the file, as some rotate logs, takes away no later line.
func TestAJournalThatIsEmptiedGoesOn(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "journal")
	j := openJournal(t, name)
	if err := appendOne(t, j, "a"); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(name, 0); err != nil {
		t.Fatal(err)
	}
	if err := appendOne(t, j, "b"); err != nil || ids(t, name) != "b" || j.Replaced() {
		t.Errorf("%v, and the journal has %q", err, read(t, name))
	}
}

// Where no file can be made under its name any more, that is an error and no
// silence, until one can.
func TestAJournalWhoseFolderIsGoneSaysSo(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "folder")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(folder, "journal")
	j := openJournal(t, name)
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	if err := appendOne(t, j, "a"); err == nil || !strings.HasPrefix(err.Error(), "journal: ") {
		t.Errorf("appended to nowhere: %v", err)
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := appendOne(t, j, "b"); err != nil || ids(t, name) != "b" || !j.Replaced() {
		t.Errorf("%v, and the journal has %q", err, read(t, name))
	}
}

// Another program may die in the middle of a line while this one runs.
func TestALineThatAnotherProgramCutSpoilsNoOther(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "journal")
	j := openJournal(t, name)
	if err := os.WriteFile(name, []byte(`{"queue":"ord`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := appendOne(t, j, "a"); err != nil {
		t.Fatal(err)
	}
	if got := strings.Split(read(t, name), "\n"); len(got) != 3 || got[0] != `{"queue":"ord` {
		t.Errorf("the journal is %q", got)
	}
}
