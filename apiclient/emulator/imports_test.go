package emulator_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestImports: what ships has the standard library without testing, the JSON
// library, and itself. Above all it has no types of the client that it judges.
func TestImports(t *testing.T) {
	t.Parallel()
	files := 0
	err := fs.WalkDir(os.DirFS("."), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files++
		parsed, err := parser.ParseFile(token.NewFileSet(), filepath.FromSlash(path), nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range parsed.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			first, _, _ := strings.Cut(name, "/")
			ours := strings.HasPrefix(name, "leaseview/apiclient/emulator")
			json := strings.HasPrefix(name, "github.com/go-json-experiment/json")
			standard := !strings.Contains(first, ".") && first != "leaseview" && first != "testing"
			if !ours && !json && !standard {
				t.Errorf("%s imports %s", path, name)
			}
		}
		return nil
	})
	if err != nil || files < 20 {
		t.Errorf("looked at %d files: %v", files, err)
	}
}
