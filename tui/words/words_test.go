package words_test

import (
	"math"
	"testing"
	"time"

	"leaseview/tui/words"
)

func TestFigures(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	tests := []struct{ got, want string }{
		{words.Count(0), "0"},
		{words.Count(999), "999"},
		{words.Count(1204), "1,204"},
		{words.Count(-1204567), "-1,204,567"},
		{words.Count(1 << 40), "1,099,511,627,776"},
		{words.Size(0), "0 B"},
		{words.Size(999), "999 B"},
		{words.Size(1000), "1.0 kB"},
		{words.Size(9999), "9.9 kB"},
		{words.Size(128_000), "128 kB"},
		{words.Size(25_000_000_000), "25 GB"},
		{words.Size(1 << 62), "4.6 EB"},
		{words.Clock(-time.Second), "0:00"},
		{words.Clock(27*time.Second + 900*time.Millisecond), "0:27"},
		{words.Clock(12*time.Minute + 5*time.Second), "12:05"},
		{words.Clock(time.Hour + 2*time.Minute + 3*time.Second), "1:02:03"},
		{words.Setting(30 * time.Second), "30s"},
		{words.Setting(1500 * time.Millisecond), "1.5s"},
		{words.Setting(4 * day), "4d"},
		{words.Setting(12 * time.Hour), "12h"},
		{words.Setting(90 * time.Minute), "1h30m"},
		{words.Setting(0), "0s"},
		{words.Plural(1, "message", "messages"), "1 message"},
		{words.Plural(0, "message", "messages"), "0 messages"},
		{words.Plural(1204, "message", "messages"), "1,204 messages"},
		{words.Them(1) + words.Are(1) + words.Were(1), "itiswas"},
		{words.Them(2) + words.Are(0) + words.Were(3), "themarewere"},
		{words.Sentence("éa"), "Éa"},
		{words.Sentence(""), ""},
		{words.Sentence("\xff"), "\xff"},
		{words.Quote("a\nb"), `"a\nb"`},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%q, want %q", tt.got, tt.want)
		}
	}
}

// Ages are rounded down, and what is yet to come is no age.
func TestAges(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for _, tt := range []struct{ got, want string }{
		{words.Age(-time.Second), "0s"},
		{words.Age(-23*time.Hour - time.Minute), "in 23 h"},
		{words.Age(-2 * time.Second), "in 2 s"},
		{words.Age(-90 * time.Minute), "in 1 h"},
		{words.Age(-5 * day), "in 5 d"},
		{words.Age(-999 * day), "in 999 d"},
		{words.Age(-1000 * day), "in 2 y"},
		{words.Age(math.MinInt64), "in >292 y"},
		{words.Age(math.MaxInt64), ">292y"},
		{words.Age(1461 * day), "4y"},
		{words.Age(59 * time.Second), "59s"},
		{words.Age(59 * time.Minute), "59m"},
		{words.Age(47 * time.Hour), "47h"},
		{words.Age(5 * day), "5d"},
		{words.AgeLong(-time.Hour), "in 1 h"},
		{words.AgeLong(1461 * day), "4y"},
		{words.Ago(-23 * time.Hour), "in 23 h"},
		{words.Ago(-time.Second), "0s ago"},
		{words.Ago(192 * time.Second), "3m 12s ago"},
		{words.AgeLong(12 * time.Second), "12s"},
		{words.AgeLong(3*time.Minute + 12*time.Second), "3m 12s"},
		{words.AgeLong(4*time.Hour + time.Minute), "4h 1m"},
		{words.AgeLong(25*time.Hour + time.Minute), "25h 1m"},
		{words.AgeLong(2 * day), "2d 0h"},
		{words.AgeLong(3*day + 4*time.Hour), "3d 4h"},
	} {
		if tt.got != tt.want {
			t.Errorf("%q, want %q", tt.got, tt.want)
		}
	}
}

// A cut inside a character would show half of it.
func TestCutKeepsCharactersWhole(t *testing.T) {
	t.Parallel()
	for most := range 12 {
		got := words.Cut("aé日🚲b", most)
		want := map[int]string{0: "…", 1: "a…", 2: "a…", 3: "aé…", 4: "aé…", 5: "aé…", 6: "aé日…", 7: "aé日…", 8: "aé日…", 9: "aé日…", 10: "aé日🚲…", 11: "aé日🚲b"}[most]
		if got != want {
			t.Errorf("cut at %d: %q, want %q", most, got, want)
		}
	}
}

func TestDurations(t *testing.T) {
	t.Parallel()
	span := words.Span{Least: time.Second, Most: time.Hour}
	if got := (words.Span{Most: 24 * time.Hour}).String(); got != "0s to 24h" {
		t.Errorf("the bounds are %q", got)
	}
	for text, want := range map[string]time.Duration{
		"5": 5 * time.Second, " 90s ": 90 * time.Second, "1h": time.Hour, "1m30s": 90 * time.Second, "1.0009s": time.Second, "1.5s": 1500 * time.Millisecond,
	} {
		if got, err := span.Parse(text); err != nil || got != want {
			t.Errorf("%q is %v, %v; want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "0", "999ms", "1h1s", "-5s", "five", "5 minutes", "99999999999"} {
		if got, err := span.Parse(text); err == nil || err.Error() != "a duration from 1s to 1h, such as 30s or 5m" {
			t.Errorf("%q is %v, %v", text, got, err)
		}
	}
}

func TestRanges(t *testing.T) {
	t.Parallel()
	bounds := words.Range{Least: 1, Most: 100}
	for text, want := range map[string]int{"1": 1, " 7 ": 7, "100": 100} {
		if got, err := bounds.Parse(text); err != nil || got != want {
			t.Errorf("%q is %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", "0", "101", "-5", "five", "1.0", "99999999999999999999"} {
		if got, err := bounds.Parse(text); err == nil || err.Error() != "a whole number from 1 to 100" {
			t.Errorf("%q is %d, %v", text, got, err)
		}
	}
}

func TestThingsOneAfterAnother(t *testing.T) {
	t.Parallel()
	for want, things := range map[string][]string{"": nil, "a": {"a"}, "a and b": {"a", "b"}, "a, b and c": {"a", "b", "c"}} {
		if got := words.All(things); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
