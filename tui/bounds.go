package tui

import (
	"time"

	"leaseview/apiclient"
	"leaseview/tui/words"
)

// What settings may be, in a prompt as on the command line.
var (
	// BatchRange is how many messages a pull or a peek may ask for.
	BatchRange = words.Range{Least: 1, Most: apiclient.MaxBatchSize}
	// FollowSpan is how long follow may wait between two pulls.
	FollowSpan = words.Span{Least: time.Second, Most: time.Hour}
	// VisibilitySpan is for how long a pull may lease.
	VisibilitySpan = words.Span{Least: time.Second, Most: apiclient.MaxVisibilityTimeout}
)

// delaySpan is after how long a retry may happen: whole seconds, as the API
// takes no others.
var delaySpan = words.Span{Most: apiclient.MaxDelay}
