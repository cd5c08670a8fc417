package emulator

import (
	"fmt"
	"net/http"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"leaseview/apiclient/emulator/internal/broker"
)

// Limits of the API; 1 kB is 1,000 bytes.
const (
	maxBatch         = 100
	maxMessageBytes  = 128_000
	maxBatchBytes    = 256_000
	maxVisibility    = 12 * time.Hour
	maxDelay         = 24 * time.Hour
	minRetention     = time.Minute
	maxRetention     = 14 * 24 * time.Hour
	defaultPeekBatch = 5
)

type pullRequest struct {
	BatchSize  jsontext.Value `json:"batch_size"`
	Visibility jsontext.Value `json:"visibility_timeout_ms"`
	Old        jsontext.Value `json:"visibility_timeout"`
}

func (s *Server) pull(c *call) reply {
	var in pullRequest
	if bad := parseOptional(c.body, &in); bad != nil {
		return bad.reply()
	}
	size, sized, bad := wholeNumber(in.BatchSize, "batch_size", 1, maxBatch)
	if bad != nil {
		return bad.reply()
	}
	visibility, bad := duration(in.Visibility, "visibility_timeout_ms", time.Millisecond, maxVisibility)
	if bad == nil && visibility == nil && s.options.VisibilityAlias {
		visibility, bad = duration(in.Old, "visibility_timeout", time.Millisecond, maxVisibility)
	}
	if bad != nil {
		return bad.reply()
	}
	return s.withQueue(c, func(now time.Time, q *broker.Queue) reply {
		if !q.CanPull(now) {
			return fail(http.StatusMethodNotAllowed, codeNoPullConsumer, textNoPullConsumer).reply()
		}
		if q.Settings.DeliveryPaused {
			return fail(http.StatusConflict, codePaused, textPaused).reply()
		}
		if !sized {
			size = int64(q.Consumer.BatchSize)
		}
		if visibility == nil {
			visibility = &q.Consumer.Visibility
		}
		taken := q.Pull(now, int(size), *visibility)
		return ok(pullResult{
			Messages: s.newWireMessages(taken), Backlog: q.Count(), Metadata: wireMetadata{s.metrics(q)},
		})
	})
}

type peekRequest struct {
	BatchSize jsontext.Value `json:"batch_size"`
}

func (s *Server) peek(c *call) reply {
	var in peekRequest
	if bad := parseOptional(c.body, &in); bad != nil {
		return bad.reply()
	}
	size, sized, bad := wholeNumber(in.BatchSize, "batch_size", 1, maxBatch)
	if bad != nil {
		return bad.reply()
	}
	if !sized {
		size = defaultPeekBatch
	}
	return s.withQueue(c, func(now time.Time, q *broker.Queue) reply {
		return ok(peekResult{Messages: s.newWireMessages(q.Peek(now, int(size)))})
	})
}

type purgeRequest struct {
	Refs jsontext.Value `json:"refs"`
}

type refRequest struct {
	Ref jsontext.Value `json:"ref"`
}

func (s *Server) purgeMessages(c *call) reply {
	var in purgeRequest
	if bad := parseObject(c.body, &in); bad != nil {
		return bad.reply()
	}
	if absent(in.Refs) {
		return required("refs").reply()
	}
	items, bad := list(in.Refs, "refs")
	if bad != nil {
		return bad.reply()
	}
	refs := make([]string, len(items))
	for i, item := range items {
		path := fmt.Sprintf("refs[%d]", i)
		var one refRequest
		if bad := unpack(item, path, &one); bad != nil {
			return bad.reply()
		}
		ref, set, bad := optionalString(one.Ref, path+".ref")
		if bad == nil && !set {
			bad = required(path + ".ref")
		}
		if bad != nil {
			return bad.reply()
		}
		refs[i] = ref
	}
	return s.withQueue(c, func(_ time.Time, q *broker.Queue) reply {
		out := purgeResult{Warnings: map[string]string{}}
		done := map[string]bool{}
		for _, ref := range refs {
			if !done[ref] && !q.PurgeRef(ref) {
				out.Warnings[ref] = "ref is unknown, or its message is no longer in the queue"
			}
			done[ref] = true
		}
		return ok(out)
	})
}
