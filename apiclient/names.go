package apiclient

import (
	"maps"
	"slices"
	"sync"
)

// knownNames are the queues that lists have named while the client lives, so
// that a name which no queue has doesn't cost another reading of 10,000.
type knownNames struct {
	mu    sync.Mutex
	ids   map[string]QueueID
	total int  // queues, said the API
	whole bool // a list was read to its end
}

// add remembers queues of a list that has so many, says the API.
func (n *knownNames) add(queues []Queue, total int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.ids == nil {
		n.ids = make(map[string]QueueID)
	}
	for _, q := range queues {
		n.ids[q.Name] = q.ID
	}
	n.total = max(total, len(n.ids))
}

// read says whether a list came to its end.
func (n *knownNames) read(whole bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.whole = n.whole || whole
}

// suffice says whether what is known makes reading the list needless: any of it
// where the API has filtered by the name, else all of it, unless there are more
// queues by now.
func (n *knownNames) suffice(filtered bool, total int64) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.ids != nil && filtered || n.whole && total <= int64(n.total)
}

func (n *knownNames) id(name string) (QueueID, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	id, ok := n.ids[name]
	return id, ok && id != ""
}

// notFound is the error of a name that no queue has.
func (n *knownNames) notFound(wanted string) *NotFoundError {
	n.mu.Lock()
	defer n.mu.Unlock()
	return &NotFoundError{
		Wanted: wanted, Nearest: nearest(slices.Sorted(maps.Keys(n.ids)), wanted), Listed: len(n.ids), Total: n.total,
	}
}
