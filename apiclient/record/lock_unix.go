//go:build linux || darwin

package record

import (
	"errors"
	"io"
	"syscall"
)

// lockByte tries to lock one byte of an open file, without waiting.
func lockByte(fd uintptr, at int64) claim {
	err := syscall.FcntlFlock(fd, setLock, &syscall.Flock_t{Type: syscall.F_WRLCK, Whence: io.SeekStart, Start: at, Len: 1})
	switch {
	case err == nil:
		return ours
	case errors.Is(err, syscall.EAGAIN), errors.Is(err, syscall.EACCES):
		return taken
	default:
		return unknowable
	}
}
