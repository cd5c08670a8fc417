// Package views holds the components that leaseview's screens are made of.
//
// Every component is dumb: it is given a Theme, a size and plain data, and its
// View returns a block of styled text. No component reads the clock, the
// environment or the network, and View changes nothing, so the same data gives
// the same text.
//
// Data comes from strangers: message bodies, queue names, error texts of an
// API. Setters take those strings raw and the components pass them through the
// sanitiser of this package before a cell shows them, so that no caller can
// forget to. Copying and exporting is not done here and takes the exact bytes.
//
// Cells are counted as the Theme says, which is as whoever draws the views counts
// them: see [Theme.Measured]. Text that is written from right to left is kept from
// changing places with what stands beside it, on terminals that reorder.
//
// A View is never wider or taller than the size that was set, whatever that
// size is, and a size too small for anything gives an empty string.
package views
