package inbox

import (
	"slices"

	"leaseview/apiclient"
)

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
