package emulator

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

// ServeOptions configure [Serve].
type ServeOptions struct {
	Listen         string   // host:port of the API, loopback only; "" is 127.0.0.1:0
	ProducerListen string   // host:port for Workers' producer bindings, loopback only; "" is none
	Options        Options  // a RandSeed of 0 is replaced by a random one
	Seed           Seed     // what to begin with
	Faults         []string // rules for ParseFault
	// Out gets the environment once both listeners are open, in lines that a
	// shell evaluates: export NAME='value'.
	Out io.Writer
	// Log gets one line a request; nil is nobody. It never holds the token.
	Log io.Writer
	// Run works beside the server until its context ends, for live traffic;
	// nil is nothing. Its error ends Serve.
	Run func(context.Context, *Server) error
}

// shutdownGrace is how long requests under way may take once Serve has to end.
const shutdownGrace = 2 * time.Second

// Serve runs an emulator on loopback until ctx is cancelled, which is no error.
func Serve(ctx context.Context, o ServeOptions) error {
	s, err := o.server()
	if err != nil {
		return err
	}
	api, err := listenLoopback(ctx, o.Listen)
	if err != nil {
		return err
	}
	defer closeListener(api)
	servers := map[net.Listener]http.Handler{api: s.Handler()}
	base := "http://" + api.Addr().String() + basePath
	lines := exported("CLOUDFLARE_BASE_URL", base) + exported("CLOUDFLARE_API_BASE_URL", base) +
		exported("CLOUDFLARE_ACCOUNT_ID", s.Account()) + exported("CLOUDFLARE_API_TOKEN", s.Token()) +
		exported("LEASEVIEW_EMULATOR_PID", strconv.Itoa(os.Getpid()))
	if o.ProducerListen != "" {
		producers, err := listenLoopback(ctx, o.ProducerListen)
		if err != nil {
			return err
		}
		defer closeListener(producers)
		servers[producers] = s.ProducerHandler()
		lines += exported("LEASEVIEW_PRODUCER_ADDR", producers.Addr().String())
	}
	if _, err := io.WriteString(o.Out, lines); err != nil {
		return fmt.Errorf("announcing the emulator: %w", err)
	}
	return o.serveAll(ctx, s, servers)
}

// exported is a line that gives a shell, and what it starts, a variable. Within
// single quotes nothing means anything to a shell but their end.
func exported(name, value string) string {
	return "export " + name + "='" + strings.ReplaceAll(value, "'", `'\''`) + "'\n"
}

// server makes the emulator with its seed and its faults.
func (o ServeOptions) server() (*Server, error) {
	options := o.Options
	if options.RandSeed == 0 {
		// Two runs must not give out the same leases: a script that kept one
		// from an earlier run would settle an unrelated message.
		var raw [8]byte
		if _, err := rand.Read(raw[:]); err != nil {
			return nil, fmt.Errorf("seeding the emulator's ids: %w", err)
		}
		options.RandSeed = binary.LittleEndian.Uint64(raw[:])
	}
	if o.Log != nil {
		options.Log = logLines(o.Log, options.Log)
	}
	s := New(options)
	if !isHex32(s.Account()) {
		return nil, fmt.Errorf("account %q is not 32 hexadecimal digits", s.Account())
	}
	if !isToken(s.Token()) {
		return nil, errors.New("the token must consist of letters, digits and the characters - . _ ~ + / =")
	}
	if err := s.Seed(o.Seed); err != nil {
		return nil, err
	}
	for _, rule := range o.Faults {
		f, err := ParseFault(rule)
		if err != nil {
			return nil, err
		}
		s.Inject(f)
	}
	return s, nil
}

// isToken reports whether a text can be a bearer token (RFC 6750, section 2.1).
// Anything else could not be sent in a header.
func isToken(text string) bool {
	for i := range len(text) {
		c := text[i]
		word := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !word && strings.IndexByte("-._~+/=", c) < 0 {
			return false
		}
	}
	return text != ""
}

// serveAll serves until ctx ends or something fails, then ends everything.
func (o ServeOptions) serveAll(ctx context.Context, s *Server, handlers map[net.Listener]http.Handler) error {
	// Requests live in a context of their own so that the grace of the
	// shutdown is theirs; a fault that sleeps is woken when it is over.
	requests, endRequests := context.WithCancel(context.WithoutCancel(ctx))
	defer endRequests()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var wg sync.WaitGroup
	var servers []*http.Server
	for l, handler := range handlers {
		server := newHTTPServer(handler)
		server.BaseContext = func(net.Listener) context.Context { return requests }
		servers = append(servers, server)
		wg.Go(func() {
			if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
				cancel(fmt.Errorf("serving on %v: %w", l.Addr(), err))
			}
		})
	}
	if o.Run != nil {
		wg.Go(func() {
			if err := o.Run(ctx, s); err != nil && ctx.Err() == nil {
				cancel(err)
			}
		})
	}
	<-ctx.Done()
	failure := context.Cause(ctx)
	grace, stop := context.WithTimeout(requests, shutdownGrace)
	defer stop()
	for _, server := range servers {
		if server.Shutdown(grace) != nil {
			endRequests()
			_ = server.Close() // what did not end by itself is cut off
		}
	}
	wg.Wait()
	if errors.Is(failure, context.Canceled) || errors.Is(failure, context.DeadlineExceeded) {
		return nil
	}
	return failure
}

// newHTTPServer bounds what a connection may cost before a request is understood.
// Bodies and answers have bounds of their own.
func newHTTPServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10,
		ErrorLog: log.New(io.Discard, "", 0),
	}
}

// closeListener is for the ways out before a server owns the listener; after
// them it is closed already.
func closeListener(l net.Listener) { _ = l.Close() }

// isLoopback says whether a host is this machine: a loopback address, or the name
// of one, whose letter case means nothing, nor the dot that makes it whole.
func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(strings.TrimSuffix(host, "."), "localhost") || ip != nil && ip.IsLoopback()
}

// listenLoopback opens a port that only this machine can reach: the emulator
// has no real credentials and its admin paths have none at all.
func listenLoopback(ctx context.Context, address string) (net.Listener, error) {
	if address == "" {
		address = "127.0.0.1:0"
	}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("address %q: want HOST:PORT, as 127.0.0.1:8787: %w", address, err)
	}
	if !isLoopback(host) {
		return nil, fmt.Errorf("address %q is not on loopback: the emulator serves this machine only, on 127.0.0.1, ::1 or localhost", address)
	}
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", address, err)
	}
	return l, nil
}

// logLines writes one line a request, and passes the exchange on.
func logLines(w io.Writer, next func(Exchange)) func(Exchange) {
	var mu sync.Mutex
	return func(x Exchange) {
		status := fmt.Sprint(x.Status)
		if x.Status == 0 {
			status = "dropped"
		}
		mark := ""
		if x.Fault {
			mark = " fault"
		}
		// Escaped as it came, so that no path can write a line of its own or
		// steer the terminal.
		path := (&url.URL{Path: x.Path}).EscapedPath()
		mu.Lock()
		_, _ = fmt.Fprintf(w, "%s %s %s %s %dB %s %s%s\n", x.Time.Format("15:04:05.000"), x.Method, path,
			status, x.Bytes, x.Duration.Round(10*time.Microsecond), x.RayID, mark) // a log that can't be written stops nobody
		mu.Unlock()
		if next != nil {
			next(x)
		}
	}
}
