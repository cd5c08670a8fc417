package apiclient

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

const (
	testToken   = "s3cret-t0ken_that-nobody-may-see-1234567"
	testAccount = AccountID("0123456789abcdef0123456789abcdef")
	testQueue   = QueueID("023e105f4ecef8ad9ca31a8372d0c353")
	accountPath = "/accounts/0123456789abcdef0123456789abcdef"
	queuePath   = accountPath + "/queues/023e105f4ecef8ad9ca31a8372d0c353"
	// mount is not empty, so that a client which builds absolute paths fails.
	mount = "/mounted/here/client/v4"
)

// roundTrip is a transport without sockets, for synctest bubbles.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func newClient(t testing.TB, cfg Config) *Client {
	t.Helper()
	if cfg.BaseURL == "" {
		cfg.BaseURL = "http://api.invalid" + mount
	}
	cfg.Account, cfg.Token = testAccount, testToken
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// fakeClient is a client whose calls fn answers in process.
func fakeClient(t testing.TB, fn roundTrip) *Client {
	t.Helper()
	return newClient(t, Config{Transport: fn})
}

// answering is a client whose every call gets the same answer.
func answering(t testing.TB, status int, body string, header ...string) *Client {
	t.Helper()
	return fakeClient(t, func(*http.Request) (*http.Response, error) { return response(status, body, header...), nil })
}

// response is an answer with the headers given as name, value, ….
func response(status int, body string, header ...string) *http.Response {
	h := http.Header{"Content-Type": {"application/json"}}
	for i := 0; i < len(header); i += 2 {
		h.Set(header[i], header[i+1])
	}
	return &http.Response{
		StatusCode: status, Header: h, ContentLength: int64(len(body)),
		Body: io.NopCloser(strings.NewReader(body)),
	}
}

// result is a whole answer around a result.
func result(json string) string {
	return `{"success":true,"errors":[],"messages":[],"result":` + json + `}`
}

// refused is the API's answer for an error.
func refused(code, message string) string {
	return `{"success":false,"errors":[{"code":` + code + `,"message":"` + message + `"}],"messages":[],"result":null}`
}

// socketClient is a client of a real server that is mounted below a path.
func socketClient(t *testing.T, h http.HandlerFunc) *Client {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle(mount+"/", http.StripPrefix(mount, h))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return newClient(t, Config{BaseURL: server.URL + mount, Transport: transport})
}

// sameJSON compares two JSON texts by meaning.
func sameJSON(t *testing.T, got, want string) bool {
	t.Helper()
	var a, b any
	if err := json.Unmarshal([]byte(got), &a); err != nil {
		t.Errorf("not JSON: %q", got)
		return false
	}
	if err := json.Unmarshal([]byte(want), &b); err != nil {
		t.Fatalf("not JSON: %q", want)
	}
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}

// dump is a value in every form that a log could have.
func dump(v any) string { return fmt.Sprintf("%v %+v %#v %s %q", v, v, v, v, v) }
