// Package tui is leaseview's full-screen program: the only tea.Model.
//
// A newcomer's way in: actions_list.go is the table of everything that a key can
// do. A page_*.go is one page, from its data to its view. What all pages work with
// is in desk.go; who works on one queue, in operator.go, and pull.go follows one
// pull from its key to its rows. What is known of a queue lives in package session
// below, and what is drawn in package views.
//
// Update and View do no IO and read no clock. One tick a second (sooner when a
// lease lapses) brings the time; every timer of the program, the follow pulls
// and the metrics polls included, is a deadline that this tick looks at, so no
// second chain of ticks can ever start.
package tui

//go:generate go test . -count=1 -run ^TestReadmeKeys$ -update
