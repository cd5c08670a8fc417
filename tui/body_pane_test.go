package tui

import (
	"reflect"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"leaseview/apiclient"
	"leaseview/keymap"
	"leaseview/tui/inbox"
	"leaseview/tui/words"
	"leaseview/views"
)

// typedAs is a message with that body and content type.
func typedAs(contentType, body string) apiclient.Message {
	list := messages(0, 1)
	list[0].Body, list[0].Metadata = body, []apiclient.MetadataEntry{{Key: "CF-Content-Type", Value: contentType}}
	return list[0]
}

// A body up to 32 KiB is laid out at once. A larger one says that it is being
// laid out, and comes by a command, named by all that its layout depends on.
func TestALargeBodyIsLaidOutByACommand(t *testing.T) {
	t.Parallel()
	for size, byCommand := range map[int]bool{inlineBody: false, inlineBody + 1: true} {
		m := opened(t, 0)
		m.typed("v")
		body := strings.Repeat("word ", size/5) + strings.Repeat("x", size%5)
		m.peeked([]apiclient.Message{typedAs("text", body)}, 5)
		m.Update(m.spinner.Tick())
		_, cmd := m.Update(tea.WindowSizeMsg{Width: 150, Height: 48})
		if (cmd != nil) != byCommand {
			t.Fatalf("%d bytes: laid out by a command: %v", size, cmd != nil)
		}
		if !byCommand {
			m.says(t, "word word")
			continue
		}
		m.says(t, "laying out 32")
		got, ok := cmd().(preparedMsg)
		want := bodyKey{ordersID, messages(0, 1)[0].ID, "text", body, m.panes.body.bodyForm, m.panes.detail.BodyWidth(), views.Dark(), ansi.WcWidth}
		if !ok || got.bodyKey != want {
			t.Fatalf("the command brings %T of another key", got)
		}
		if _, again := m.Update(nil); again != nil {
			t.Error("a body that is being laid out is laid out again")
		}
		m.Update(got)
		m.says(t, "word word")
		m.doesNotSay(t, "laying out")
	}
}

// What is laid out is the message's own: its id, its bytes as the producer sent
// them, and what is wrong with them.
func TestWhatABodyIsLaidOutFrom(t *testing.T) {
	t.Parallel()
	object := messages(0, 1)[0]
	object.Body, object.BodyJSON = "", []byte(`{"a": 1}`)
	for name, message := range map[string]apiclient.Message{
		"text": typedAs("text", "plain"), "json": messages(0, 1)[0], "bytes": typedAs("bytes", "aGVsbG8="),
		"broken bytes": typedAs("bytes", "not base64!"), "a JSON value": object,
	} {
		decoded := message.Decode()
		want := views.BodyInput{
			Key: string(message.ID), Kind: shownAs(decoded), Raw: decoded.Raw, Bytes: decoded.Bytes, How: decoded.How,
			Note: decoded.Note, Mode: views.BodyRaw, Wrap: true, CopyKey: "Y",
		}
		if got := bodyInput(inbox.Entry{Message: message}, bodyForm{mode: views.BodyRaw}, words.KeysOf(keymap.Default())); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
		if (name == "broken bytes") != (want.Note != "") {
			t.Errorf("%s: the note is %q", name, want.Note)
		}
	}
	if rawBody(object) != `{"a": 1}` || rawBody(typedAs("text", "plain")) != "plain" {
		t.Error("the body as it came is another")
	}
}

// tall is a message whose body has lines that say which they are.
func tall(n int) apiclient.Message {
	message := messages(n, 1)[0]
	message.Metadata = []apiclient.MetadataEntry{{Key: "CF-Content-Type", Value: "text"}}
	message.Body = "first line\n" + strings.Repeat("another line\n", 200) + "last line"
	return message
}

// Another message starts at its top, and so does another mode of the same one.
func TestWhatIsNewStartsAtItsTop(t *testing.T) {
	t.Parallel()
	m := opened(t, 0)
	m.typed("v")
	m.peeked([]apiclient.Message{tall(0), tall(1)}, 5)
	for _, c := range []struct{ name, keys string }{{"another message", "j"}, {"the one before", "k"}, {"another mode", "t"}} {
		m.panes.detail.ScrollBy(farAway)
		if shown := m.panes.detail.View(); !strings.Contains(shown, "last line") || strings.Contains(shown, "first line") {
			t.Errorf("before %s its end is not in sight:\n%s", c.name, shown)
		}
		m.typed(c.keys)
		if shown := m.panes.detail.View(); !strings.Contains(shown, "first line") {
			t.Errorf("%s starts elsewhere:\n%s", c.name, shown)
		}
	}
}

// The tabs go round both ways, and the key for the mode comes back to the body.
func TestTheTabsOfTheDetailPane(t *testing.T) {
	t.Parallel()
	m := opened(t, 1)
	for _, c := range []struct {
		keys string
		tab  views.DetailTab
		says string
	}{
		{"]", views.TabMetadata, "CF-sourceMessageSource"},
		{"]", views.TabLease, "outlook"},
		{"]", views.TabBody, `"order": 0`},
		{"[", views.TabLease, "outlook"},
		{"[", views.TabMetadata, "CF-sourceMessageSource"},
		{"t", views.TabBody, "text · json, plain"},
	} {
		before := m.panes.body.mode
		m.typed(c.keys)
		if m.panes.body.tab != c.tab || (c.keys == "t") != (m.panes.body.mode != before) {
			t.Errorf("%q: tab %v, mode %v", c.keys, m.panes.body.tab, m.panes.body.mode)
		}
		m.says(t, c.says)
	}
}

// A body that is too large to show says which key copies it whole.
func TestACutBodyNamesTheKeyThatCopiesIt(t *testing.T) {
	t.Parallel()
	m := opened(t, 0)
	m.typed("v")
	m.peeked([]apiclient.Message{typedAs("text", strings.Repeat("many words\n", 120_000))}, 5)
	m.Update(m.spinner.Tick())
	_, cmd := m.Update(tea.WindowSizeMsg{Width: 150, Height: 48})
	m.Update(cmd())
	m.panes.detail.ScrollBy(farAway)
	m.says(t, "; Y copies all")
}

// The copy menu copies the body in the mode in which it is read.
func TestTheCopyMenuKnowsTheMode(t *testing.T) {
	t.Parallel()
	m := opened(t, 1)
	for mode := range views.BodyRaw + 1 {
		m.panes.body.mode = mode
		m.typed("Y")
		if got := m.dialog.(*copyMenu).form.mode; got != mode {
			t.Errorf("the menu is of mode %v, the body of %v", got, mode)
		}
		m.Update(tea.KeyPressMsg{Code: tea.KeyEscape})
	}
}
