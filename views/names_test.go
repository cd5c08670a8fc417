package views

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

// asked are n messages that a question is about; it counts how many were drawn.
type asked struct{ n, drawn int }

func (a *asked) Len() int { return a.n }

func (a *asked) Row(i int) MessageName {
	a.drawn++
	return MessageName{ID: fmt.Sprintf("%032d", i), Attempts: Styled{fmt.Sprintf("%d/3", i%4), ToneBad}, Body: fmt.Sprintf("{\"n\":%d,\n\"x\":\"\x1b[2J\"}", i)}
}

// A question names the messages that it is about below what it does to them: those
// in sight, and the rest by scrolling. It never covers the screen with them.
func TestAQuestionNamesItsMessages(t *testing.T) {
	t.Parallel()
	names := &asked{n: 20_000}
	c := NewConfirm(Theme{}, "Ack 20000?", []Styled{{Text: "It deletes them."}}, "Ack", "No")
	c.SetScrollKeys("pgup", "pgdn")
	c.SetNames(names)
	c.SetSize(80, 47)
	v := c.View()
	for _, want := range []string{
		"It deletes them.", "00000000000000000000000000000000  0/3  {\"n\":0,␊", "00000000000000000000000000000007  3/3", "… and 19992 more: pgdn", "▸ No",
	} {
		if !strings.Contains(v, want) {
			t.Errorf("%q is missing:\n%s", want, v)
		}
	}
	if height := strings.Count(v, "\n") + 1; height > 15 || strings.Contains(v, "\x1b[2J") || names.drawn > maxNamed {
		t.Errorf("%d lines, %d names drawn:\n%s", height, names.drawn, v)
	}
	c.Scroll(3)
	if v := c.View(); strings.Contains(v, "It deletes") || !strings.Contains(v, "4–13 of 20002 lines: pgup pgdn") || !strings.Contains(v, "00002  2/3") {
		t.Errorf("scrolled by three lines:\n%s", v)
	}
	c.Scroll(1 << 30)
	if v := c.View(); !strings.Contains(v, "19993–20002 of 20002") || !strings.Contains(v, "019999  3/3") {
		t.Errorf("at the end:\n%s", v)
	}
	c.Scroll(-1 << 31)
	c.SetSize(40, 10)
	if v := c.View(); !strings.Contains(v, "It deletes them.") || !strings.Contains(v, "00000000…  0/3  {\"n\":0,␊") || !strings.Contains(v, "… and 19996 more: pgdn") {
		t.Errorf("on the smallest screen:\n%s", v)
	}
}

// What all bodies begin with tells none of them apart: it is skipped where they are cut.
func TestTheNamesOfAQuestionSkipWhatAllShare(t *testing.T) {
	t.Parallel()
	c := NewConfirm(Theme{}, "Ack 3?", nil, "Ack", "No")
	c.SetNames(orders{})
	c.SetSize(40, 10)
	if v := c.View(); !strings.Contains(v, "0/3  …1001,") || !strings.Contains(v, "0/3  …1003,") {
		t.Error(v)
	}
	c.SetSize(120, 10)
	if v := c.View(); !strings.Contains(v, `0/3  {"order_number":1001,"state":"paid"}`) {
		t.Error(v)
	}
}

// orders are three messages alike.
type orders struct{}

func (orders) Len() int { return 3 }

func (orders) Row(i int) MessageName {
	return MessageName{ID: "id" + strconv.Itoa(i), Attempts: Styled{Text: "0/3"}, Body: `{"order_number":` + strconv.Itoa(1001+i) + `,"state":"paid"}`}
}

// A few names stand whole, with what else is known of one.
func TestAQuestionOfAFewMessages(t *testing.T) {
	t.Parallel()
	c := NewConfirm(Theme{}, "Ack 1?", nil, "Ack", "No")
	c.SetNames(rowsOf[MessageName]{MessageName{ID: "a\x1b]0;x\a", Attempts: Styled{"?/3", ToneNormal}, Note: Styled{"unsure", ToneWarn}, Body: "hello"}})
	c.SetSize(80, 24)
	if v := c.View(); !strings.Contains(v, "a␛]0;x␇  ?/3  unsure  hello") || strings.Contains(v, "more") {
		t.Error(v)
	}
}
