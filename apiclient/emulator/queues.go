package emulator

import (
	"math"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"leaseview/apiclient/emulator/internal/broker"
)

// defaultPerPage is the page size of the API's own example. Who asks for more
// than maxPerPage gets that many.
const (
	defaultPerPage = 20
	maxPerPage     = 1000
)

func (s *Server) listQueues(c *call) reply {
	if c.query.Has("per_page") && s.options.PerPage == PerPageRefused {
		return fail(http.StatusBadRequest, codeBadRequest, "Unknown query parameter per_page").reply()
	}
	page, perPage, bad := paging(c.query)
	if s.options.PerPage == PerPageIgnored {
		perPage = defaultPerPage
	}
	if bad != nil {
		return bad.reply()
	}
	name := c.query.Get("name")
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []*broker.Queue
	for _, q := range s.broker.Listed(s.now()) {
		if name == "" || q.Name == name {
			found = append(found, q)
		}
	}
	first := min(len(found), (page-1)*perPage)
	last := min(len(found), first+perPage)
	out := make([]wireQueue, 0, last-first)
	for _, q := range found[first:last] {
		entry := newWireQueue(q)
		if s.options.ListOnlyCounts {
			entry.Consumers = nil
		}
		out = append(out, entry)
	}
	total := len(found)
	if factor := s.options.ListTotal; factor > 0 {
		total = int(float64(total) * factor)
	}
	answer := envelope{Success: true, Result: out, ResultInfo: &resultInfo{
		Count: len(out), Page: page, PerPage: perPage, TotalCount: total, TotalPages: (total + perPage - 1) / perPage,
	}}
	return reply{status: http.StatusOK, body: answer}
}

func paging(query url.Values) (page, perPage int, bad *failure) {
	page, perPage = 1, defaultPerPage
	for _, p := range []struct {
		name string
		into *int
	}{{"page", &page}, {"per_page", &perPage}} {
		text := query.Get(p.name)
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > math.MaxInt32 {
			return 0, 0, fail(http.StatusBadRequest, codeBadRequest, "Invalid query parameter %s: must be 1 or more", p.name)
		}
		*p.into = n
	}
	return page, min(perPage, maxPerPage), nil
}

type queueRequest struct {
	Name         jsontext.Value `json:"queue_name"`
	Settings     jsontext.Value `json:"settings"`
	Jurisdiction jsontext.Value `json:"jurisdiction"`
}

type settingsRequest struct {
	DeliveryDelay  jsontext.Value `json:"delivery_delay"`
	DeliveryPaused jsontext.Value `json:"delivery_paused"`
	Retention      jsontext.Value `json:"message_retention_period"`
}

// queueChange is a checked queueRequest. Settings that were not given are nil.
type queueChange struct {
	name         string
	jurisdiction string
	delay        *time.Duration
	paused       *bool
	retention    *time.Duration
}

