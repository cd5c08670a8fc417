package views

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
)

type column struct {
	kind  colKind
	title string
	width int
	right bool
	gap   int // cells before the column
}

const (
	// gutter is the cursor's bar, the mark and a space: always reserved, so
	// that marking a row moves nothing.
	gutter      = 3
	leaseWidth  = 8 // 12:00:00
	minPreview  = 8
	ageWidth    = 4 // "99d"
	idWidth     = 14
	fullIDWidth = 32
	sentFrom    = 200 // cells of a table
)

// messageColumns chooses the columns for a table of the given width. The
// widths depend on nothing else, so no value that changes moves a column.
func messageColumns(width int, ageTitle string, age int) []column {
	gap := 2
	if width < 60 {
		gap = 1
	}
	id := idWidth
	if width >= 200 {
		id = fullIDWidth
	}
	wide := []struct {
		column
		from int
	}{
		{column{kind: colState, width: 1}, 10},
		{column{kind: colAttempts, title: "ATT", width: 7, right: true}, 20},
		{column{kind: colAge, title: ageTitle, width: age, right: true}, 48},
		{column{kind: colSent, title: "SENT", width: 19}, sentFrom},
		{column{kind: colLease, title: "LEASE", width: leaseWidth, right: true}, 32},
		{column{kind: colBar, width: 6}, 100},
		{column{kind: colType, title: "TYPE", width: 7}, 100},
		{column{kind: colSize, title: "SIZE", width: 8, right: true}, 100},
		{column{kind: colSource, title: "SOURCE", width: 8}, 120},
		{column{kind: colID, title: "ID", width: id}, 160},
	}
	var cols []column
	used := gutter
	for _, c := range wide {
		if width < c.from {
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
	if rest := width - used - gap; rest > 0 && len(cols) > 0 {
		cols = append(cols, column{kind: colPreview, title: "BODY", width: rest, gap: gap})
	}
	return cols
}
