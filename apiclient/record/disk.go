package record

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// durable is a file, as far as appending needs one.
type durable interface {
	io.WriteCloser
	io.ReaderAt
	Fd() uintptr
	Stat() (fs.FileInfo, error)
	Chmod(mode fs.FileMode) error
	// Sync returns when all that was written is on the disk.
	Sync() error
}

// disk is where journals are.
type disk struct {
	open       func(path string) (durable, error)
	stat       func(path string) (fs.FileInfo, error)
	syncFolder func(path string) error // makes the file's name durable as well
}

// theDisk is the machine's.
var theDisk = disk{
	open: func(path string) (durable, error) {
		return os.OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o600)
	},
	stat: os.Stat,
	syncFolder: func(path string) error {
		folder, err := os.Open(filepath.Dir(path))
		if err != nil {
			return err
		}
		return errors.Join(folder.Sync(), folder.Close())
	},
}
