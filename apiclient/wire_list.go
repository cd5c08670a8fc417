package apiclient

import (
	"errors"
	"math"
	"reflect"

	"github.com/go-json-experiment/json/jsontext"
)

// queuePage is one page of the list of queues.
type queuePage struct {
	items   []listedQueue
	dropped int // elements that are no queues
	info    pageInfo
	odd     oddities // of the page, not of its queues
}

// listedQueue is a queue with what was odd in it.
type listedQueue struct {
	Queue
	odd oddities
}

func (q listedQueue) queue() Queue {
	q.Oddities = q.odd.list()
	return q.Queue
}

func (p *queuePage) read(data []byte) error {
	result := listResult(&p.odd, &p.dropped, func(path string, v jsontext.Value) {
		q := listedQueue{odd: p.odd.anew()}
		q.Queue = readQueue(readMembers(path, v, &q.odd))
		p.items = append(p.items, q)
	})
	return (&envelope{odd: &p.odd, info: p.readInfo, result: result}).read(data)
}

func (p queuePage) queues() []Queue {
	var queues []Queue
	for _, q := range p.items {
		queues = append(queues, q.queue())
	}
	return queues
}

// pageInfo is result_info of a list.
type pageInfo struct {
	total int64
	odd   bool // it and per_page don't say how many pages there are, though they should
}

func (p *queuePage) readInfo(v jsontext.Value) {
	p.info = pageInfo{}
	if v.Kind() != '{' {
		if p.info.odd = v.Kind() != 'n'; p.info.odd {
			p.odd.note("result_info", v, ", not an object")
		}
		return
	}
	m := readMembers("result_info", v, &p.odd)
	number := func(name string) int64 {
		n, known := m.count(name).Get()
		if _, there := m.take(name); there && !known {
			p.info.odd = true
		}
		return n
	}
	number("per_page") // only for what is odd in it: the first page shows how many it holds
	p.info.total = number("total_count")
}

// listing puts the pages together.
type listing struct {
	items   []listedQueue
	last    []Queue // of the page before
	seen    map[QueueID]bool
	total   int
	dropped int
	odd     oddities
}

// add takes a page and says whether it brought anything. Queues without an id
// can't be told apart, so that all of them are taken, unless the whole page is
// the one before it again.
func (l *listing) add(page queuePage) bool {
	queues := make([]Queue, 0, len(page.items))
	for _, q := range page.items {
		queues = append(queues, q.Queue)
	}
	if l.seen == nil {
		l.seen = make(map[QueueID]bool)
	} else if reflect.DeepEqual(queues, l.last) {
		return false
	}
	l.last = queues
	l.total = max(l.total, int(min(page.info.total, math.MaxInt)))
	l.dropped += page.dropped
	l.odd.with(page.odd)
	fresh := page.dropped > 0
	for _, q := range page.items {
		if q.ID == "" || !l.seen[q.ID] {
			fresh, l.seen[q.ID] = true, true
			l.items = append(l.items, q)
		}
	}
	return fresh
}

// queues are all queues. The notes about the list go to the first: there is no
// other place for them.
func (l *listing) queues() []Queue {
	if len(l.items) > 0 {
		l.items[0].odd.with(l.odd)
	}
	return queuePage{items: l.items}.queues()
}

// readConsumers is the list of the consumers of one queue.
func (c *Client) readConsumers(data []byte) ([]Consumer, error) {
	odd := c.oddities()
	consumers := []Consumer{}
	var own []oddities
	dropped := 0
	err := (&envelope{odd: &odd, result: listResult(&odd, &dropped, func(path string, v jsontext.Value) {
		own = append(own, c.oddities())
		consumers = append(consumers, readConsumer(readMembers(path, v, &own[len(own)-1])))
	})}).read(data)
	switch {
	case err != nil:
		return nil, err
	case len(consumers) == 0 && dropped > 0:
		return nil, errors.New(notUnderstood + "nothing in the list is a consumer: " + odd.texts[0])
	case len(consumers) > 0:
		own[0].with(odd)
	}
	for i := range own {
		consumers[i].Oddities = own[i].list()
	}
	return consumers, nil
}
