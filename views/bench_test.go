package views

import (
	"fmt"
	"strings"
	"testing"
)

func BenchmarkTable(b *testing.B) {
	for _, n := range []int{100, 10_000, 100_000} {
		for _, w := range []int{80, 120} {
			b.Run(fmt.Sprintf("rows=%d/width=%d", n, w), func(b *testing.B) {
				t := NewMessageTable(NewTheme(Dark()))
				t.SetSize(w, 40)
				t.SetFocused(true)
				t.SetSource(manyRowsFixed{n, manyRows(60)})
				b.ReportAllocs()
				i := 0
				for b.Loop() {
					i = (i + 1) % n
					t.SetCursor(i)
					_ = t.View()
				}
			})
		}
	}
}

// manyRowsFixed repeats prepared rows, so that making rows isn't measured.
type manyRowsFixed struct {
	n    int
	rows manyRows
}

func (m manyRowsFixed) Len() int             { return m.n }
func (m manyRowsFixed) Row(i int) MessageRow { return benchRows[i%len(benchRows)] }

var benchRows = func() []MessageRow {
	rows := make([]MessageRow, 60)
	for i := range rows {
		rows[i] = manyRows(60).Row(i)
	}
	return rows
}()

// oneLineJSON is a JSON body of n bytes without a line feed.
func oneLineJSON(n int) string {
	var b strings.Builder
	b.WriteByte('[')
	for i := 0; b.Len() < n-120; i++ {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"order":%d,"sku":"A-%04d","total":19.99,"paid":true,"note":null,"to":"Dana Scully"}`, i, i%9999)
	}
	b.WriteByte(']')
	return b.String()
}

func BenchmarkPrepareBody(b *testing.B) {
	th := NewTheme(Dark())
	cjk := strings.Repeat("日本語のテキスト、", (128<<10)/27)
	binary := make([]byte, 128<<10)
	for i := range binary {
		binary[i] = byte(i * 31)
	}
	for _, bb := range []struct {
		name string
		in   BodyInput
	}{
		{"json128KiB", BodyInput{Kind: "json", Bytes: []byte(oneLineJSON(128 << 10)), Wrap: true}},
		{"json1MiB", BodyInput{Kind: "json", Bytes: []byte(oneLineJSON(1 << 20)), Wrap: true}},
		{"json13MiB", BodyInput{Kind: "json", Bytes: []byte(oneLineJSON(13 << 20)), Wrap: true}},
		{"text128KiB", BodyInput{Kind: "text", Bytes: []byte(strings.Repeat("x", 128<<10)), Wrap: true}},
		{"text128KiBcut", BodyInput{Kind: "text", Bytes: []byte(strings.Repeat("x", 128<<10))}},
		{"cjk128KiB", BodyInput{Kind: "text", Bytes: []byte(cjk), Wrap: true}},
		{"binaryText128KiB", BodyInput{Kind: "text", Bytes: binary, Wrap: true}},
		{"hex128KiB", BodyInput{Kind: "bytes", Bytes: binary}},
		{"brackets1MiB", BodyInput{Kind: "json", Bytes: []byte(strings.Repeat("[1,", 1<<20/3)), Wrap: true}},
		{"marks128KiB", BodyInput{Kind: "text", Bytes: []byte("x" + strings.Repeat("\u0301", 64<<10)), Wrap: true}},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = PrepareBody(bb.in, 80, th)
			}
		})
	}
}

func BenchmarkDetailView(b *testing.B) {
	d := NewDetail(NewTheme(Dark()))
	d.SetSize(80, 40)
	d.SetPrepared(PrepareBody(BodyInput{Kind: "json", Bytes: []byte(oneLineJSON(128 << 10)), Wrap: true}, 80, NewTheme(Dark())))
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		i++
		d.ScrollBy(1 - 2*(i/1000%2))
		_ = d.View()
	}
}

func BenchmarkSafeLine(b *testing.B) {
	for _, n := range []int{200, 128 << 10} {
		for name, s := range map[string]string{"ascii": strings.Repeat("a", n), "cjk": strings.Repeat("語", n/3)} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					_ = SafeLine(s, 60)
				}
			})
		}
	}
}

func BenchmarkHeader(b *testing.B) {
	h := NewHeader(NewTheme(Dark()))
	h.SetSize(120, 3)
	h.SetData(demoHeader())
	b.ReportAllocs()
	for b.Loop() {
		_ = h.View()
	}
}

func BenchmarkOverlay(b *testing.B) {
	th := NewTheme(Dark())
	t := NewMessageTable(th)
	t.SetSize(120, 40)
	t.SetSource(manyRows(100))
	base := t.View()
	box := panel(th, "Box", "text", 60, 10)
	b.ReportAllocs()
	for b.Loop() {
		_ = Overlay(Theme{}, base, box, 120, 40)
	}
}
