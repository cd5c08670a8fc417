package emulator

import (
	"fmt"
	"math"
	"net/http"
	"sync"
	"time"

	"leaseview/apiclient/emulator/internal/broker"
	"leaseview/apiclient/emulator/internal/inproc"
)

// Server is one emulated account. All its methods are safe for concurrent use.
type Server struct {
	options Options
	token   string
	account string
	bodies  room // of calls and of producers
	uploads room // of seeds

	mu     sync.Mutex
	ahead  time.Duration // how far Advance has moved the clock
	broker *broker.Broker
	faults []*Fault
	rate   rateWindow
	noise  uint64
	rays   uint64
	seeds  []Seed // planted so far, for Reset
}

// New makes a server without queues. It opens no port and starts no goroutine.
func New(o Options) *Server {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.RateWindow == 0 {
		o.RateWindow = 5 * time.Minute
	}
	s := &Server{options: o, account: o.Account, token: o.Token, bodies: room{size: maxBodies}, uploads: room{size: maxSeed}}
	if s.account == "" {
		s.account = DefaultAccount
	}
	if s.token == "" {
		s.token = DefaultToken
	}
	s.broker = broker.New(o.rules(), o.RandSeed)
	return s
}

// NewTest makes a server for a test. When the test ends, a fault that was
// injected and never met fails it: such a test does not test what it says.
func NewTest(tb TB, o Options) *Server {
	tb.Helper()
	s := New(o)
	tb.Cleanup(func() {
		tb.Helper()
		for _, f := range s.pendingFaults() {
			tb.Fatalf("emulator: the injected fault %v was never met", f)
		}
	})
	return s
}

// Account is the account's id.
func (s *Server) Account() string { return s.account }

// Token is the API token that the server accepts.
func (s *Server) Token() string { return s.token }

// BaseURL is the base URL to use with [Server.RoundTripper]. No network name
// resolves to it.
func (s *Server) BaseURL() string { return "http://emulator.invalid" + basePath }

const basePath = "/client/v4"

// Handler serves the API below /client/v4 and the admin paths below
// /_emulator/. It answers to the names of this machine and to Options.Hosts, and
// to no page in a browser.
func (s *Server) Handler() http.Handler { return s.guarded(s.serve) }

// RoundTripper serves requests in process, without a socket: for clients in
// tests, in synctest bubbles and in a demo. A request's context is honoured
// while the handler works and while the answer is read. An answer is readable
// as it is written; nothing waits for a reader, so that a body that is never
// closed holds no goroutine.
func (s *Server) RoundTripper() http.RoundTripper { return inproc.New(http.HandlerFunc(s.serve)) }

// Now is the present moment on the server's clock: Options.Now and whatever
// Advance added.
func (s *Server) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now()
}

// Advance moves the server's clock forward, ahead of Options.Now. Leases,
// delays and retention fall due as if the time had passed. The clock can get
// ahead by 292 years, which is as much as a time.Duration holds.
func (s *Server) Advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ahead += min(max(0, d), math.MaxInt64-s.ahead)
}

// now needs s.mu.
func (s *Server) now() time.Time {
	return s.options.Now().Add(s.ahead).Round(0).UTC()
}

// Reset goes back to the state after the last seeding: what was seeded is there
// again, everything else is gone, faults and rate counts included. The clock
// stays where it is.
func (s *Server) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clear()
	for _, seed := range s.seeds {
		// What could be planted once can be planted again into nothing.
		_ = s.plantSeed(now, seed)
	}
}

// ResetTo drops everything and begins again with seed.
func (s *Server) ResetTo(seed Seed) error {
	if err := seed.check(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clear()
	s.seeds = nil
	if err := s.plantSeed(now, seed); err != nil {
		return err
	}
	s.seeds = []Seed{seed}
	return nil
}

// clear needs s.mu.
func (s *Server) clear() time.Time {
	s.broker.Reset()
	s.faults = nil
	s.rate = rateWindow{}
	return s.now()
}

// nextRay makes the id of a request in the form of a CF-Ray header. It needs s.mu.
func (s *Server) nextRay() string {
	s.rays++
	return fmt.Sprintf("%016x-EMU", 0x8f00000000000000+s.rays)
}
