package views

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestNoKeyIsDecidedHere: what a key does is for the keymap to say, which a
// person may change. A component that compared a key with a name of its own
// would go on taking the old one.
func TestNoKeyIsDecidedHere(t *testing.T) {
	t.Parallel()
	for name, file := range sources(t) {
		for _, problem := range keysDecided(name, file) {
			t.Error(problem)
		}
	}
}

// sources parses the files of this package that are not tests, by their names.
func sources(t *testing.T) map[string]*ast.File {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[string]*ast.File)
	for _, name := range names {
		if !strings.HasSuffix(name, "_test.go") {
			files[name] = parsed(t, name, nil)
		}
	}
	return files
}

func parsed(t *testing.T, name string, src any) *ast.File {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, src, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestKeysDecidedAreFound(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		body  string
		found int
	}{
		{`switch msg.String() { case "tab", "down": }`, 2},
		{`if k.Key == "?" || "ctrl+h" != k.Key { }`, 2},
		{`return msg.Code == tea.KeyEnter`, 1},
		{`return map[string]int{"esc": 1, "pgdown": 2}[key]`, 2},
		{`return key.Matches(msg, b) || key.NewBinding(key.WithKeys("x")).Enabled()`, 2},
		{`switch kind { case "json", "": return text == "not now" }`, 0},
		{`_, _ = msg.(tea.KeyPressMsg); key.NewBinding(key.WithDisabled())`, 0},
	} {
		if got := keysDecided("x.go", parsed(t, "x.go", "package x\nfunc f() {"+tt.body+"}")); len(got) != tt.found {
			t.Errorf("%s: found %q, want %d", tt.body, got, tt.found)
		}
	}
}

// keysDecided says where code compares with the name or the code of a key, looks
// one up, or binds one.
func keysDecided(name string, file *ast.File) (problems []string) {
	found := func(what string) { problems = append(problems, name+": "+what) }
	decides := func(on ...ast.Expr) {
		for _, e := range on {
			if lit, ok := e.(*ast.BasicLit); ok && isKeyName(lit) {
				found(lit.Value)
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			if n.Op == token.EQL || n.Op == token.NEQ {
				decides(n.X, n.Y)
			}
		case *ast.CaseClause:
			decides(n.List...)
		case *ast.KeyValueExpr:
			decides(n.Key)
		case *ast.SelectorExpr:
			pkg, _ := n.X.(*ast.Ident)
			switch {
			case pkg == nil:
			case pkg.Name == "tea" && strings.HasPrefix(n.Sel.Name, "Key") && !strings.HasSuffix(n.Sel.Name, "Msg"),
				pkg.Name == "key" && (n.Sel.Name == "Matches" || n.Sel.Name == "WithKeys"):
				found(pkg.Name + "." + n.Sel.Name)
			}
		}
		return true
	})
	return problems
}

// isKeyName reports whether a literal is what Bubble Tea calls a key.
func isKeyName(lit *ast.BasicLit) bool {
	text, err := strconv.Unquote(lit.Value)
	if err != nil || lit.Kind != token.STRING {
		return false
	}
	switch text {
	case "tab", "enter", "esc", "space", "backspace", "delete", "insert", "up", "down", "left", "right", "home", "end", "pgup", "pgdown":
		return true
	}
	for _, mod := range []string{"ctrl+", "alt+", "shift+"} {
		if strings.HasPrefix(text, mod) {
			return true
		}
	}
	return utf8.RuneCountInString(text) == 1
}
