package views

import "strings"

// hostileStrings are what the sanitiser and every component are tried with.
func hostileStrings() []string {
	return []string{
		"",
		"plain",
		"hi \x1b]52;c;ZXZpbA==\a\x1b[2J\u009b31m\u202e",
		"\x1b]0;title\x1b\\\x1bc\x1b[6n\x1bP1$r\x1b_x",
		"\x1b[31mred\x1b[m \x1b[1;7m\x1b[m",
		"\x1b]8;;https://example.invalid\x1b\\link",
		"\x9b31m\x90\x9d0;x\x9c",
		"\xff\xfe\x00\x80",
		"a\r\nb\tc\vd\fe",
		"\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e",
		"\u2066\u2067\u2068\u2069\u061c\u200e\u200f",
		"\U000e0001\U000e0041\U000e007f",
		"👨\u200d👩\u200d👧\u200d👦 👍🏽 🇩🇪🇫 ❤\ufe0f 1\ufe0f\u20e3",
		"x" + strings.Repeat("\u0301", clusterWindow/2+20), // of two bytes each: more than a cluster is looked at
		strings.Repeat("\u0489", 40),
		"日本語テキスト 한국어 ﷽ 𒐫",
		"क्ष्म्य กำ ශ්\u200dර ൎക \u06dd1",
		"\u1100\u1161\u11a8\u1160\u115f\u3164\uffa0\u2800",
		"{\"a\\u001b[31m\":\"\u202e\",\"a\":1e400,\"b\":[tru",
		"\u2028\u2029\u0085\u00a0",
		strings.Repeat("long ", 500), // more than any screen that these are drawn on holds
		"\ufff9\ufffa\ufffb\ufffc\ufffd\uffff\U0010ffff",
		"a\u2003b\u1680c\u202fd\u2009e\u205f",
		"é\ufe0f日\ufe0fж\ufe0e \uff9e\n\uff9f",
		"a\U000e0100b\ufe00\u180b",
	}
}
