package inbox

import (
	"testing"
	"unsafe"
)

// Each byte of a row is held once for each of tens of thousands of messages.
func TestARowIsSmall(t *testing.T) {
	t.Parallel()
	if got := unsafe.Sizeof(row{}); got > 160 {
		t.Errorf("a row has %d bytes, want at most 160", got)
	}
	if got := rowsPerBlock*unsafe.Sizeof(row{}) + unsafe.Sizeof(uintptr(0)); got > 8<<10 {
		t.Errorf("a block of rows has %d bytes, want at most 8 kB", got)
	}
}
