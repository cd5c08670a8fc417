package tui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"leaseview/apiclient"
	"leaseview/tui/session"
	"leaseview/views"
)

var (
	keyDown = tea.KeyPressMsg{Code: 'j', Text: "j"}
	keyUp   = tea.KeyPressMsg{Code: 'k', Text: "k"}
)

// loaded is a queue with n rows seen, the newest 500 of them leased.
func loaded(tb testing.TB, n int) *Model {
	tb.Helper()
	m := opened(tb, n)
	m.pulled(messages(n-min(n, 500), min(n, 500)))
	m.typed("G")
	return m
}

// BenchmarkKey is a whole key: Update, and the screen drawn.
func BenchmarkKey(b *testing.B) {
	for _, n := range []int{100, 10_000, 100_000} {
		b.Run(fmt.Sprintf("rows=%d", n), func(b *testing.B) {
			m := loaded(b, n)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				pressAndDraw(m, i)
			}
		})
	}
}

// BenchmarkKeyAmongFinished is a key that moves the cursor where every second of the
// rows has left the table.
func BenchmarkKeyAmongFinished(b *testing.B) {
	m := loaded(b, 100_000)
	s := m.onScreen()
	for i := 0; i < 100_000; i += 2 {
		s.Listing().LeaveOut(apiclient.MessageID(fmt.Sprintf("%032x", i)), true)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		pressAndDraw(m, i)
	}
}

// pressAndDraw goes up and down by turns, so that the cursor stays where it is.
func pressAndDraw(m *Model, i int) {
	if i%2 == 0 {
		m.Update(keyUp)
	} else {
		m.Update(keyDown)
	}
	_ = m.View().Content
}

// BenchmarkKeyWithDialog is a key while a dialog is open.
func BenchmarkKeyWithDialog(b *testing.B) {
	m := loaded(b, 100_000)
	m.typed("a")
	b.ReportAllocs()
	for b.Loop() {
		m.Update(keyDown)
		_ = m.View().Content
	}
}

// BenchmarkTick is what an idle program does every second.
func BenchmarkTick(b *testing.B) {
	m := loaded(b, 100_000)
	b.ReportAllocs()
	for b.Loop() {
		m.Update(tickMsg{m.chain, m.now.Add(time.Microsecond)})
		_ = m.View().Content
	}
}

// BenchmarkOpenBody opens a body of 128 KiB that is one line, from the key to
// the screen.
func BenchmarkOpenBody(b *testing.B) {
	for _, kind := range []string{"json", "text", "bytes"} {
		b.Run(kind, func(b *testing.B) {
			m := openedOnBody(b, kind)
			b.ReportAllocs()
			for b.Loop() {
				openAndDraw(b, m)
			}
		})
	}
}

func openedOnBody(tb testing.TB, kind string) *Model {
	tb.Helper()
	const size = 128 << 10
	list := messages(0, 2)
	list[0].Metadata = []apiclient.MetadataEntry{{Key: "CF-Content-Type", Value: kind}}
	list[0].Body = `{"a":"` + strings.Repeat("x", size-8) + `"}`
	if kind == "json" {
		list[0].Body = "[" + strings.Repeat(`{"k":[1,true,"v"]},`, size/19-1) + "0]"
	}
	m := newModel(tb, nil)
	m.found(orders())
	m.settled(orders())
	m.peeked(list, 5)
	return m
}

// openAndDraw goes away from the large body and back to it, and does itself
// what the command would do.
func openAndDraw(tb testing.TB, m *Model) {
	m.Update(keyDown)
	m.Update(keyUp)
	waiting := m.panes.body.waiting
	if waiting == (bodyKey{}) {
		tb.Fatal("the large body was laid out within Update")
	}
	e, _ := m.onScreen().Selected()
	m.Update(preparedMsg{views.PrepareBody(bodyInput(e, m.panes.body.bodyForm, m.keys), waiting.width, m.theme), waiting})
	_ = m.View().Content
}

// BenchmarkFilePull files a pull of 100 messages into a queue of 100,000 rows,
// half of them seen before.
func BenchmarkFilePull(b *testing.B) {
	m := loaded(b, 100_000)
	next := 99_950
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		answer := m.pullAnswer(messages(next, 100))
		next += 50
		b.StartTimer()
		m.Update(answer)
	}
}

// A key costs the same however many rows there are.
func TestAKeyAllocatesNothingPerRow(t *testing.T) { //nolint:paralleltest // testing.AllocsPerRun counts the allocations of the whole process.
	few, many := loaded(t, 1000), loaded(t, 50_000)
	perKey := func(m *Model) float64 {
		i := 0
		return testing.AllocsPerRun(200, func() { pressAndDraw(m, i); i++ })
	}
	if a, b := perKey(few), perKey(many); b > a*1.05+2 {
		t.Errorf("a key allocates %.0f times at 50,000 rows, %.0f times at 1,000", b, a)
	}
	perTick := func(m *Model) float64 {
		return testing.AllocsPerRun(200, func() {
			m.Update(tickMsg{m.chain, m.now.Add(time.Microsecond)})
			_ = m.View().Content
		})
	}
	if a, b := perTick(few), perTick(many); b > a*1.05+2 {
		t.Errorf("a tick allocates %.0f times at 50,000 rows, %.0f times at 1,000", b, a)
	}
}

// A key waits for no layout of a large body, and one that is on its way is
// dropped when another message is selected meanwhile.
func TestALargeBodyIsLaidOutOffTheKey(t *testing.T) {
	t.Parallel()
	m := openedOnBody(t, "text")
	m.says(t, "laying out 131 kB")
	late := preparedMsg{views.PrepareBody(views.BodyInput{Raw: "late", Kind: "text"}, 40, m.theme), m.panes.body.waiting}
	m.Update(keyDown)
	m.Update(late)
	m.says(t, `"order": 1,`)
	m.doesNotSay(t, "late")
	openAndDraw(t, m)
	m.says(t, "xxxx")
	m.doesNotSay(t, "laying out")
}

// BenchmarkHolding20000 is what a person does with as many leases as can be
// collected: a key, a tick, the question of an ack of all, and that of leaving.
func BenchmarkHolding20000(b *testing.B) {
	m := opened(b, 0)
	m.pulled(messages(0, session.MaxCollected))
	draw := func(b *testing.B, do func(i int)) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			do(i)
			_ = m.View().Content
		}
	}
	b.Run("key", func(b *testing.B) { draw(b, func(i int) { pressAndDraw(m, i) }) })
	b.Run("tick", func(b *testing.B) {
		draw(b, func(int) { m.Update(tickMsg{m.chain, m.now.Add(time.Microsecond)}) })
	})
	b.Run("ack", func(b *testing.B) {
		m.typed("m")
		draw(b, func(int) { m.typed("a"); m.Update(tea.KeyPressMsg{Code: tea.KeyEscape}) })
	})
	b.Run("leave", func(b *testing.B) {
		m.Update(tea.KeyPressMsg{Code: 'c', Mod: tea.ModCtrl})
		draw(b, func(int) { m.Update(tickMsg{m.chain, m.now.Add(time.Microsecond)}) })
	})
}
