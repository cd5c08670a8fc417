package demo

import (
	"context"
	"strings"
	"time"

	"leaseview/apiclient/emulator"
)

// flow is the traffic of one queue. Its producer stops at the cap, so that a
// demo that runs for days holds no more than it did after an hour.
type flow struct {
	queue       string
	make        func(*maker) emulator.SeedMessage
	calm        float64 // messages a tick between bursts
	burst       float64 // and within one
	every, long int     // ticks from burst to burst, and of a burst
	most        int     // the cap
	take        int     // what the consumer takes at once; 0 for none
	rest        int     // ticks between two takings
	fail        float64 // share that the consumer gives back or lets lapse
}

var flows = []flow{
	{queue: Orders, make: (*maker).orderOrPoison, calm: 1.1, burst: 14, every: 97, long: 8, most: 320, take: 10, rest: 4, fail: 0.05},
	{queue: Emails, make: (*maker).email, calm: 0.6, burst: 9, every: 181, long: 12, most: 260, take: 12, rest: 9, fail: 0.02},
	{queue: Images, make: (*maker).picture, calm: 0.1, burst: 11, every: 143, long: 5, most: 180, take: 8, rest: 10, fail: 0.01},
	{queue: Telemetry, make: (*maker).reading, calm: 4, burst: 22, every: 67, long: 6, most: 600, take: 60, rest: 11, fail: 0},
	{queue: Legacy, make: (*maker).loyalty, calm: 0.02, most: 40},
	{queue: Invoices, make: (*maker).invoice, calm: 0.05, most: 120},
	{queue: Webhooks, make: (*maker).webhook, calm: 1.5, burst: 10, every: 120, long: 4, most: 90, take: 10, rest: 5, fail: 0.02},
}

// work is what a consumer holds: leases that it settles when it is done.
type work struct {
	flow  *flow
	due   int // tick
	taken []emulator.Taken
}

// mostDead is how full the dead-letter queue may get before no more poison is
// sent; what is in the queues then still ends there.
const mostDead = 300

// Run keeps the demo's queues moving, a step a tick, until ctx or the ticks
// end: producers with their bursts, and consumers that lease, work, acknowledge,
// give back and now and then crash. Ticks a second or less apart look best.
// Queues that somebody deleted are left alone.
func Run(ctx context.Context, s *emulator.Server, tick <-chan time.Time) error {
	t := &traffic{server: s, maker: newMaker(2, s.Now(), firstWaiting+waiting-1)}
	for {
		select {
		case <-ctx.Done():
			return nil
		case _, more := <-tick:
			if !more {
				return nil
			}
			t.step()
		}
	}
}

type traffic struct {
	server *emulator.Server
	maker  *maker
	ticks  int
	open   []work
}

// step is one tick. An error of the back door means that a queue is gone, which
// is the user's doing and no reason to stop the others.
func (t *traffic) step() {
	t.ticks++
	t.maker.now = t.server.Now()
	for i := range flows {
		t.produce(&flows[i])
		t.consume(&flows[i])
	}
	t.settle()
}

func (t *traffic) produce(f *flow) {
	rate := f.calm
	if f.every > 0 && t.ticks%f.every < f.long {
		rate = f.burst
	}
	n := int(rate)
	if t.maker.rng.Float64() < rate-float64(n) {
		n++
	}
	room := f.most - t.server.Count(f.queue)
	for range min(n, room) {
		message := f.make(t.maker)
		if f.queue == Orders && strings.Contains(message.Body, poisonMark) && t.server.Count(OrdersDLQ) >= mostDead {
			continue
		}
		if t.server.Push(f.queue, message) != nil {
			return
		}
	}
}

func (t *traffic) consume(f *flow) {
	if f.take == 0 || t.ticks%f.rest != 0 {
		return
	}
	taken, err := t.server.Take(f.queue, f.take, 30*time.Second)
	if err == nil && len(taken) > 0 {
		t.open = append(t.open, work{flow: f, due: t.ticks + 1 + t.maker.rng.IntN(5), taken: taken})
	}
}

// settle ends the work that is done. Poison is always given back; of the rest,
// some is given back and some is lost to a crash, unless it was tried often.
func (t *traffic) settle() {
	var still []work
	for _, w := range t.open {
		if w.due > t.ticks {
			still = append(still, w)
			continue
		}
		var acks, retries []string
		for _, m := range w.taken {
			failing := m.Attempts < 3 && t.maker.rng.Float64() < w.flow.fail
			switch {
			case strings.Contains(m.Body, poisonMark), failing && t.maker.rng.IntN(2) == 0:
				retries = append(retries, m.Lease)
			case !failing:
				acks = append(acks, m.Lease)
			}
		}
		_, _ = t.server.Settle(w.flow.queue, acks, retries, 10*time.Second)
	}
	t.open = still
}

// orderOrPoison makes one order in 150 such that no consumer can handle it.
func (m *maker) orderOrPoison() emulator.SeedMessage {
	if m.rng.IntN(150) == 0 {
		return m.poison()
	}
	return m.order()
}
