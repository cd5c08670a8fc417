package cli

import (
	"os"
	"path/filepath"
	"testing"
)

// Two names may be of one file, before it is there and after.
func TestTwoNamesOfOneFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	folder, link := filepath.Join(dir, "folder"), filepath.Join(dir, "link")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(folder, link); err != nil {
		t.Fatal(err)
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "f")
	relative, err := filepath.Rel(here, file)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{
		file: true, folder + "/./f": true, folder + "/../folder/f": true, link + "/f": true, relative: true,
		folder + "/g": false, dir + "/f": false, dir + "/missing/f": false,
	}
	for _, made := range []bool{false, true} {
		if made {
			if err := os.WriteFile(file, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Link(file, filepath.Join(dir, "hard")); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(file, filepath.Join(dir, "soft")); err != nil {
				t.Fatal(err)
			}
			names[filepath.Join(dir, "hard")], names[filepath.Join(dir, "soft")] = true, true
		}
		for name, want := range names {
			if sameFile(file, name) != want || sameFile(name, file) != want {
				t.Errorf("%s and %s are one is %v, want %v; made: %v", file, name, !want, want, made)
			}
		}
	}
}
