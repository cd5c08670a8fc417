package inbox

// Fate is how to speak of messages that end with their lease, or may, in the
// middle of a sentence. A queue's name in it is text from outside.
type Fate struct {
	On       string // where they are: "on the last delivery"
	Ends     string // what a retry does: "ends"
	WouldEnd string // what a release would do: "would end"
	Will     string // what the end of the lease does: "will be"
	What     string // what their end is: "moved to orders-dlq"
}

// Fate is how to speak of messages of which the lease's end is Surely or Perhaps
// also theirs.
func (b Budget) Fate(c Chance) Fate {
	switch {
	case c == Surely:
		return Fate{"on the last delivery", "ends", "would end", "will be", b.End()}
	case !b.Known():
		return Fate{"perhaps on the last delivery (max_retries is unknown)", "may end", "might end", "may be", b.End()}
	default:
		return Fate{"perhaps on the last delivery", "may end", "might end", "may be", b.End()}
	}
}
