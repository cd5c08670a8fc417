package record

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"leaseview/apiclient"
)

// Journal is a file to which each pulled message is appended, and made durable,
// before anybody sees it: what was inspected can't be lost to a last delivery. So
// is each call about a lease before it is sent, and what came of it: whoever comes
// later can tell which leases run.
// It is safe for use from several goroutines, and several programs may append to
// the same file.
type Journal struct {
	mu       sync.Mutex
	path     string
	origin   Origin
	file     durable
	former   []former // that may tell of leases that run, latest last
	disk     disk
	replaced bool // the path has led to another file since Replaced was asked
	closed   bool
	// inherited are the runs that have ended whose leases were found.
	inherited []string
	calls     atomic.Int64 // that were numbered
}

// former is a file that the journal has left since its path leads to another one.
// It stays open for the locks on it: whoever opens it under the name that it has
// now is not to take this run for one that has ended.
type former struct {
	durable
	left time.Time
}

// OpenJournal opens or creates the file, for its owner's eyes only.
func OpenJournal(path string, origin Origin) (*Journal, error) {
	return openJournal(path, origin, theDisk)
}

func openJournal(path string, origin Origin, d disk) (*Journal, error) {
	j := &Journal{path: path, origin: origin, disk: d}
	if err := j.open(); err != nil {
		return nil, err
	}
	// A line that can't be ended is refused while there is nothing to lose.
	if err := endLine(j.file); err != nil {
		return nil, errors.Join(fmt.Errorf("journal %s: %w", path, err), j.file.Close())
	}
	return j, nil
}

// open opens what the path leads to now.
func (j *Journal) open() error {
	file, err := j.disk.open(j.path)
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	if err := prepare(file); err != nil {
		return errors.Join(fmt.Errorf("journal %s: %w", j.path, err), file.Close())
	}
	if err := j.disk.syncFolder(j.path); err != nil {
		return errors.Join(fmt.Errorf("journal %s: %w", j.path, err), file.Close())
	}
	j.forget(func(f former) bool { return sameFile(f, file) }) // it has come back
	j.file = file
	for _, run := range append([]string{j.origin.Run}, j.inherited...) {
		j.lock(run)
	}
	return nil
}

// lock tries to lock a run in the file that is open.
func (j *Journal) lock(run string) claim {
	place, ok := placeOf(run)
	if !ok {
		return unknowable
	}
	return lockByte(j.file.Fd(), place)
}

// claim tries to take over a run, and keeps what it has got.
func (j *Journal) claim(run string) claim {
	j.mu.Lock()
	defer j.mu.Unlock()
	c := j.lock(run)
	if c == ours {
		j.inherited = append(j.inherited, run)
	}
	return c
}

func prepare(file durable) error {
	info, err := file.Stat()
	switch {
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return errors.New("not a regular file")
	}
	return errors.Join(file.Chmod(0o600), file.Sync())
}

// Deliver writes a line for each message of a pull, and returns when all of them
// are on the disk. at is when the pull was sent, which asked for leases of that
// length.
func (j *Journal) Deliver(queue apiclient.Queue, at time.Time, visibility time.Duration, messages []apiclient.Message) error {
	l := j.lines(queue, at)
	for i := range messages {
		l.delivery(messages[i], visibility)
	}
	return j.write(l)
}

// Intend writes that a call about leases is about to be sent, and returns when
// that is on the disk. The call that it returns has its number.
func (j *Journal) Intend(queue apiclient.Queue, at time.Time, c Call) (Call, error) {
	c.Number = j.calls.Add(1)
	l := j.lines(queue, at)
	l.intent(c)
	return c, j.write(l)
}

// Conclude writes what came of a call that Intend has numbered: of each of its
// leases, and of those that go on since.
func (j *Journal) Conclude(queue apiclient.Queue, at time.Time, c Call, of []Lease, extended []Extended) error {
	l := j.lines(queue, at)
	for _, e := range extended {
		l.extend(c, e)
	}
	l.outcome(c, of)
	return j.write(l)
}

// Adopt writes that this run goes on with leases of one that has ended.
func (j *Journal) Adopt(queue apiclient.Queue, at time.Time, of []Lease) error {
	l := j.lines(queue, at)
	l.note("adopted", of)
	return j.write(l)
}

func (j *Journal) lines(queue apiclient.Queue, at time.Time) *lines {
	return &lines{origin: j.origin, queue: queue, at: at}
}

// write appends whole lines, and returns when they are on the disk. They go to
// the file that the path leads to now: who moves a log away, or throws it away,
// finds what comes later in a new one of that name.
func (j *Journal) write(l *lines) error {
	if l.err != nil || l.out.Len() == 0 {
		return l.err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if err := j.follow(l.at); err != nil {
		return err
	}
	if err := appendTo(j.file, l.out.Bytes()); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	return nil
}

// appendTo makes lines durable that begin where a line begins.
func appendTo(file durable, lines []byte) error {
	if err := endLine(file); err != nil {
		return err
	}
	// One call, so that no other program's lines come in between.
	if _, err := file.Write(lines); err != nil {
		return err
	}
	return file.Sync()
}

// follow opens the journal anew when its path leads to another file than the one
// that is open, or to none. at is the time.
func (j *Journal) follow(at time.Time) error {
	if j.closed {
		return fmt.Errorf("journal: %w", os.ErrClosed)
	}
	j.forget(func(f former) bool { return f.left.Add(recent).Before(at) })
	mine, err := j.file.Stat()
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	if now, err := j.disk.stat(j.path); err == nil && os.SameFile(mine, now) {
		return nil
	}
	before := j.file
	if err := j.open(); err != nil {
		return err
	}
	j.replaced = true
	j.former = append(j.former, former{before, at})
	return nil
}

// forget closes former files. What was written to them is on the disk.
func (j *Journal) forget(which func(former) bool) {
	j.former = slices.DeleteFunc(j.former, func(f former) bool {
		if !which(f) {
			return false
		}
		_ = f.Close()
		return true
	})
}

// sameFile says whether two open files are one on the disk.
func sameFile(a, b durable) bool {
	one, err := a.Stat()
	if err != nil {
		return false
	}
	other, err := b.Stat()
	return err == nil && os.SameFile(one, other)
}

// Replaced says once that the file at the journal's path was moved, removed or
// replaced: the lines since then are in a new one.
func (j *Journal) Replaced() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	replaced := j.replaced
	j.replaced = false
	return replaced
}

// endLine ends a last line that a crash or a full disk has cut short, whoever
// wrote it, so that it can't spoil the next one.
func endLine(file durable) error {
	info, err := file.Stat()
	if err != nil || info.Size() == 0 {
		return err
	}
	last := make([]byte, 1)
	_, err = file.ReadAt(last, info.Size()-1)
	switch {
	case errors.Is(err, io.EOF): // somebody has emptied it since
		return nil
	case err != nil:
		return err
	case last[0] == '\n':
		return nil
	}
	_, err = file.Write([]byte{'\n'})
	return err
}

// Close closes the file. Everything appended is durable already.
func (j *Journal) Close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.closed = true
	j.forget(func(former) bool { return true })
	return j.file.Close()
}
