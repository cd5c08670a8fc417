package apiclient

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

// spot is one member or element of an answer, and where it stands in the text.
type spot struct {
	path             string // "result.messages[1].attempts"
	list             string // of an element: the path of its list
	index            int    // in the list
	kind             jsontext.Kind
	start, from, end int // of the member with its name, of the value, of both
}

// golden is a valid answer of the API, without white space.
func golden(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "wire", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	v := jsontext.Value(data)
	if err := v.Compact(); err != nil {
		t.Fatal(err)
	}
	return string(v)
}

// spotter walks through an answer.
type spotter struct {
	dec   *jsontext.Decoder
	spots []spot
}

func spotsOf(t testing.TB, answer string) []spot {
	t.Helper()
	s := spotter{dec: newDecoder([]byte(answer))}
	if err := s.value(spot{}); err != nil {
		t.Fatal(err)
	}
	return s.spots[1:] // without the whole
}

func (s *spotter) value(at spot) error {
	at.kind = s.dec.PeekKind()
	mine := len(s.spots)
	s.spots = append(s.spots, at)
	if at.kind != '{' && at.kind != '[' {
		_, err := s.dec.ReadValue()
		s.spots[mine].end = int(s.dec.InputOffset())
		return err
	}
	if _, err := s.dec.ReadToken(); err != nil {
		return err
	}
	for i := 0; s.dec.PeekKind() != '}' && s.dec.PeekKind() != ']'; i++ {
		next := spot{list: at.path, index: i, path: fmt.Sprintf("%s[%d]", at.path, i), start: int(s.dec.InputOffset())}
		if i > 0 {
			next.start++ // the comma
		}
		next.from = next.start
		if at.kind == '{' {
			name, err := s.dec.ReadToken()
			if err != nil {
				return err
			}
			next.list, next.path = "", strings.TrimPrefix(at.path+"."+name.String(), ".")
			next.from = int(s.dec.InputOffset()) + 1 // the colon
		}
		if err := s.value(next); err != nil {
			return err
		}
	}
	_, err := s.dec.ReadToken()
	s.spots[mine].end = int(s.dec.InputOffset())
	return err
}

// mutation is one change to an answer.
type mutation struct {
	spot
	what string // "remove", "repeat", "last", or the new value
}

func (m mutation) String() string { return m.path + ": " + m.what }

func (m mutation) apply(answer string) string {
	switch m.what {
	case "repeat":
		return answer[:m.end] + "," + answer[m.start:m.end] + answer[m.end:]
	case "remove":
		before, after := answer[:m.start], answer[m.end:]
		if rest, found := strings.CutPrefix(after, ","); found {
			return before + rest
		}
		return strings.TrimSuffix(before, ",") + after
	case "last":
		moved := answer[m.start:m.end]
		m.what = "remove"
		return strings.TrimSuffix(m.apply(answer), "}") + "," + moved + "}"
	}
	return answer[:m.from] + m.what + answer[m.end:]
}

// wireIndex is where the element that stands at i in a result stood in the
// golden answer.
func (m mutation) wireIndex(list string, i int) int {
	switch {
	case list != m.list || m.list == "":
	case m.what == "repeat" && i > m.index:
		return i - 1
	case i >= m.index && (m.what == "remove" || m.what[0] != '{' && m.what != "repeat"):
		return i + 1
	}
	return i
}

// touches says whether the mutation is at the path, above it or below it.
func (m mutation) touches(path string) bool { return isWithin(path, m.path) || isWithin(m.path, path) }

func isWithin(path, whole string) bool {
	rest, found := strings.CutPrefix(path, whole)
	return found && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// mayDrop says whether what the mutation takes away is missing in the answer
// itself, so that there is nothing to tell.
func (m mutation) mayDrop() bool {
	switch m.what {
	case "remove", "repeat", "null", `""`, "false":
		return true
	}
	value := jsontext.Value(m.what)
	k := value.Kind()
	switch {
	case k == 'n', strings.HasSuffix(m.path, "warnings"):
		return true // of warnings, any text is one
	case m.kind == '{' || m.kind == '[':
		return k == m.kind
	}
	// Zero is how the wire says unknown.
	n, ok := wholeNumber(value)
	return ok && n == 0 || k == '"' && unquote(value) == ""
}
