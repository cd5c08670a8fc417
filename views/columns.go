package views

import (
	"slices"
	"strings"
)

// colKind says which part of a MessageRow a column shows.
type colKind uint8

const (
	colState colKind = iota
	colAttempts
	colAge
	colSent
	colLease
	colBar
	colType
	colSize
	colSource
	colID
	colPreview
	colKinds
)

type column struct {
	kind  colKind
	title string
	width int
	right bool
	gap   int // cells before the column
	skip  int // bytes at the beginning of each text that say nothing: all rows have them
}

const (
	// gutter is the cursor's bar, the mark and a space: always reserved, so
	// that marking a row moves nothing.
	gutter      = 3
	leaseWidth  = 8 // 12:00:00
	minPreview  = 8
	fairPreview = 32 // what a preview keeps where an id takes the room of the rest
	ageWidth    = 4  // "99d"
	mostAge     = 11 // "11-24 14:57"
	typeWidth   = 5  // "bytes"
	mostType    = 10
	idWidth     = 14
	fullIDWidth = 32
	sentFrom    = 200 // cells of a table
)

// sight is what the rows in sight have in common, which is all that the columns
// depend on beside the table's width: where none has anything to say, a column takes
// no room.
type sight struct {
	widest [colKinds]int // cells of the widest text
	shared int           // bytes with which every preview begins
	rest   int           // cells of the widest preview without those
	lead   int           // cells of what stands before previews
}

// sightOf looks at the rows that are to be drawn.
func (t *MessageTable) sightOf(rows []MessageRow) sight {
	var s sight
	for i := range rows {
		row := &rows[i]
		for _, kind := range []colKind{colAge, colSent, colLease, colType, colSize, colSource, colID, colPreview} {
			if text, _ := row.cell(kind); text != "" {
				s.widest[kind] = max(s.widest[kind], t.theme.cells(text, t.w))
			}
		}
		if row.hasBar() {
			s.widest[colBar] = 1
		}
	}
	s.shared = sharedPreview(rows, func(r MessageRow) string { return r.Preview })
	for i := range rows {
		s.rest = max(s.rest, 1+t.theme.cells(rows[i].Preview[s.shared:], t.w))
		s.lead = max(s.lead, t.theme.cells(rows[i].lead(), t.w))
	}
	return s
}

// sharedPreview returns how many bytes at the beginning of the previews say nothing,
// as every row has them. It ends where a value begins, so that none is torn.
func sharedPreview[R any](rows []R, preview func(R) string) int {
	const least = 4 // bytes that are worth an ellipsis
	if len(rows) < 2 {
		return 0
	}
	first := preview(rows[0])
	shared := first
	for i := range rows[1:] {
		other := preview(rows[1+i])
		n := 0
		for n < min(len(shared), len(other)) && shared[n] == other[n] {
			n++
		}
		shared = shared[:n]
	}
	n := 1 + strings.LastIndexAny(shared, " ,:;/<>[]{}\"\n\t")
	if n < least || len(shared) == len(first) { // they are all the same
		return 0
	}
	return n
}

// messageColumns chooses the columns for a table of the given width, in which these
// rows are in sight. The bar of a lease says again what its figures say: it gives
// way where the id would else have no room.
func messageColumns(width int, ageTitle string, age int, seen sight) []column {
	cols := columnsOf(width, ageTitle, age, seen)
	if seen.widest[colBar] == 0 || hasID(cols) {
		return cols
	}
	seen.widest[colBar] = 0
	if without := columnsOf(width, ageTitle, age, seen); hasID(without) {
		return without
	}
	return cols
}

func hasID(cols []column) bool {
	return slices.ContainsFunc(cols, func(c column) bool { return c.kind == colID })
}

// columnsOf takes whatever columns there is room for. What all previews begin with
// is skipped where they would be cut.
func columnsOf(width int, ageTitle string, age int, seen sight) []column {
	cols, rest := fixedColumns(width, ageTitle, age, seen)
	preview := column{kind: colPreview, title: "BODY", gap: gapIn(width)}
	if rest -= preview.gap; rest <= 0 || len(cols) == 0 {
		return cols
	}
	id := column{kind: colID, title: "ID", width: idWidth, gap: preview.gap}
	fits := func(body int) bool { return rest >= seen.lead+body+id.gap+id.width }
	body := seen.widest[colPreview]
	if seen.shared > 0 && seen.lead+body > rest || !fits(min(body, fairPreview)) && fits(min(seen.rest, fairPreview)) {
		preview.skip, body = seen.shared, seen.rest
	}
	if seen.widest[colID] > 0 && (width >= 160 || fits(min(body, fairPreview))) {
		if id.width = min(seen.widest[colID], idWidth); width >= sentFrom || rest >= seen.lead+body+id.gap+fullIDWidth {
			id.width = min(seen.widest[colID], fullIDWidth)
		}
		rest -= id.gap + id.width
		cols = append(cols, id)
	}
	preview.width = rest
	return append(cols, preview)
}

func gapIn(width int) int {
	if width < 60 {
		return 1
	}
	return 2
}

// fixedColumns are the columns before id and preview, and the cells that they leave.
func fixedColumns(width int, ageTitle string, age int, seen sight) (cols []column, rest int) {
	gap := gapIn(width)
	wide := []struct {
		column
		from int
	}{
		{column{kind: colState, width: 1}, 10},
		{column{kind: colAttempts, title: "ATT", width: 7, right: true}, 20},
		{column{kind: colAge, title: ageTitle, width: max(age, min(seen.widest[colAge], mostAge)), right: true}, 48},
		{column{kind: colSent, title: "SENT", width: 19}, sentFrom},
		{column{kind: colLease, title: "LEASE", width: leaseWidth, right: true}, 32},
		{column{kind: colBar, width: 6}, 100},
		{column{kind: colType, title: "TYPE", width: max(typeWidth, min(seen.widest[colType], mostType))}, 100},
		{column{kind: colSize, title: "SIZE", width: 8, right: true}, 100},
		{column{kind: colSource, title: "SOURCE", width: 8}, 120},
	}
	used := gutter
	for _, c := range wide {
		if width < c.from || c.kind.mayBeEmpty() && seen.widest[c.kind] == 0 {
			continue
		}
		col := c.column
		col.gap = gap
		switch {
		case len(cols) == 0:
			col.gap = 0
		case col.kind == colBar:
			col.gap = 1
		}
		if width >= 60 {
			switch col.kind {
			case colState:
				col.title, col.width = "STATE", 10
			case colAttempts:
				col.title, col.width = "ATTEMPTS", 8
			}
		}
		if used+col.gap+col.width+gap+minPreview > width && col.kind != colState {
			continue
		}
		used += col.gap + col.width
		cols = append(cols, col)
	}
	return cols, width - used
}

// mayBeEmpty reports whether a column takes no room where no row in sight has
// anything for it.
func (k colKind) mayBeEmpty() bool { return k != colState && k != colAttempts }
