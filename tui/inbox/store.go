package inbox

import (
	"slices"
	"strings"

	"leaseview/apiclient"
)

// shelf holds the ids, the leases and the first refs of messages, those of one
// answer beside each other. They are kept as long as the ledger, so nothing is
// held by its neighbours alone; and one block in place of a hundred strings is
// what the garbage collector has to follow.
type shelf struct{ block strings.Builder }

// Blocks grow up to the largest that the allocator gives out without loss. A
// string that would leave much of a block empty stays where it is.
const (
	leastBlock = 1 << 10
	mostBlock  = 16 << 10
	longest    = mostBlock / 16
)

// put copies a string into the block.
func (s *shelf) put(text string) string {
	if len(text) > longest {
		return text
	}
	if s.block.Len()+len(text) > s.block.Cap() {
		room := min(max(leastBlock, 2*s.block.Cap()), mostBlock)
		s.block = strings.Builder{} // the strings on it keep the full one
		s.block.Grow(room)
	}
	at := s.block.Len()
	s.block.WriteString(text)
	return s.block.String()[at:]
}

// kinds are the metadata seen last, to hold those that many messages share once.
type kinds struct {
	seen [16]*[]apiclient.MetadataEntry
	next int // the one to forget when all are taken
}

// of finds the metadata among those seen, or files it with them.
func (k *kinds) of(metadata []apiclient.MetadataEntry) *[]apiclient.MetadataEntry {
	if metadata == nil {
		return nil
	}
	for _, seen := range k.seen {
		if seen != nil && slices.Equal(*seen, metadata) {
			return seen
		}
	}
	// Clipped, so that who appends to what was handed out gets a copy.
	kept := slices.Clip(metadata)
	k.seen[k.next] = &kept
	k.next = (k.next + 1) % len(k.seen)
	return &kept
}

// rowsPerBlock is how many rows fill, with the allocator's own word, 8 kB.
const rowsPerBlock = 51

// newRow is the next row of a block, of which the first are small.
func (b *Inbox) newRow() *row {
	if len(b.spare) == 0 {
		b.spare = make([]row, min(max(4, len(b.rows)), rowsPerBlock))
	}
	r := &b.spare[0]
	b.spare = b.spare[1:]
	return r
}
