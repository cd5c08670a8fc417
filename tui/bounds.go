package tui

import (
	"leaseview/apiclient"
	"leaseview/tui/words"
)

// BatchRange is how many messages a pull or a peek may ask for, in a prompt as on
// the command line.
var BatchRange = words.Range{Least: 1, Most: apiclient.MaxBatchSize}
