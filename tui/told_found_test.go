package tui

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leaseview/apiclient"
	"leaseview/apiclient/record"
	"leaseview/tui/session"
	"leaseview/views"
)

// leftBook is a journal of which only is read what it tells of other runs.
type leftBook struct {
	Journal
	remains record.Remains
	err     error
}

func (b leftBook) Running(time.Time) (record.Remains, error) { return b.remains, b.err }

// remaining gives the program what a journal tells of other runs.
func (m *Model) remaining(remains record.Remains, err error) {
	m.Update(remainsCmd(leftBook{remains: remains, err: err}, m.now)())
}

// leftOf are leases of so many messages of a queue, that a run before got.
func leftOf(q apiclient.Queue, n int) []record.Found {
	var found []record.Found
	for i, msg := range messages(0, n) {
		msg.LeaseID = apiclient.LeaseID("lease-" + msg.ID)
		msg.Attempts = apiclient.CountOf(int64(i))
		found = append(found, record.Found{
			Queue: q, Message: msg, Lease: msg.LeaseID, Since: noon, Until: noon.Add(time.Duration(30+i) * time.Minute),
		})
	}
	return found
}

// leftBehind is a queue in which some leases were found, with keys pressed after
// that was read.
func leftBehind(n int, keys string, change ...func(found []record.Found)) func(*testing.T) *Model {
	return func(t *testing.T) *Model {
		m := opened(t, 6)
		found := leftOf(orders(), n)
		for _, c := range change {
			c(found)
		}
		m.remaining(record.Remains{Found: found}, nil)
		m.typed(keys)
		return m
	}
}

// What the journal tells of the leases of other runs, and what can be done with
// those that were found.
func TestToldOfWhatWasFound(t *testing.T) {
	t.Parallel()
	other := apiclient.Queue{ID: "e4a1", Name: "emails"}
	tells := func(r record.Remains) func(*testing.T) *Model {
		return worded(func(m *Model) { m.remaining(r, nil) })
	}
	elsewhere := record.Elsewhere{Queue: orders(), Leases: 3, Until: noon.Add(time.Hour), Known: true}
	unknown := record.Elsewhere{Queue: other, Leases: 1, Until: noon.Add(time.Hour)}
	doubt := func(found []record.Found) { found[0].Doubt = true }
	toldOf(t, []scene{
		{"one lease", leftBehind(1, "")},
		{"of several queues", tells(record.Remains{Found: append(leftOf(orders(), 2), leftOf(other, 3)...)})},
		{"of another program, and where nothing tells", tells(record.Remains{Elsewhere: []record.Elsewhere{elsewhere, unknown}})},
		{"both", tells(record.Remains{Found: leftOf(orders(), 2), Elsewhere: []record.Elsewhere{elsewhere}})},
		{"without their messages", tells(record.Remains{Left: 2})},
		{"too many", tells(record.Remains{TooMany: true})},
		{"a journal that can't be read", worded(func(m *Model) { m.remaining(record.Remains{}, errors.New("input/output error")) })},
		{"of a queue that is opened later", func(t *testing.T) *Model {
			m := newModel(t, nil)
			m.remaining(record.Remains{Found: leftOf(orders(), 2)}, nil)
			m.notice = notice{}
			m.found(orders())
			return m
		}},
		{"adopting the row", leftBehind(2, "F")},
		{"adopting marks", leftBehind(5, "mF")},
		{"adopting one in doubt", leftBehind(2, "F", doubt)},
		{"adopting what was only peeked", leftBehind(2, "GF")},
		{"adopting marks of which none was found", leftBehind(2, "G F")},
		{"an ack of one", leftBehind(2, "a")},
		{"an ack of marks", leftBehind(2, "ma")},
		{"an ack of marks, some adopted", leftBehind(2, "Fma")},
		{"a release", leftBehind(2, "x")},
		{"an adoption that is not recorded", func(t *testing.T) *Model {
			m := leftBehind(2, "F")(t)
			m.Update(adoptedMsg{journaling{err: errors.New("no space left"), replaced: true}})
			return m
		}},
	})
}

// A row of what was found says how long its lease goes on, in no colour of a lease
// that is held, or that it is in doubt. Where nothing was found nothing is said.
func TestTheRowsOfWhatWasFound(t *testing.T) {
	t.Parallel()
	m := leftBehind(2, "", func(found []record.Found) { found[0].Doubt = true })(t)
	o := operator{m.desk, m.onScreen()}
	var got []string
	for i := range 3 {
		row := rows{operator: o}.Row(i)
		got = append(got, fmt.Sprint(row.State == views.RowFound, " ", row.Lease.Text, " ", row.Lease.Tone == toneMuted))
	}
	_, held := o.ruleWords()
	got = append(got, held[0], o.leaseWords(o.s.Row(1)))
	want := []string{
		"true unsure false", "true 31:00 true", "false  false", "2 found · none leased",
		"31:00 left, until 12:31:00 UTC, of a run that has ended: F adopts it",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	m = opened(t, 1)
	m.notice = notice{}
	if m.remaining(record.Remains{}, nil); m.notice.text != "" {
		t.Errorf("of nothing it says %q", m.notice.text)
	}
}

// What was found is kept for its queue until that is opened, however the program
// comes to know of it, and once.
func TestWhatWasFoundGoesToItsQueue(t *testing.T) {
	t.Parallel()
	m := newModel(t, nil)
	m.remaining(record.Remains{Found: leftOf(orders(), 3)}, nil)
	m.found(orders())
	s := m.onScreen()
	if s.Found() != 3 || s.Held() != 0 || len(m.foundBefore) != 0 || len(m.holding()) != 0 {
		t.Errorf("found %d, held %d, kept %v", s.Found(), s.Held(), m.foundBefore)
	}
	m.typed("mF")
	if s.Found() != 0 || s.Held() != 3 || len(m.holding()) != 1 {
		t.Errorf("after adopting found %d, held %d", s.Found(), s.Held())
	}
	if got := s.Adopt(session.IDs(s.Selection().Targets)); got != nil {
		t.Errorf("adopted twice: %v", got)
	}
}
