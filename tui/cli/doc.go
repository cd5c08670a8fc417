// Package cli is leaseview's command line: flags, environment, wiring and exit
// codes. It alone knows the machine: files, signals, the clock, the clipboard,
// the terminal.
//
// run.go is the way in; settings_table.go has a row for each setting, which its
// flag, its variables, help and README come from; settings.go turns them into
// what the program runs with; command.go has the help; source.go is where
// messages come from; printed.go is where everything goes that is written outside
// of the screen, and secret.go keeps the token out of it; screen.go runs the full-screen program, and suspend.go
// gives and takes its terminal where signals stop it; emulator.go serves
// the emulator.
package cli

//go:generate go test . -count=1 -run ^TestReadmeSettings$ -update
