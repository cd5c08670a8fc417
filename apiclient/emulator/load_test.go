package emulator_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"leaseview/apiclient/emulator"
)

// TestManyAtOnce lets 16 producers and 16 consumers loose on one queue over
// real sockets: no lease and no delivery is shared, and nothing is lost.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	const hands, each = 16, 60
	s := emulator.NewTest(t, emulator.Options{})
	if err := s.Seed(orders("")); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s.Handler())
	defer server.Close()
	c := &loopback{server: s, base: server.URL + "/client/v4", http: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 2 * hands}}}
	defer c.http.CloseIdleConnections()

	var wg sync.WaitGroup
	var mu sync.Mutex
	bodies, leases := map[string]int{}, map[string]bool{}
	for hand := range hands {
		wg.Go(func() {
			for i := range each {
				if err := c.post("/messages", fmt.Sprintf(`{"body":"%d of %d","content_type":"text"}`, i, hand), nil); err != nil {
					t.Error(err)
				}
			}
		})
		wg.Go(func() {
			for s.Count("orders") > 0 || total(&mu, bodies) < hands*each {
				var got pulled
				if err := c.post("/messages/pull", `{"batch_size":7,"visibility_timeout_ms":3600000}`, &got); err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				for _, m := range got.Result.Messages {
					bodies[m.Body]++
					if leases[m.Lease] || m.Attempts != 0 {
						t.Errorf("%s came with attempts %d and a lease known: %v", m.Body, m.Attempts, leases[m.Lease])
					}
					leases[m.Lease] = true
				}
				mu.Unlock()
				if err := c.ack(got); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	if len(bodies) != hands*each || s.Count("orders") != 0 {
		t.Errorf("%d different messages came, want %d; %d are left", len(bodies), hands*each, s.Count("orders"))
	}
}

func total(mu *sync.Mutex, bodies map[string]int) int {
	mu.Lock()
	defer mu.Unlock()
	return len(bodies)
}

type pulled struct {
	Result struct {
		Messages []struct {
			Body     string `json:"body"`
			Attempts int    `json:"attempts"`
			Lease    string `json:"lease_id"`
		} `json:"messages"`
	} `json:"result"`
}

// loopback is a client over a real socket. It reads no more of an answer than
// it needs, so that a benchmark measures the server.
type loopback struct {
	server *emulator.Server
	base   string
	http   *http.Client
}

func (c *loopback) post(rest, body string, into any) error {
	data, err := c.postRaw(rest, strings.NewReader(body))
	if err == nil && into != nil {
		err = json.Unmarshal(data, into)
	}
	return err
}

func (c *loopback) postRaw(rest string, body io.Reader) ([]byte, error) {
	req, err := http.NewRequest(http.MethodPost, c.base+"/accounts/"+c.server.Account()+"/queues/"+ordersID+rest, body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+c.server.Token())
	res, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %d %s", rest, res.StatusCode, data)
	}
	return data, err
}

func (c *loopback) ack(got pulled) error {
	var leases []string
	for _, m := range got.Result.Messages {
		leases = append(leases, m.Lease)
	}
	var answer struct {
		Result struct {
			AckCount int `json:"ackCount"`
		} `json:"result"`
	}
	if err := c.post("/messages/ack", ackBody(leases...), &answer); err != nil {
		return err
	}
	if answer.Result.AckCount != len(leases) {
		return fmt.Errorf("%d of %d acks counted", answer.Result.AckCount, len(leases))
	}
	return nil
}

// BenchmarkPullAndAck pulls and acknowledges batches of 100 over loopback HTTP.
// The backlog is topped up out of the measured time, so that it stays what its
// name says.
func BenchmarkPullAndAck(b *testing.B) {
	for _, backlog := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(backlog), func(b *testing.B) {
			s := emulator.New(emulator.Options{Log: nil})
			if err := s.Seed(orders("")); err != nil {
				b.Fatal(err)
			}
			server := httptest.NewServer(s.Handler())
			defer server.Close()
			c := &loopback{server: s, base: server.URL + "/client/v4", http: server.Client()}
			fill(b, s, backlog)
			var spent time.Duration
			for b.Loop() {
				if s.Count("orders") < backlog*9/10 {
					b.StopTimer()
					fill(b, s, backlog)
					b.StartTimer()
				}
				start := time.Now()
				data, err := c.postRaw("/messages/pull", strings.NewReader(`{"batch_size":100}`))
				if err != nil {
					b.Fatal(err)
				}
				body := ackOf(data)
				if data, err = c.postRaw("/messages/ack", bytes.NewReader(body)); err != nil || !bytes.Contains(data, []byte(`"ackCount":100,`)) {
					b.Fatalf("%v %s", err, data)
				}
				spent += time.Since(start)
			}
			b.ReportMetric(100*float64(b.N)/spent.Seconds(), "messages/s")
		})
	}
}

// ackOf makes an ack of every lease in a pull's answer without decoding it.
func ackOf(data []byte) []byte {
	out := append(make([]byte, 0, 20_000), `{"acks":[`...)
	key := []byte(`"lease_id":"`)
	for n := 0; ; n++ {
		at := bytes.Index(data, key)
		if at < 0 {
			return append(out, `]}`...)
		}
		end := at + len(key) + bytes.IndexByte(data[at+len(key):], '"') + 1
		if n > 0 {
			out = append(out, ',')
		}
		out = append(append(append(out, '{'), data[at:end]...), '}')
		data = data[end:]
	}
}

func fill(b *testing.B, s *emulator.Server, backlog int) {
	b.Helper()
	for s.Count("orders") < backlog {
		if err := s.Push("orders", emulator.SeedMessage{ContentType: "json", Body: `{"order_id":"R-104201","total_cents":17800}`}); err != nil {
			b.Fatal(err)
		}
	}
}
