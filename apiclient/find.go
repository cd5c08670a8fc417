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
// are compared here, and without a match the whole list is read. When no queue
// matches, the error is a *[NotFoundError] with the nearest names.
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
	queues, total, err := c.listQueues(ctx)
	if err != nil {
		return Queue{}, err
	}
	if q, ok := match(queues, nameOrID); ok {
		return q, nil
	}
	return Queue{}, &NotFoundError{
		Wanted: nameOrID, Nearest: nearest(queues, nameOrID), Listed: len(queues), Total: total,
	}
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
func nearest(queues []Queue, wanted string) []string {
	type candidate struct {
		name     string
		distance int
	}
	var candidates []candidate
	low := strings.ToLower(wanted)
	most := max(2, len(wanted)/3)
	for _, q := range queues {
		name := strings.ToLower(q.Name)
		d := editDistance(name, low)
		switch {
		case d <= most:
		case strings.HasPrefix(name, low), len(low) >= 3 && strings.Contains(name, low), len(name) >= 3 && strings.Contains(low, name):
			d = most + 1
		default:
			continue
		}
		candidates = append(candidates, candidate{q.Name, d})
	}
	slices.SortFunc(candidates, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.name, b.name))
	})
	var names []string
	for _, c := range candidates[:min(len(candidates), maxNearest)] {
		names = append(names, c.name)
	}
	return names
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
