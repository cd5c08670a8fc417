package apiclient

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// maxNearest is how many names a NotFoundError suggests.
const maxNearest = 3

// FindQueue finds a queue by its name or its id. An id is looked up as such
// first. A name is asked for with the filter that Cloudflare's own command-line
// tool uses; whether it matches whole names is documented nowhere, so the names
// are compared here, and without a match the list is read: once, since what it
// said is remembered. When no queue matches, the error is a *[NotFoundError] with
// the nearest names.
func (c *Client) FindQueue(ctx context.Context, nameOrID string) (Queue, error) {
	if nameOrID == "" {
		return Queue{}, c.invalid(opFindQueue, "the queue's name is empty")
	}
	if isHexID(nameOrID) {
		q, err := c.GetQueue(ctx, QueueID(strings.ToLower(nameOrID)))
		if err == nil || !isRefusal(err) {
			return q, err
		}
	}
	filtered, err := c.listPage(ctx, "/queues?name="+url.QueryEscape(nameOrID))
	if err != nil && !isRefusal(err) {
		return Queue{}, err
	}
	if q, ok := match(filtered.queues(), nameOrID); ok {
		return q, nil
	}
	// An answer without any queue has surely been filtered: there is none of that
	// name, and the list is read for the nearest ones only.
	filters := err == nil && len(filtered.items)+filtered.dropped == 0
	if !c.names.suffice(filters, filtered.info.total) {
		if q, ok, err := c.findInList(ctx, nameOrID, filters); ok || err != nil {
			return q, err
		}
	} else if id, ok := c.names.id(nameOrID); ok && !filters {
		return c.GetQueue(ctx, id)
	}
	return Queue{}, c.names.notFound(nameOrID)
}

// findInList reads the list until the queue has come. hasty ends where it would
// have to wait for the request budget.
func (c *Client) findInList(ctx context.Context, nameOrID string, hasty bool) (Queue, bool, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // what is under way when the queue has come
	list := c.NewQueueList()
	list.hasty = hasty
	for more := true; more; {
		var part ListPart
		var err error
		if part, more, err = list.Next(ctx); err != nil {
			return Queue{}, false, err
		}
		if q, ok := match(part.Queues, nameOrID); ok {
			return q, true, nil
		}
	}
	return Queue{}, false, nil
}

// isRefusal reports that the API doesn't take the id or the filter, which leaves
// the list to look through.
func isRefusal(err error) bool {
	if IsNotFound(err) {
		return true
	}
	e, ok := errors.AsType[*Error](err)
	return ok && e.Status == http.StatusBadRequest && !IsAuth(err)
}

func match(queues []Queue, nameOrID string) (Queue, bool) {
	for _, q := range queues {
		if q.Name == nameOrID {
			return q, true
		}
	}
	for _, q := range queues {
		if strings.EqualFold(string(q.ID), nameOrID) {
			return q, true
		}
	}
	return Queue{}, false
}

// nearest are the names that a mistyped name may have meant: a third of its
// letters may differ, or the one begins with or holds the other.
func nearest(names []string, wanted string) []string {
	type candidate struct {
		name     string
		distance int
	}
	var candidates []candidate
	low := strings.ToLower(wanted)
	most := max(2, len(wanted)/3)
	for _, full := range names {
		name := strings.ToLower(full)
		d := editDistance(name, low)
		switch {
		case d <= most:
		case strings.HasPrefix(name, low), len(low) >= 3 && strings.Contains(name, low), len(name) >= 3 && strings.Contains(low, name):
			d = most + 1
		default:
			continue
		}
		candidates = append(candidates, candidate{full, d})
	}
	slices.SortFunc(candidates, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.name, b.name))
	})
	var found []string
	for _, c := range candidates[:min(len(candidates), maxNearest)] {
		found = append(found, c.name)
	}
	return found
}

// editDistance counts the letters to insert, delete, replace or swap with their
// neighbour that turn a into b.
func editDistance(a, b string) int {
	older := make([]int, len(b)+1)
	previous := make([]int, len(b)+1)
	current := make([]int, len(b)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := 1; i <= len(a); i++ {
		current[0] = i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			current[j] = min(previous[j]+1, current[j-1]+1, previous[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				current[j] = min(current[j], older[j-2]+1)
			}
		}
		older, previous, current = previous, current, older
	}
	return previous[len(b)]
}
