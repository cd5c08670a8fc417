package emulator_test

import (
	"encoding/base64"
	"testing"

	"leaseview/apiclient/emulator"
)

// TestABodyThatIsNotUTF8 can be pulled: no message may stand in the way of others.
func TestABodyThatIsNotUTF8(t *testing.T) {
	t.Parallel()
	for _, like := range []emulator.Options{{}, {JSONEncoding: emulator.EncodingBase64}} {
		r := newRaw(t, like, orders(""))
		r.post("/messages", "{\"body\":{\"|\xcea\":\"\xff\"},\"content_type\":\"json\"}")
		want := map[bool]string{true: "{\"|\uFFFDa\":\"\uFFFD\"}", false: base64.StdEncoding.EncodeToString([]byte("{\"|\xcea\":\"\xff\"}"))}
		if got := r.pull("")[0].Body; got != want[like.JSONEncoding == ""] {
			t.Errorf("%q: pulled %q", like.JSONEncoding, got)
		}
	}
}
