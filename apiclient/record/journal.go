package record

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"leaseview/apiclient"
)

// Journal is a file to which each pulled message is appended, and made durable,
// before anybody sees it: what was inspected can't be lost to a last delivery.
// It is safe for use from several goroutines.
type Journal struct {
	mu   sync.Mutex
	file durable
}

// durable is a file, as far as appending needs one.
type durable interface {
	io.WriteCloser
	// Sync returns when all that was written is on the disk.
	Sync() error
}

// OpenJournal opens or creates the file, for its owner's eyes only. A last line
// that a crash cut short is ended, so that it can't spoil the next one.
func OpenJournal(path string) (*Journal, error) { return openJournal(path, syncFolder) }

func openJournal(path string, syncFolder func(string) error) (*Journal, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	if err := prepare(file, syncFolder); err != nil {
		return nil, errors.Join(fmt.Errorf("journal %s: %w", path, err), file.Close())
	}
	return &Journal{file: file}, nil
}

func prepare(file *os.File, syncFolder func(string) error) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return errors.New("not a regular file")
	}
	if err = file.Chmod(0o600); err != nil {
		return err
	}
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if size > 0 {
		last := make([]byte, 1)
		if _, err := file.ReadAt(last, size-1); err != nil {
			return err
		}
		if last[0] != '\n' {
			if _, err := file.Write([]byte{'\n'}); err != nil {
				return err
			}
		}
	}
	if err := file.Sync(); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(file.Name()))
}

// syncFolder makes the file's name durable as well.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
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
	j.mu.Lock()
	defer j.mu.Unlock()
	if _, err := j.file.Write(out.Bytes()); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	if err := j.file.Sync(); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	return nil
}

// Close closes the file. Everything appended is durable already.
func (j *Journal) Close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
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