func (s *Server) createQueue(c *call) reply {
	change, bad := parseQueue(c.body)
	if bad == nil && change.name == "" {
		bad = fail(http.StatusBadRequest, codeBadRequest, "Required%s", at("queue_name"))
	}
	if bad != nil {
		return bad.reply()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	q, err := s.broker.Create(now, "", change.name)
	if err != nil {
		return nameTaken(change.name).reply()
	}
	q.Jurisdiction = change.jurisdiction
	q.SetSettings(now, change.over(q.Settings))
	return ok(newWireQueue(q))
}

// updateQueue overwrites: settings that are not given go back to their defaults.
func (s *Server) updateQueue(c *call) reply {
	return s.changeQueue(c, func(broker.Settings) broker.Settings {
		return broker.Settings{Retention: broker.DefaultRetention}
	})
}

// editQueue merges: settings that are not given stay.
func (s *Server) editQueue(c *call) reply {
	return s.changeQueue(c, func(old broker.Settings) broker.Settings { return old })
}

func (s *Server) changeQueue(c *call, base func(broker.Settings) broker.Settings) reply {
	change, bad := parseQueue(c.body)
	if bad != nil {
		return bad.reply()
	}
	return s.withQueue(c, func(now time.Time, q *broker.Queue) reply {
		if change.name != "" {
			if err := s.broker.Rename(q, change.name); err != nil {
				return nameTaken(change.name).reply()
			}
		}
		if change.jurisdiction != "" {
			q.Jurisdiction = change.jurisdiction
		}
		q.SetSettings(now, change.over(base(q.Settings)))
		return ok(newWireQueue(q))
	})
}

func (ch queueChange) over(settings broker.Settings) broker.Settings {
	if ch.delay != nil {
		settings.DeliveryDelay = *ch.delay
	}
	if ch.paused != nil {
		settings.DeliveryPaused = *ch.paused
	}
	if ch.retention != nil {
		settings.Retention = *ch.retention
	}
	return settings
}

func nameTaken(name string) *failure {
	return fail(http.StatusConflict, codeNameTaken, "Queue name '%s' is already taken. Please use a different name and try again.", name)
}

func parseQueue(body []byte) (queueChange, *failure) {
	var in queueRequest
	var out queueChange
	bad := parseObject(body, &in)
	if bad != nil {
		return out, bad
	}
	var set bool
	if out.name, set, bad = optionalString(in.Name, "queue_name"); bad != nil {
		return out, bad
	}
	if set && !validQueueName(out.name) {
		return out, fail(http.StatusBadRequest, codeQueueName,
			"Invalid queue name: use 1 to 63 letters, digits, '-' and '_', with a letter or digit at both ends")
	}
	if out.jurisdiction, set, bad = optionalString(in.Jurisdiction, "jurisdiction"); bad != nil {
		return out, bad
	}
	if set && !validJurisdiction(out.jurisdiction) {
		return out, fail(http.StatusBadRequest, codeBadRequest, "Invalid jurisdiction: expected 'eu', 'us' or 'fedramp'")
	}
	bad = out.parseSettings(in.Settings)
	return out, bad
}

func (ch *queueChange) parseSettings(v jsontext.Value) *failure {
	if absent(v) {
		return nil
	}
	var in settingsRequest
	bad := unpack(v, "settings", &in)
	if bad == nil {
		ch.delay, bad = secondsWithin(in.DeliveryDelay, "settings.delivery_delay", 0, maxDelay)
	}
	if bad == nil {
		ch.retention, bad = secondsWithin(in.Retention, "settings.message_retention_period", minRetention, maxRetention)
	}
	if bad == nil {
		var paused, set bool
		if paused, set, bad = optionalBool(in.DeliveryPaused, "settings.delivery_paused"); set {
			ch.paused = &paused
		}
	}
	if bad != nil {
		bad.code = codeQueueSettings
	}
	return bad
}

func secondsWithin(v jsontext.Value, path string, least, most time.Duration) (*time.Duration, *failure) {
	n, set, bad := wholeNumber(v, path, int64(least/time.Second), int64(most/time.Second))
	if bad != nil || !set {
		return nil, bad
	}
	d := time.Duration(n) * time.Second
	return &d, nil
}

func validJurisdiction(name string) bool { return name == "eu" || name == "us" || name == "fedramp" }

func validQueueName(name string) bool {
	if name == "" || len(name) > 63 {
		return false
	}
	for i := range len(name) {
		c := name[i]
		word := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		inner := i > 0 && i < len(name)-1 && (c == '-' || c == '_')
		if !word && !inner {
			return false
		}
	}
	return true
}

func (s *Server) getQueue(c *call) reply {
	return s.withQueue(c, func(_ time.Time, q *broker.Queue) reply { return ok(newWireQueue(q)) })
}

func (s *Server) deleteQueue(c *call) reply {
	return s.withQueue(c, func(now time.Time, q *broker.Queue) reply {
		s.broker.Delete(now, q)
		return okBare()
	})
}

type purgeQueueRequest struct {
	Confirmed jsontext.Value `json:"delete_messages_permanently"`
}

func (s *Server) purgeQueue(c *call) reply {
	var in purgeQueueRequest
	if bad := parseObject(c.body, &in); bad != nil {
		return bad.reply()
	}
	sure, _, bad := optionalBool(in.Confirmed, "delete_messages_permanently")
	if bad == nil && !sure {
		bad = fail(http.StatusBadRequest, codeBadRequest, "delete_messages_permanently must be true to purge a queue")
	}
	if bad != nil {
		return bad.reply()
	}
	return s.withQueue(c, func(now time.Time, q *broker.Queue) reply {
		q.Purge(now)
		// A Queue object and nothing beside it: where a strict client decodes
		// the answer, it is here. script is a member that the schema lacks.
		answer := newWireQueue(q)
		for i := range answer.Consumers {
			answer.Consumers[i].Script = ""
		}
		return ok(answer)
	})
}

// purgeStatus says "true" for a purge that is over, which every one here is at
// once. The schema makes it a string and nothing says what stands in it.
func (s *Server) purgeStatus(c *call) reply {
	return s.withQueue(c, func(_ time.Time, q *broker.Queue) reply {
		if q.PurgedAt.IsZero() {
			return ok(purgeStatus{})
		}
		return ok(purgeStatus{Completed: "true", StartedAt: stamp(q.PurgedAt)})
	})
}
