package main

import (
	"slices"
	"strings"
	"time"
)

// Sizes of the pictures: what everything has to fit in, and a screen with room
// for the table beside the message.
const (
	narrow, low = 80, 24
	wide, high  = 120, 40
)

// orders opens the demo's busiest queue.
var orders = []string{"--demo", "orders", "--batch-size", "25", "--visibility-timeout", "2m"}

// pulled are the steps that lease a batch of orders, and half a minute later
// stand on one whose next delivery is its last.
var pulled = slices.Concat(
	[]step{
		{shows: "order_id"},
		{keys: "p", shows: "Pull 25 messages of orders?"},
		{keys: "\t\r", shows: "Leased 25 messages"},
	},
	watched("2:00"),
	[]step{{keys: strings.Repeat("j", 14), shows: "R-104215"}},
)

// deadLetters opens the demo's dead-letter queue, in batches as large as may be.
var deadLetters = []string{"--demo", "orders-dlq", "--batch-size", "100", "--visibility-timeout", "15m"}

// marked are the steps that lease the whole queue and mark all but three.
var marked = []step{
	{shows: "peeked"},
	{keys: "p", shows: "100 leased"},
	{keys: "p", shows: "200 leased"},
	{keys: "p", shows: "230 leased"},
	{keys: "m", shows: "Marked 230 messages"},
	{keys: "gjj   k", shows: "227 marked"},
}

// scenes are the pictures. Each begins with the demo at its opening.
var scenes = []scene{
	{
		name: "queues-80x24", title: "leaseview --demo", width: narrow, height: low,
		args: []string{"--demo"}, steps: []step{{shows: "orders-dlq"}},
	},
	{
		name: "messages-120x40", title: "leaseview orders", width: wide, height: high,
		args: orders, steps: pulled,
	},
	{
		name: "messages-light-120x40", title: "leaseview orders", width: wide, height: high, light: true,
		args: orders, steps: pulled,
	},
	{
		name: "messages-80x24", title: "leaseview orders", width: narrow, height: low,
		args: orders, steps: pulled,
	},
	{
		name: "no-color-80x24", title: "NO_COLOR=1 leaseview orders", width: narrow, height: low, noColor: true,
		args: orders, steps: pulled,
	},
	{
		name: "confirm-80x24", title: "leaseview orders", width: narrow, height: low,
		args:  orders,
		steps: []step{{shows: "order_id"}, {keys: "jj"}, {keys: "p", shows: "Pull 25 messages of orders?"}},
	},
	{
		name: "lease-80x24", title: "leaseview orders", width: narrow, height: low,
		args: orders, steps: append(slices.Clone(pulled), step{keys: "]]"}),
	},
	{
		name: "bytes-120x40", title: "leaseview telemetry", width: wide, height: high,
		args: []string{"--demo", "telemetry"}, steps: append(watched("bytes"), step{keys: "tt"}),
	},
	{
		name: "follow-120x40", title: "leaseview emails --follow 5s", width: wide, height: high,
		args: []string{"--demo", "emails", "--follow", "5s"}, steps: append(watched("emails"), step{keys: "j"}),
	},
	{
		name: "dlq-marked-80x24", title: "leaseview orders-dlq", width: narrow, height: low,
		args: deadLetters, steps: marked,
	},
	{
		name: "dlq-ack-80x24", title: "leaseview orders-dlq", width: narrow, height: low,
		args: deadLetters, steps: append(slices.Clone(marked), step{keys: "a", shows: "Ack 227 messages"}),
	},
	{
		name: "dlq-done-80x24", title: "leaseview orders-dlq", width: narrow, height: low,
		args:  deadLetters,
		steps: append(slices.Clone(marked), step{keys: "a", shows: "Ack 227 messages"}, step{keys: "\t\r", shows: "Acked 227 messages"}),
	},
	{
		name: "activity-120x40", title: "leaseview orders", width: wide, height: high,
		args: orders, steps: append(slices.Clone(pulled), step{keys: "L", shows: "METHOD"}),
	},
	{
		name: "help-80x24", title: "leaseview orders", width: narrow, height: low,
		args: []string{"--demo", "orders"}, steps: []step{{shows: "order_id"}, {keys: "?", shows: "Keys"}},
	},
	{
		name: "copy-80x24", title: "leaseview orders", width: narrow, height: low,
		args: orders, steps: append(slices.Clone(pulled), step{keys: "Y"}),
	},
}

// watched lets a queue be watched for half a minute, so that its header has a
// trend.
func watched(shows string) []step {
	steps := []step{{shows: shows}}
	for range 6 {
		steps = append(steps, step{pass: 5 * time.Second})
	}
	return steps
}
