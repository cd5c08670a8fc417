package inbox

import (
	"time"

	"leaseview/apiclient"
)

// row is what the ledger holds about one message: an [Entry] in the least room,
// since tens of thousands may be held. What few messages have is behind one
// pointer, and what does not fit into a moment or a tally is there in full.
type row struct {
	id        apiclient.MessageID
	lease     apiclient.LeaseID // of the current lease, or the last one
	ref       apiclient.Ref
	body      string
	metadata  *[]apiclient.MetadataEntry // shared by the messages that have the same; nil for none
	rare      *rare
	times     [timeKinds]moment
	tallies   [tallyKinds]uint32
	position  uint32
	sightings uint32
	merged    uint32 // the last merge that listed this row
	turn      uint16 // counts the deadlines on the heap that were this row's, to know the newest
	state     State
	doubt     bool
	flags     flags
}

// flags are facts that take a bit. Those about rare spare a look at it, which
// is a look into memory far from the row.
type flags uint16

const (
	madeUpID   flags = 1 << iota // Message.NoID
	shownLease                   // Message.LeaseID is the row's lease
	otherLease                   // Message.LeaseID is in rare
	oddParts                     // rare has odd
	noted                        // rare has a note
	expected                     // it is among Inbox.expected
	missed                       // a look should have shown it, and did not
	longMissed                   // nor has anything for long
)

// set raises or lowers a flag.
func (f *flags) set(which flags, up bool) {
	*f &^= which
	if up {
		*f |= which
	}
}

// rare is what few messages have.
type rare struct {
	history   []Lease
	note      string
	doubted   time.Time // when the answer was given up that makes the row doubtful
	available time.Time
	lease     apiclient.LeaseID // Message.LeaseID by the flag otherLease
	odd       *odd
	exact     *exact
}

// odd are the parts of a message that came otherwise than documented.
type odd struct{ bodyJSON, unknown, odd []byte }

// more is where the row's rare facts are to be put.
func (r *row) more() *rare {
	if r.rare == nil {
		r.rare = &rare{}
	}
	return r.rare
}

// fill writes the row out into an entry that is zero.
func (r *row) fill(e *Entry) {
	m := &e.Message
	m.ID, m.NoID = r.id, r.flags&madeUpID != 0
	m.LeaseID, m.Ref, m.Body = r.messageLease(), r.ref, r.body
	m.Attempts, m.Timestamp = r.count(shownCount), r.time(sentTime)
	if r.metadata != nil {
		m.Metadata = *r.metadata
	}
	e.Peeked, e.State, e.StateSince = r.count(peekedCount), r.state, r.time(stateTime)
	e.Absence = r.absence()
	e.Lease = r.current()
	e.Doubt, e.Sightings = r.doubt, int(r.sightings)
	e.FirstSeen, e.LastSeen = r.time(firstTime), r.time(lastTime)
	if r.rare == nil {
		return
	}
	e.History, e.Note, e.Available = r.rare.history, r.rare.note, r.rare.available
	if o := r.rare.odd; o != nil {
		m.BodyJSON, m.Unknown, m.Odd = o.bodyJSON, o.unknown, o.odd
	}
}

// current is the row's current lease, or the last one.
func (r *row) current() Lease {
	return Lease{ID: r.lease, Since: r.time(sinceTime), Until: r.time(untilTime), Attempts: r.count(leaseCount)}
}

// setCurrent gives the row another lease. The newest sighting goes on showing
// the one that it came with.
func (r *row) setCurrent(l Lease) {
	if shown := r.messageLease(); l.ID != r.lease {
		r.lease = l.ID
		r.setMessageLease(shown)
	}
	r.setTime(sinceTime, l.Since)
	r.setTime(untilTime, l.Until)
	r.setCount(leaseCount, l.Attempts)
}

// messageLease is the lease that the newest sighting came with; "" for none.
func (r *row) messageLease() apiclient.LeaseID {
	switch {
	case r.flags&shownLease != 0:
		return r.lease
	case r.flags&otherLease != 0:
		return r.rare.lease
	default:
		return ""
	}
}

func (r *row) setMessageLease(id apiclient.LeaseID) {
	r.flags.set(shownLease, id != "" && id == r.lease)
	r.flags.set(otherLease, id != "" && id != r.lease)
	if r.flags&otherLease != 0 {
		r.more().lease = id
	}
}

// setOdd keeps what of a message came otherwise than documented.
func (r *row) setOdd(m *apiclient.Message) {
	r.flags.set(madeUpID, m.NoID)
	had, has := r.flags&oddParts != 0, m.BodyJSON != nil || m.Unknown != nil || m.Odd != nil
	r.flags.set(oddParts, has)
	switch {
	case has:
		r.more().odd = &odd{m.BodyJSON, m.Unknown, m.Odd}
	case had:
		r.rare.odd = nil
	}
}

// say keeps what is to be said about the last call; "" takes it back.
func (r *row) say(note string) {
	if note != "" || r.flags&noted != 0 {
		r.more().note = note
		r.flags.set(noted, note != "")
	}
}
