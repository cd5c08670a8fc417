// Leaseview is a terminal UI for looking into Cloudflare Queues.
package main

import (
	"context"
	"os"

	"leaseview/tui/cli"
)

func main() {
	os.Exit(cli.Run(context.Background(), os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr))
}
