package cli

import (
	"os"
	"path/filepath"
)

// sameFile says whether two paths lead to one file, whether it is there already
// or would be made: by another spelling, by a link to it or to its folder.
func sameFile(a, b string) bool {
	first, err := os.Stat(a)
	if err != nil {
		return wholePath(a) == wholePath(b)
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second)
}

// wholePath is the path from the root, with the links of its folder followed as
// far as they can be.
func wholePath(path string) string {
	if whole, err := filepath.Abs(path); err == nil {
		path = whole
	}
	folder, err := filepath.EvalSymlinks(filepath.Dir(path))
	if err != nil {
		folder = filepath.Dir(path)
	}
	return filepath.Join(folder, filepath.Base(path))
}
