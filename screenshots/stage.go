package main

import (
	"bufio"
	"context"
	"os"
	"sync/atomic"
	"time"

	"leaseview/tui/cli"
)

// opening is the moment at which every scene begins.
var opening = time.Date(2026, time.November, 23, 14, 5, 0, 0, time.UTC)

// trafficStep is how much time of the stage one step of the demo's traffic
// takes, as in the program.
const trafficStep = 500 * time.Millisecond

// work is more time than a step of the traffic needs, so that it is done before
// the clock moves on.
const work = 20 * time.Millisecond

// timePipe is the file descriptor that tells the time.
const timePipe = 3

// stage runs the program on a clock that stands still but for what comes from
// the pipe: a line with a duration lets so much time pass, with the demo's
// traffic of that time.
func stage(args []string) int {
	var passed atomic.Int64
	now := func() time.Time { return opening.Add(time.Duration(passed.Load())) }
	ticks := make(chan time.Time)
	go func() {
		for lines := bufio.NewScanner(os.NewFile(timePipe, "time")); lines.Scan(); {
			d, err := time.ParseDuration(lines.Text())
			if err != nil {
				return // the scene fails, since nothing moves
			}
			for end := passed.Load() + int64(d); passed.Load() < end; {
				passed.Add(int64(trafficStep))
				ticks <- now()
				time.Sleep(work)
			}
		}
	}()
	machine := cli.Machine{Now: now, Location: time.UTC, Ticks: ticks}
	return machine.Run(context.Background(), args, os.Getenv, os.Stdin, os.Stdout, os.Stderr)
}
