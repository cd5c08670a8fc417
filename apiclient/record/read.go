package record

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"iter"
)

// maxLine is how long a line may be that is read: many times what the API's
// largest message takes when every byte of it is escaped.
const maxLine = 16 << 20

// Read goes through the lines of a record, in memory of a line at most. A line
// that is none, or longer than 16 MiB, comes with an error and costs no other. The
// last error is that of the reader, if it has one but the end.
func Read(r io.Reader) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		in := bufio.NewReaderSize(r, 64<<10)
		var held []byte
		for {
			raw, long, err := readRaw(in, held[:0])
			held = raw
			more := true
			switch raw = bytes.TrimRight(raw, "\r\n"); {
			case long:
				more = yield(Line{}, errors.New("a line is longer than any that this program writes"))
			case len(bytes.TrimSpace(raw)) > 0:
				more = yield(ReadLine(raw))
			}
			if err != nil && more && !errors.Is(err, io.EOF) {
				yield(Line{}, err)
			}
			if err != nil || !more {
				return
			}
		}
	}
}

// readRaw appends one line to what it is given, its end included. Of one that is
// too long the rest is passed over.
func readRaw(in *bufio.Reader, line []byte) (_ []byte, long bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if long = long || len(line)+len(part) > maxLine; !long {
			line = append(line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, long, err
		}
	}
}
