package cli_test

import (
	"bytes"
	"strings"
	"testing"

	"leaseview/tui/cli"
)

// misplaced are the token as it is given by mistake.
func misplaced() map[string]string {
	return map[string]string{
		"whole": secret, "with a line end": secret + "\n", "with spaces in it": secret[:9] + " " + secret[9:], "in quotes": `"` + secret + `"`,
		"with its header": "Bearer " + secret, "with its variable": "CLOUDFLARE_API_TOKEN=" + secret, "in capitals": strings.ToUpper(secret),
		"its beginning": secret[:20], "its end": secret[10:], "within a name": "orders-" + secret + "-dlq",
	}
}

// The token in the place of anything else is refused, and shown nowhere.
func TestTheTokenInTheWrongPlace(t *testing.T) {
	t.Parallel()
	const queue = "leaseview: QUEUE is an API token or has the form of one: nothing was sent. Give a queue's name or id; the token belongs in CLOUDFLARE_API_TOKEN\n"
	holds := func(what string) string {
		return "leaseview: " + what + " holds the API token, which belongs in CLOUDFLARE_API_TOKEN alone\n"
	}
	for how, given := range misplaced() {
		for name, tt := range map[string]struct {
			args []string
			env  func(string) string
			want string // "" for any text
		}{
			"QUEUE":              {[]string{given}, credentials(), queue},
			"QUEUE of the demo":  {[]string{"--demo", given}, credentials(), queue},
			"account":            {[]string{"--account", given}, credentials(), holds("--account")},
			"account's variable": {nil, credentials("CLOUDFLARE_ACCOUNT_ID", given), holds("CLOUDFLARE_ACCOUNT_ID")},
			"base URL":           {[]string{"--base-url", "https://x/" + given}, credentials(), holds("--base-url")},
			"user of a base URL": {nil, credentials("CLOUDFLARE_BASE_URL", "https://"+given+"@x/"), holds("CLOUDFLARE_BASE_URL")},
			"query":              {nil, credentials("CLOUDFLARE_BASE_URL", "https://x/?token="+given), holds("CLOUDFLARE_BASE_URL")},
			"journal":            {[]string{"--journal", "/tmp/" + given}, credentials(), holds("--journal")},
			"debug log":          {[]string{"--debug", given}, credentials(), holds("--debug")},
			"one of two queues":  {[]string{"orders", given}, credentials(), "leaseview: give one QUEUE at most, not 2: orders, [token]\n"},
			"batch size":         {[]string{"--batch-size", given}, credentials(), ""},
			"flag":               {[]string{"--" + given}, credentials(), ""},
			"help":               {[]string{"help", given}, credentials(), ""},
			"command":            {[]string{"emulator", given}, credentials(), ""},
			"seed":               {[]string{"emulator", "--seed", given}, credentials(), ""},
			"emulator's account": {[]string{"emulator", "--account", given}, credentials(), ""},
			"fault":              {[]string{"emulator", "--fault", given}, credentials(), ""},
		} {
			var stdout, stderr bytes.Buffer
			code := cli.Run(t.Context(), tt.args, tt.env, strings.NewReader(""), &stdout, &stderr)
			if got := stderr.String(); code != 2 || tt.want != "" && got != tt.want {
				t.Errorf("%s as %s: exit code %d, %q", how, name, code, got)
			}
			for _, part := range []string{secret[:16], secret[9:25], secret[len(secret)-16:]} {
				if all := strings.ToLower(stdout.String() + stderr.String()); strings.Contains(all, part) {
					t.Errorf("%s as %s is shown: %q", how, name, all)
				}
			}
		}
	}
}

// What has the form of a token is one to us, whatever the environment holds; a
// queue's name has not.
func TestWhatLooksLikeAToken(t *testing.T) {
	t.Parallel()
	for queue, refused := range map[string]bool{
		"aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hI6kL9n": true, "bearer abc": true, "'Bearer abc'": true, "cfut_abc": true, "Authorization: x": true,
		"orders": false, "orders-dlq": false, "0123456789abcdef0123456789abcdef": false, "Orders-Of-2026": false,
		strings.Repeat("a", 40): false, "a-queue-with-a-name-of-forty-characters0": false, strings.Repeat("b1", 31): false,
	} {
		var stderr bytes.Buffer
		cli.Run(t.Context(), []string{queue}, credentials(), strings.NewReader(""), &bytes.Buffer{}, &stderr)
		if got := strings.Contains(stderr.String(), "QUEUE is an API token"); got != refused || refused && strings.Contains(stderr.String(), queue) {
			t.Errorf("%q: refused %v, %s", queue, got, &stderr)
		}
	}
}
