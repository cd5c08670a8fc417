package emulator

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
)

// adminPath is where people who test their consumers steer the emulator. It
// takes no token, so it answers loopback only, and no browser's script.
const adminPath = "/_emulator/"

type adminState struct {
	Now     string       `json:"now"`
	Account string       `json:"account"`
	Faults  []string     `json:"faults"`
	Queues  []adminQueue `json:"queues"`
}

type adminQueue struct {
	ID         string         `json:"id"`
	Name       string         `json:"name"`
	Count      int            `json:"count"`
	Bytes      int64          `json:"bytes"`
	Waiting    int            `json:"waiting"`
	Delayed    int            `json:"delayed"`
	Leased     int            `json:"leased"`
	Paused     bool           `json:"paused"`
	Consumer   string         `json:"consumer"`
	DeadLetter string         `json:"dead_letter_queue"`
	Deliveries int            `json:"deliveries_allowed"`
	Messages   []adminMessage `json:"messages,omitempty"` // with ?messages=true
}

type adminMessage struct {
	ID          string       `json:"id"`
	ContentType string       `json:"content_type"`
	Bytes       int          `json:"bytes"`
	Timestamp   string       `json:"timestamp"`
	Attempts    int          `json:"attempts"`
	State       string       `json:"state"`
	Until       string       `json:"until,omitempty"`
	Leases      []adminLease `json:"leases"`
}

type adminLease struct {
	ID       string `json:"lease_id"`
	Until    string `json:"until"`
	Attempts int    `json:"attempts"`
}

type advanceRequest struct {
	Duration string `json:"duration"` // as "90s" or "4h"
}

type faultRequest struct {
	Rule string `json:"rule"` // as ParseFault reads it
}

func (s *Server) serveAdmin(w http.ResponseWriter, r *http.Request) {
	body := newIncoming(w, r, &s.uploads)
	defer body.release()
	bad := s.administer(r, body)
	body.answering(w.Header())
	if bad != nil {
		http.Error(w, bad.message, bad.status)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	state := s.adminState(r.URL.Query().Get("messages") == "true")
	_ = json.MarshalWrite(w, state) // a client that went away is its own business
}

// administer does what the path says. Nothing of the body is read before it is
// known who asks for what.
func (s *Server) administer(r *http.Request, body *incoming) *failure {
	if host, _, err := net.SplitHostPort(r.RemoteAddr); err != nil || !isLoopback(host) {
		return fail(http.StatusForbidden, codeNotLocal, "The emulator's admin paths answer programs on this machine only.")
	}
	var do func(data []byte) error
	switch r.Method + " " + strings.TrimPrefix(r.URL.Path, adminPath) {
	case "GET state":
		return nil
	case "DELETE faults":
		s.ClearFaults()
		return nil
	case "POST advance":
		do = s.adminAdvance
	case "POST faults":
		do = s.adminFault
	case "POST seed":
		do = s.adminSeed
	case "POST reset":
		do = s.adminReset
	default:
		return fail(http.StatusNotFound, codeNoRoute,
			"There are GET state, POST advance, POST faults, DELETE faults, POST seed and POST reset under %s", adminPath)
	}
	data, bad := body.read(maxSeed)
	if bad != nil {
		return bad
	}
	if err := do(data); err != nil {
		return fail(http.StatusBadRequest, codeBadRequest, "%v", err)
	}
	return nil
}

func (s *Server) adminAdvance(data []byte) error {
	var in advanceRequest
	if err := json.Unmarshal(data, &in); err != nil {
		return fmt.Errorf(`want {"duration":"90s"}: %w`, plainly(err))
	}
	d, err := time.ParseDuration(in.Duration)
	if err == nil && d < 0 {
		err = fmt.Errorf("the clock only goes forward, not by %v", d)
	}
	if err == nil {
		s.Advance(d)
	}
	return err
}

func (s *Server) adminFault(data []byte) error {
	var in faultRequest
	if err := json.Unmarshal(data, &in); err != nil {
		return fmt.Errorf(`want {"rule":"pull,status=429"}: %w`, plainly(err))
	}
	f, err := ParseFault(in.Rule)
	if err == nil {
		s.Inject(f)
	}
	return err
}

func (s *Server) adminSeed(data []byte) error {
	seed, err := ReadSeed(bytes.NewReader(data))
	if err != nil {
		return err
	}
	return s.Seed(seed)
}

// adminReset goes back to the beginning; a body is a seed to begin with instead.
func (s *Server) adminReset(data []byte) error {
	if isBlank(data) {
		s.Reset()
		return nil
	}
	seed, err := ReadSeed(bytes.NewReader(data))
	if err != nil {
		return err
	}
	return s.ResetTo(seed)
}

func (s *Server) adminState(withMessages bool) adminState {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	out := adminState{Now: stamp(now), Account: s.account, Faults: []string{}}
	for _, f := range s.faults {
		out.Faults = append(out.Faults, f.String())
	}
	for _, q := range s.broker.Queues(now) {
		state := queueState(now, q)
		one := adminQueue{
			ID: state.ID, Name: state.Name, Count: state.Count, Bytes: state.Bytes,
			Waiting: state.Waiting, Delayed: state.Delayed, Leased: state.Leased, Paused: state.Paused,
			Consumer: state.Consumer, DeadLetter: state.DeadLetter, Deliveries: state.Allowed,
		}
		if withMessages {
			for _, m := range messageStates(now, q) {
				one.Messages = append(one.Messages, newAdminMessage(m))
			}
		}
		out.Queues = append(out.Queues, one)
	}
	return out
}

func newAdminMessage(m MessageState) adminMessage {
	out := adminMessage{
		ID: m.ID, ContentType: m.ContentType, Bytes: len(m.Body), Timestamp: stamp(m.Timestamp),
		Attempts: m.Attempts, State: m.State, Leases: []adminLease{},
	}
	if !m.Until.IsZero() {
		out.Until = stamp(m.Until)
	}
	for _, l := range m.Leases {
		out.Leases = append(out.Leases, adminLease{ID: l.ID, Until: stamp(l.Until), Attempts: l.Attempts})
	}
	return out
}
