package views

// MessageName is a message that a question is about. Strings may be raw.
type MessageName struct {
	ID       string
	Attempts Styled // "2/3"
	Note     Styled // what else to know of it; "" for nothing
	Body     string // its beginning
}

// maxNamed is how many names are in sight at once, so that a question about many
// messages does not cover the screen.
const maxNamed = 8

// From wideNames cells on a name has room for a whole id, below for its beginning.
const (
	wideNames = 56
	shortID   = 9
)

// drawNames writes n names from the first on, a line each: id, attempts, the note,
// and as much of the body as there is room for. What all of these bodies begin with
// is skipped where one would be cut, as in the table.
func drawNames(th Theme, names Source[MessageName], first, n, width int) []string {
	rows := make([]MessageName, n)
	ids, attempts, notes, bodies := 0, 0, 0, 0
	for i := range rows {
		rows[i] = names.Row(first + i)
		ids = max(ids, th.cells(rows[i].ID, width/2+8))
		attempts = max(attempts, th.cells(rows[i].Attempts.Text, 8))
		notes = max(notes, th.cells(rows[i].Note.Text, 16))
		bodies = max(bodies, th.cells(rows[i].Body, width))
	}
	if width < wideNames {
		ids = min(ids, shortID)
	}
	skipped := sharedPreview(rows, func(n MessageName) string { return n.Body })
	tones := &th.penSet().tones[rowPlain]
	lines := make([]string, n)
	for i, row := range rows {
		l := th.line()
		cell := func(p pen, text string, cells int) {
			if cells > 0 {
				l.cell(p, text, min(cells, width-l.width))
				l.space("", min(2, width-l.width))
			}
		}
		cell(tones[ToneNormal], row.ID, ids)
		cell(tones[row.Attempts.Tone.known()], row.Attempts.Text, attempts)
		cell(tones[row.Note.Tone.known()], row.Note.Text, notes)
		if bodies > width-l.width {
			l.safe(tones[ToneMuted], "…", min(skipped, width-l.width))
			row.Body = row.Body[skipped:]
		}
		l.safe(tones[ToneMuted], row.Body, width-l.width)
		lines[i] = l.String()
	}
	return lines
}
