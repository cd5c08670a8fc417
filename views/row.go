package views

// RowState is what is known of a message; each state has a glyph and a word,
// so that colour is never all that tells them apart.
type RowState uint8

// The states of a row.
const (
	RowPeeked   RowState = iota // seen without a lease
	RowLeased                   // hidden from other consumers until the lease ends
	RowLapsed                   // the lease ended without an ack
	RowAcked                    // acknowledged: deleted
	RowRetried                  // given back
	RowUnseen                   // not where newer looks should have shown it
	RowUnleased                 // hidden by a pull that gave no lease
	RowFound                    // hidden by a lease of a run that has ended
)

type stateLook struct {
	glyph, word string
	tone        Tone
}

func (s RowState) look() stateLook {
	switch s {
	case RowLeased:
		return stateLook{"●", "leased", ToneAccent}
	case RowLapsed:
		return stateLook{"◌", "lapsed", ToneWarn}
	case RowAcked:
		return stateLook{"✓", "acked", ToneGood}
	case RowRetried:
		return stateLook{"↻", "retried", ToneInfo}
	case RowUnseen:
		return stateLook{"–", "not seen", ToneMuted}
	case RowUnleased:
		return stateLook{"◍", "unleased", ToneWarn}
	case RowFound:
		return stateLook{"◎", "found", ToneInfo}
	}
	return stateLook{"○", "peeked", ToneMuted}
}

// settled reports whether the message is out of this session's hands, so that
// its row steps back.
func (s RowState) settled() bool { return s == RowAcked || s == RowUnseen }

// MessageRow is one message as the table shows it. Strings may be raw.
type MessageRow struct {
	Marked    bool
	State     RowState
	Attempts  Styled // "2/3"
	Age, Sent string
	Lease     Styled  // "0:27"
	LeaseLeft float64 // share of the lease that is left, 0 to 1; below 0 there is no bar

	Type, Size, Source, ID, Preview string
	Unseen                          string // "not seen since 01:04": stands before the preview
}

// lead is what stands before the preview.
func (r *MessageRow) lead() string {
	if r.Unseen == "" {
		return ""
	}
	return r.Unseen + " · "
}
