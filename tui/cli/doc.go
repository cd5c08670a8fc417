// Package cli is leaseview's command line: flags, environment, wiring and exit
// codes. It alone knows the machine: files, signals, the clock, the clipboard,
// the terminal.
//
// run.go is the way in; command.go has the flags; settings.go turns flags and
// environment into what the program runs with; backend.go is where messages
// come from; screen.go runs the full-screen program; emulator.go serves the
// emulator.
package cli
