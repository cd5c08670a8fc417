package cli_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// boundary is what one package may import, beside the standard library. A name
// that ends in "/..." stands for everything below it too.
type boundary struct {
	may    []string
	mayNot []string // of the standard library
}

// Parts of the standard library that whole layers must do without.
var (
	noUI    = []string{"testing", "testing/..."}
	noFiles = slices.Concat(noUI, []string{"os", "os/...", "net", "io/fs", "syscall"}) // net/http is left
	noIO    = slices.Concat(noFiles, []string{"net/..."})
	jsons   = "github.com/go-json-experiment/json/..."
)

// boundaries is the design's table of who may import whom, by package below the
// module's path. A package that is not in it is not part of the design.
var boundaries = map[string]boundary{
	"":                                   {may: []string{"leaseview/tui/cli"}},
	"keymap":                             {may: []string{"charm.land/bubbles/v2/key"}, mayNot: noIO},
	"views":                              {may: slices.Concat(charm, []string{"github.com/NimbleMarkets/ntcharts/v2/...", jsons}), mayNot: noIO},
	"apiclient":                          {may: []string{"leaseview/apiclient/body", "golang.org/x/time/rate", jsons}, mayNot: noUI},
	"apiclient/body":                     {may: []string{jsons}, mayNot: noIO},
	"apiclient/record":                   {may: []string{"leaseview/apiclient", "leaseview/apiclient/body", jsons}, mayNot: noUI},
	"apiclient/emulator":                 {may: []string{"leaseview/apiclient/emulator/internal/...", jsons}, mayNot: noUI},
	"apiclient/emulator/internal/broker": {mayNot: noIO},
	"apiclient/emulator/internal/inproc": {mayNot: slices.Concat(noFiles, []string{"time"})},
	"apiclient/emulator/demo":            {may: []string{"leaseview/apiclient/emulator", jsons}, mayNot: noIO},
	"tui/inbox":                          {may: []string{"leaseview/apiclient", "leaseview/apiclient/body"}, mayNot: noIO},
	"tui/words":                          {may: []string{"leaseview/keymap"}, mayNot: noIO},
	"tui/flight":                         {may: []string{"leaseview/apiclient"}, mayNot: noIO},
	"tui/find":                           {may: []string{"leaseview/apiclient", "leaseview/tui/inbox", "github.com/itchyny/gojq"}, mayNot: noIO},
	"tui/backlog":                        {may: []string{"leaseview/apiclient"}, mayNot: noIO},
	"tui/calllog":                        {may: []string{"leaseview/apiclient", "leaseview/tui/trouble"}, mayNot: noIO},
	"tui/internal/plain":                 {may: []string{"github.com/charmbracelet/x/ansi"}, mayNot: noIO},
	"tui/trouble":                        {may: []string{"leaseview/apiclient", "leaseview/tui/words"}, mayNot: noIO},
	"tui/session":                        {may: []string{"leaseview/apiclient", "leaseview/apiclient/body", "leaseview/tui/inbox", "leaseview/tui/find"}, mayNot: noIO},
	"tui/internal/story": {may: slices.Concat(charm, []string{ // for tests, so testing is no stranger to it
		"leaseview/tui", "leaseview/tui/internal/plain", "leaseview/apiclient", "leaseview/apiclient/emulator", "github.com/charmbracelet/...", "github.com/creack/pty",
	})},
	"tui": {may: slices.Concat(charm, []string{
		"leaseview/keymap", "leaseview/views", "leaseview/tui/inbox", "leaseview/tui/find", "leaseview/tui/flight", "leaseview/tui/words",
		"leaseview/tui/session", "leaseview/tui/backlog", "leaseview/tui/calllog", "leaseview/tui/trouble", "leaseview/apiclient", "leaseview/apiclient/body", "leaseview/apiclient/record", jsons,
	}), mayNot: noIO},
	"screenshots": {may: []string{"leaseview/tui/cli", "github.com/charmbracelet/...", "github.com/creack/pty"}, mayNot: noUI},
	"tui/cli": {may: []string{
		"leaseview/...", "charm.land/...", "github.com/charmbracelet/...", "github.com/spf13/...",
		"github.com/atotto/clipboard", "golang.org/x/sys/unix",
	}, mayNot: noUI},
}

// charm is the terminal library, v2.
var charm = []string{
	"charm.land/bubbletea/v2", "charm.land/bubbles/v2/...", "charm.land/lipgloss/v2/...", "github.com/charmbracelet/x/ansi",
	"github.com/charmbracelet/colorprofile", // what a message of the library's carries
}

// listed is what go list says of a package.
type listed struct {
	ImportPath string
	Standard   bool
	Imports    []string
}

// goList runs go list in the module's root.
func goList(t *testing.T, args ...string) []listed {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", append([]string{"list", "-json=ImportPath,Standard,Imports"}, args...)...)
	cmd.Dir = filepath.Join("..", "..")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, &stderr)
	}
	var packages []listed
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		switch err := d.Decode(&p); {
		case errors.Is(err, io.EOF):
			return packages
		case err != nil:
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}

// covers says whether one of the patterns stands for the package.
func covers(patterns []string, path string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		below, all := strings.CutSuffix(pattern, "/...")
		return path == below || all && strings.HasPrefix(path, below+"/")
	})
}

func TestImportBoundaries(t *testing.T) {
	t.Parallel()
	packages := goList(t, "./...")
	if len(packages) < 8 {
		t.Fatalf("go list found %d packages, which can't be all", len(packages))
	}
	for _, p := range packages {
		name := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, "leaseview"), "/")
		rule, known := boundaries[name]
		if !known {
			t.Errorf("package %s has no row in the table of boundaries: the design says where it belongs", p.ImportPath)
			continue
		}
		for _, path := range p.Imports {
			standard := !strings.Contains(strings.Split(path, "/")[0], ".") && !covers([]string{"leaseview/..."}, path)
			if standard && covers(rule.mayNot, path) || !standard && !covers(rule.may, path) {
				t.Errorf("package %s must not import %s", p.ImportPath, path)
			}
		}
	}
}

// TestNothingShippedImportsTesting looks at everything in the program, since a
// library can drag the test flags in as well.
func TestNothingShippedImportsTesting(t *testing.T) {
	t.Parallel()
	for _, p := range goList(t, "-deps", ".") {
		if p.Standard {
			continue
		}
		for _, path := range p.Imports {
			if covers([]string{"testing/...", "github.com/cloudflare/cloudflare-go/..."}, path) {
				t.Errorf("package %s, which ships, imports %s", p.ImportPath, path)
			}
		}
	}
}
