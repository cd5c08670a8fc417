package emulator

import (
	"fmt"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"leaseview/apiclient/emulator/internal/broker"
)

type ackRequest struct {
	Acks    jsontext.Value `json:"acks"`
	Retries jsontext.Value `json:"retries"`
}

type leaseRequest struct {
	Lease jsontext.Value `json:"lease_id"`
	Delay jsontext.Value `json:"delay_seconds"`
}

// leaseItem is one lease of an ack, a retry or an extension.
type leaseItem struct {
	lease string
	delay *time.Duration
}

func (s *Server) ack(c *call) reply {
	var in ackRequest
	if bad := parseObject(c.body, &in); bad != nil {
		return bad.reply()
	}
	acks, bad := leaseItems(in.Acks, "acks")
	if bad != nil {
		return bad.reply()
	}
	retries, bad := leaseItems(in.Retries, "retries")
	if bad != nil {
		return bad.reply()
	}
	return s.withQueue(c, func(now time.Time, q *broker.Queue) reply {
		return ok(settle(now, q, acks, retries))
	})
}

// settle applies a settlement. A lease that is named twice counts once; named
// as ack and as retry, the ack wins.
func settle(now time.Time, q *broker.Queue, acks, retries []leaseItem) ackResult {
	out := ackResult{Warnings: map[string]string{}}
	seen := make(map[string]bool, len(acks)+len(retries))
	for _, item := range acks {
		if seen[item.lease] {
			continue
		}
		seen[item.lease] = true
		if verdict := q.Ack(now, item.lease); verdict == broker.Accepted {
			out.Acked++
		} else {
			out.Warnings[item.lease] = warning(verdict)
		}
	}
	for _, item := range retries {
		if seen[item.lease] {
			continue
		}
		seen[item.lease] = true
		if verdict := q.Retry(now, item.lease, item.delay); verdict == broker.Accepted {
			out.Retried++
		} else {
			out.Warnings[item.lease] = warning(verdict)
		}
	}
	return out
}

// warning is the text for a lease that did not count. The API's own texts are
// not published.
func warning(v broker.Verdict) string {
	if v == broker.Superseded {
		return "lease_id is no longer valid: the message has been delivered again since"
	}
	return "lease_id is unknown, already used, or its message is no longer in the queue"
}

func leaseItems(v jsontext.Value, path string) ([]leaseItem, *failure) {
	raw, bad := list(v, path)
	if bad != nil {
		return nil, bad
	}
	items := make([]leaseItem, len(raw))
	for i, one := range raw {
		if items[i], bad = leaseItemOf(one, path, i); bad != nil {
			return nil, bad
		}
	}
	return items, nil
}

func leaseItemOf(v jsontext.Value, list string, i int) (leaseItem, *failure) {
	path := fmt.Sprintf("%s[%d]", list, i)
	var in leaseRequest
	if bad := unpack(v, path, &in); bad != nil {
		return leaseItem{}, bad
	}
	lease, set, bad := optionalString(in.Lease, path+".lease_id")
	if bad != nil {
		return leaseItem{}, bad
	}
	if !set {
		return leaseItem{}, required(path + ".lease_id")
	}
	delay, bad := duration(in.Delay, path+".delay_seconds", time.Second, maxDelay)
	return leaseItem{lease: lease, delay: delay}, bad
}

type extendRequest struct {
	Extend     jsontext.Value `json:"extend"`
	Visibility jsontext.Value `json:"visibility_timeout_ms"`
}

func (s *Server) extend(c *call) reply {
	var in extendRequest
	if bad := parseObject(c.body, &in); bad != nil {
		return bad.reply()
	}
	items, bad := leaseItems(in.Extend, "extend")
	if bad != nil {
		return bad.reply()
	}
	visibility, bad := duration(in.Visibility, "visibility_timeout_ms", time.Millisecond, maxVisibility)
	if bad != nil {
		return bad.reply()
	}
	return s.withQueue(c, func(now time.Time, q *broker.Queue) reply {
		if visibility == nil {
			standard := broker.DefaultVisibility
			if q.Consumer != nil && q.Consumer.Type == broker.Pull {
				standard = q.Consumer.Visibility
			}
			visibility = &standard
		}
		return ok(s.extended(now, q, items, *visibility))
	})
}

// extended applies an extension and is its answer, in the form that the options
// want. A lease that is named twice is extended once.
func (s *Server) extended(now time.Time, q *broker.Queue, items []leaseItem, visibility time.Duration) any {
	var renewed []extendedLease
	warnings := map[string]string{}
	seen := map[string]bool{}
	for _, item := range items {
		if seen[item.lease] {
			continue
		}
		seen[item.lease] = true
		next, verdict := q.Extend(now, item.lease, visibility)
		if verdict != broker.Accepted {
			warnings[item.lease] = warning(verdict)
			continue
		}
		renewed = append(renewed, extendedLease{Previous: item.lease, Lease: next.ID})
	}
	if s.options.ExtendGivesLeases {
		return extendLeases{Messages: renewed, Warnings: warnings}
	}
	return extendCount{Extended: len(renewed), Warnings: warnings}
}
