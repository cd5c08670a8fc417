package record

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"leaseview/apiclient"
)

// Journal is a file to which each pulled message is appended, and made durable,
// before anybody sees it: what was inspected can't be lost to a last delivery.
// It is safe for use from several goroutines, and several programs may append to
// the same file.
type Journal struct {
	mu       sync.Mutex
	path     string
	file     durable
	disk     disk
	replaced bool // the path has led to another file since Replaced was asked
	closed   bool
}

// OpenJournal opens or creates the file, for its owner's eyes only.
func OpenJournal(path string) (*Journal, error) { return openJournal(path, theDisk) }

func openJournal(path string, d disk) (*Journal, error) {
	j := &Journal{path: path, disk: d}
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
	j.file = file
	return nil
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

// Append writes one line for each message of a pull and returns when all of
// them are on the disk. at is when the pull was sent.
func (j *Journal) Append(queue apiclient.Queue, at time.Time, messages []apiclient.Message) error {
	if len(messages) == 0 {
		return nil
	}
	var out bytes.Buffer
	for i := range messages {
		if err := appendLine(&out, queue, at, messages[i]); err != nil {
			return err
		}
	}
	return j.write(out.Bytes())
}

// write appends whole lines, and returns when they are on the disk. They go to
// the file that the path leads to now: who moves a log away, or throws it away,
// finds what comes later in a new one of that name.
func (j *Journal) write(lines []byte) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if err := j.follow(); err != nil {
		return err
	}
	if err := appendTo(j.file, lines); err != nil {
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
// that is open, or to none.
func (j *Journal) follow() error {
	if j.closed {
		return fmt.Errorf("journal: %w", os.ErrClosed)
	}
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
	// What was written to it is on the disk.
	_ = before.Close()
	return nil
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
	return j.file.Close()
}

func appendLine(out *bytes.Buffer, queue apiclient.Queue, at time.Time, m apiclient.Message) error {
	line, err := Encode(m)
	if err != nil {
		return err
	}
	w := writer{e: jsontext.NewEncoder(out, options)}
	w.token(jsontext.BeginObject)
	w.text("queue", queue.Name)
	w.text("queue_id", string(queue.ID))
	w.text("pulled_at", at.UTC().Format(time.RFC3339Nano))
	w.name("message")
	w.value(line)
	w.token(jsontext.EndObject)
	return w.err
}
