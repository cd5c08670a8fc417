package emulator

import (
	"errors"
	"io"
	"net/http"
	"os"
	"sync/atomic"
	"time"
)

// Bounds of requests' bodies. 1 kB is 1,000 bytes where the API counts, but not
// here.
const (
	// maxRequest is for calls of the API. The largest that it takes, a batch of
	// 256 kB, is below it even when every character is escaped.
	maxRequest = 2 << 20
	// maxSeed is for seeds by the admin paths.
	maxSeed = 64 << 20
	// maxBodies is for all bodies together that are held at a moment: seeds, and
	// apart from them all others, so that neither shuts the other out.
	maxBodies = 32 << 20
	// firstRoom is how much a body is given to begin with. It is never given what
	// it announces: memory is taken as the bytes come.
	firstRoom = 4 << 10
	// maxBodyTime is how long a body may take to come, by the runtime's clock.
	maxBodyTime = 10 * time.Second
	// lingerTime is how long what is left of a refused body is read past, so that
	// a client in the middle of sending it still sees the answer.
	lingerTime = time.Second
	// maxAnswerTime is how long a client may take to read an answer.
	maxAnswerTime = 30 * time.Second
)

// room is the memory that bodies share.
type room struct {
	size int64
	held atomic.Int64
}

func (r *room) take(n int) bool {
	if r.held.Add(int64(n)) <= r.size {
		return true
	}
	r.held.Add(-int64(n))
	return false
}

// incoming is the body of a request on its way in. It stands on the connection
// until it is asked for, so that what is refused before costs nothing.
type incoming struct {
	request *http.Request
	control *http.ResponseController
	room    *room
	held    int
	whole   bool // it was read to its end
}

func newIncoming(w http.ResponseWriter, r *http.Request, from *room) *incoming {
	return &incoming{request: r, control: http.NewResponseController(w), room: from, whole: r.ContentLength == 0}
}

// read takes the whole body, of at most so many bytes. A connection that breaks
// off on the way is a panic with http.ErrAbortHandler.
func (b *incoming) read(most int) ([]byte, *failure) {
	switch {
	case b.whole:
		return nil, nil // there is none, and nothing to take room for
	case b.request.ContentLength > int64(most):
		return nil, tooLarge(most)
	}
	// In process there is no connection, and nothing to end.
	_ = b.control.SetReadDeadline(time.Now().Add(maxBodyTime))
	var data []byte
	for {
		if len(data) == cap(data) {
			size := min(max(firstRoom, 2*cap(data)), most+1)
			if !b.room.take(size - cap(data)) {
				return nil, fail(http.StatusServiceUnavailable, codeNoRoom,
					"The emulator holds as much of requests' bodies as it may: send fewer at once")
			}
			b.held += size - cap(data)
			data = append(make([]byte, 0, size), data...)
		}
		n, err := b.request.Body.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		switch {
		case len(data) > most:
			return nil, tooLarge(most)
		case errors.Is(err, io.EOF):
			b.whole = true
			_ = b.control.SetReadDeadline(time.Time{})
			return data, nil
		case errors.Is(err, os.ErrDeadlineExceeded):
			return nil, fail(http.StatusRequestTimeout, codeTooSlow, "The request's body did not come within %v", maxBodyTime)
		case err != nil:
			panic(http.ErrAbortHandler)
		}
	}
}

func tooLarge(most int) *failure {
	return fail(http.StatusRequestEntityTooLarge, codeTooLarge, "Request body is over %d bytes", most)
}

// answering is for just before the answer: a client must take it in time, and a
// body that is still to come is not waited for.
func (b *incoming) answering(h http.Header) {
	_ = b.control.SetWriteDeadline(time.Now().Add(maxAnswerTime))
	if !b.whole && b.control.SetReadDeadline(time.Now().Add(lingerTime)) == nil {
		h.Set("Connection", "close")
	}
}

// release gives the room back, once nobody uses the body any more.
func (b *incoming) release() { b.room.held.Add(-int64(b.held)) }
