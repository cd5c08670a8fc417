// Package tui is leaseview's full-screen program: the only tea.Model.
//
// A newcomer's way in: actions*.go is the table of everything that a key can
// do; pull.go follows one pull from its key to its rows; session.go is what is
// held about one queue; layout.go cuts the screen into rectangles; view.go puts
// the components of package views into them.
//
// Update and View do no IO and read no clock. One tick a second (sooner when a
// lease lapses) brings the time; every timer of the program, the follow pulls
// and the metrics polls included, is a deadline that this tick looks at, so no
// second chain of ticks can ever start.
package tui
