package record

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"leaseview/apiclient"
)

// Found is a message whose lease still runs, though the run of the program that
// got it has ended.
type Found struct {
	Queue   apiclient.Queue // ID and Name
	Message apiclient.Message
	Lease   apiclient.LeaseID
	Since   time.Time // of the pull or the extend that the lease comes from
	Until   time.Time
	// Doubt says that a call about the lease was sent, or may have been, of which
	// nobody knows whether it took effect.
	Doubt bool
}

// Elsewhere are the leases of a queue that are not to be touched here.
type Elsewhere struct {
	Queue  apiclient.Queue
	Leases int
	Until  time.Time // of the last of them
	// Known says that another program holds them. Else nothing here tells whether
	// the run that got them has ended.
	Known bool
}

// Remains is what a journal says of leases that run: those of this account and
// address that this very run has nothing to do with.
type Remains struct {
	Found     []Found
	Elsewhere []Elsewhere
	// Left is how many leases of runs that have ended are not in Found: of a
	// message that is not in the journal, or for want of room.
	Left int
	// TooMany says that the journal tells of too many leases to judge any.
	TooMany bool
}

// Bounds of what is found: as much as the program can hold.
const (
	maxFound      = 20_000
	maxFoundBytes = 256 << 20
)

// Running reads the journal from its beginning, and takes over what runs that have
// ended have left: as long as this journal is open, nobody else finds that. What
// other lines have come meanwhile, and how long the file is, costs no memory.
func (j *Journal) Running(now time.Time) (Remains, error) {
	claims := map[string]claim{j.origin.Run: ours}
	for {
		l := newLedger(j.origin, now)
		if err := j.read(l.take); err != nil {
			return Remains{}, err
		}
		if l.tooMany {
			return Remains{TooMany: true}, nil
		}
		// A run may have told more until it ended. Only what is read after its lock
		// was got is all that it had to tell.
		if !j.claimAll(l, claims) {
			return j.remains(l, claims)
		}
	}
}

// claimAll tries to lock the runs whose leases go on, and says whether that has
// taken over any.
func (j *Journal) claimAll(l *ledger, claims map[string]claim) (news bool) {
	for _, h := range l.newest {
		if !l.goesOn(h) {
			continue
		}
		for _, run := range l.leases[h.lease].runs {
			if _, tried := claims[run]; !tried {
				claims[run] = j.claim(run)
				news = news || claims[run] == ours
			}
		}
	}
	return news
}

// remains parts the leases that go on by whose they are, and reads the messages of
// those that are found.
func (j *Journal) remains(l *ledger, claims map[string]claim) (Remains, error) {
	var out Remains
	found := make(map[messageKey]*Found)
	for key, h := range l.newest {
		f := l.leases[h.lease]
		if !l.goesOn(h) || slices.Contains(f.runs, j.origin.Run) {
			continue
		}
		switch whose(f.runs, claims) {
		case ours:
			found[key] = &Found{Queue: h.queue, Lease: h.lease, Since: h.at, Until: h.until, Doubt: f.doubtful()}
		case taken:
			out.elsewhere(h, true)
		case unknowable:
			out.elsewhere(h, false)
		}
	}
	slices.SortFunc(out.Elsewhere, func(a, b Elsewhere) int { return strings.Compare(a.Queue.Name, b.Queue.Name) })
	if len(found) == 0 {
		return out, nil
	}
	return out, j.fill(&out, found)
}

// whose lease it is that those runs have told of.
func whose(runs []string, claims map[string]claim) claim {
	whose := ours
	for _, run := range runs {
		if claims[run] == taken {
			return taken
		}
		if claims[run] == unknowable {
			whose = unknowable
		}
	}
	return whose
}

func (r *Remains) elsewhere(h holding, known bool) {
	i := slices.IndexFunc(r.Elsewhere, func(e Elsewhere) bool { return e.Queue.ID == h.queue.ID && e.Known == known })
	if i < 0 {
		i = len(r.Elsewhere)
		r.Elsewhere = append(r.Elsewhere, Elsewhere{Queue: h.queue, Known: known})
	}
	e := &r.Elsewhere[i]
	e.Leases++
	if h.until.After(e.Until) {
		e.Until = h.until
	}
}

// fill reads the newest sighting of each message that is found. A message whose
// lease was extended may stand far before the lines that tell of that.
func (j *Journal) fill(out *Remains, found map[messageKey]*Found) error {
	seen, place := make(map[messageKey]time.Time), make(map[messageKey]int)
	room := maxFoundBytes
	err := j.read(func(line *Line) {
		if line.Kind != KindDelivery || line.Account != j.origin.Account || line.BaseURL != j.origin.BaseURL {
			return
		}
		m, err := line.Message()
		key := messageKey{line.Queue.ID, m.ID}
		f := found[key]
		if err != nil || f == nil || line.At.Before(seen[key]) || len(seen) >= maxFound {
			return
		}
		takes := len(m.Body) + len(m.BodyJSON) - len(f.Message.Body) - len(f.Message.BodyJSON)
		if takes > room {
			return
		}
		room -= takes
		seen[key], f.Message = line.At, m
		if _, known := place[key]; !known {
			place[key] = len(place)
		}
	})
	for key, f := range found {
		if _, ok := seen[key]; ok {
			out.Found = append(out.Found, *f)
		}
	}
	out.Left = len(found) - len(out.Found)
	slices.SortFunc(out.Found, func(a, b Found) int {
		return cmp.Compare(place[messageKey{a.Queue.ID, a.Message.ID}], place[messageKey{b.Queue.ID, b.Message.ID}])
	})
	return err
}

// read goes through what the journal holds by now. A line that is none costs no
// other.
func (j *Journal) read(take func(line *Line)) error {
	j.mu.Lock()
	file := j.file
	j.mu.Unlock()
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	in := &watched{Reader: io.NewSectionReader(file, 0, info.Size())}
	for line, err := range Read(in) {
		if err == nil {
			take(&line)
		}
	}
	if in.err != nil {
		return fmt.Errorf("reading the journal: %w", in.err)
	}
	return nil
}

// watched is a reader that keeps what went wrong apart from what is wrong with a
// line.
type watched struct {
	io.Reader
	err error
}

func (w *watched) Read(p []byte) (n int, err error) {
	if n, err = w.Reader.Read(p); !errors.Is(err, io.EOF) {
		w.err = err
	}
	return n, err
}
