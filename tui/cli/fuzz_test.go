package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzPrinted gives the program any command line, environment and seed file: in
// nothing that it prints is there anything which a terminal would obey, nor the
// token. It has no terminal, so nothing more comes of it than words.
func FuzzPrinted(f *testing.F) {
	const token = "s3cret-t0ken-that-nothing-may-show"
	for _, text := range []string{strings.Join(hostile[:2], "a"), strings.Join(hostile[2:], "b")} {
		f.Add("orders"+text, token, "acc"+text, "https://x/"+text, []byte(`{"`+text+`":1}`))
		f.Add("--"+text, text, text, text, []byte(text))
		f.Add("help\x00"+text, token, token, token, []byte(`{"queues":[{"name":"`+text+token+`"}]}`))
		f.Add("emulator\x00--fault\x00"+text+"\x00--token\x00"+token, text, "", "", []byte(nil))
		f.Add("emulator\x00--seed\x00"+text, token, "", "", []byte(nil))
		f.Add("--journal\x00"+text+"\x00--debug\x00"+token, token, token, "http://"+token, []byte(nil))
	}
	f.Add("emulator\x00--seed\x00SEED", token, "", "", []byte(`{"queues":[{"name":"a","messages":[{"\u001b]0;x\u0007":1}]}]}`))
	f.Add("__complete\x00"+token, token, "", "", []byte(nil))
	f.Fuzz(func(t *testing.T, args, token, account, base string, seed []byte) {
		if strings.Contains(args, "/dev") || strings.Contains(args, "/proc") {
			t.Skip("no file that never ends")
		}
		name := filepath.Join(t.TempDir(), "seed.json")
		if err := os.WriteFile(name, seed, 0o600); err != nil {
			t.Fatal(err)
		}
		env := map[string]string{envToken: token, envAccount: account, envBaseURL: base}
		ended, end := context.WithCancel(t.Context())
		end() // what would serve ends at once
		words := strings.Split(strings.ReplaceAll(args, "SEED", name), "\x00")
		var stdout, stderr bytes.Buffer
		Run(ended, words, func(name string) string { return env[name] }, strings.NewReader(""), &stdout, &stderr)
		for _, text := range []string{stdout.String(), stderr.String()} {
			if bad := obeyed(text); bad != "" {
				t.Errorf("%q prints %q, in %q", words, bad, text)
			}
		}
		hidden := secret(strings.TrimSpace(token))
		if text := stderr.String(); hidden.hide(text) != text && !strings.Contains(insteadOf, strings.ToLower(string(hidden))) {
			t.Errorf("%q shows the token %q: %q", words, hidden, text)
		}
	})
}
