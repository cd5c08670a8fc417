package tui

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"leaseview/keymap"
	"leaseview/tui/words"
)

// sourceFiles parses the program's files of this package.
func sourceFiles(t *testing.T) map[string]*ast.File {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]*ast.File{}
	for _, e := range entries {
		if name := e.Name(); strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			files[name] = file
		}
	}
	return files
}

// texts are the string literals of a file, but for the paths of its imports.
func texts(file *ast.File) []string {
	var found []string
	ast.Inspect(file, func(n ast.Node) bool {
		if _, path := n.(*ast.ImportSpec); path {
			return false
		}
		if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			text, _ := strconv.Unquote(literal.Value)
			found = append(found, text)
		}
		return true
	})
	return found
}

// namesAKey finds what reads like a key within a sentence: a letter by itself,
// which the article and the initial of a plural are not, or a key's own name.
var namesAKey = regexp.MustCompile(`(^|[ (,;:])([b-zB-Z/]|esc|enter|tab|ctrl\+.|shift\+tab|pg(up|dn)|[←↑→↓])([ ).,;:]|$)|\(a\)|\ba acks?\b`)

// A sentence that named a key would be wrong as soon as that is bound anew: it
// names a binding instead, and the binding is there.
func TestNoSentenceNamesAKeyItself(t *testing.T) {
	t.Parallel()
	keys := words.KeysOf(keymap.Default())
	placeholder := regexp.MustCompile(`\{[a-z]+\.[a-z-]+\}`)
	named := 0
	for name, file := range sourceFiles(t) {
		for _, text := range texts(file) {
			sentence := strings.ReplaceAll(text, "Lease tab", "")
			if key := namesAKey.FindString(sentence); key != "" && strings.Contains(strings.TrimSpace(sentence), " ") {
				t.Errorf("%s: %q names the key %q", name, text, strings.TrimSpace(key))
			}
			for _, binding := range placeholder.FindAllString(text, -1) {
				named++
				if keys.In(binding) == binding {
					t.Errorf("%s: %q names %s, which is no binding", name, text, binding)
				}
			}
		}
	}
	if named < 40 {
		t.Errorf("only %d sentences name a binding: this test looks past them", named)
	}
}

// What is on screen is a page: a value, and not a constant that is switched on.
func TestNoFileNamesAScreenConstant(t *testing.T) {
	t.Parallel()
	for name, file := range sourceFiles(t) {
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			for _, id := range spec.Names {
				if lower := strings.ToLower(id.Name); strings.HasPrefix(lower, "screen") || strings.HasPrefix(lower, "page") {
					t.Errorf("%s: %s looks like the name of a screen", name, id.Name)
				}
			}
			return true
		})
	}
}

// modelFields and modelFunctions bound the Model: what would make it grow belongs
// to a page, to the desk or to a room of its own.
const (
	modelFields    = 16
	modelFunctions = 70
)

func TestTheModelStaysSmall(t *testing.T) {
	t.Parallel()
	fields, functions := 0, 0
	for _, file := range sourceFiles(t) {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.TypeSpec:
				if s, ok := n.Type.(*ast.StructType); ok && n.Name.Name == "Model" {
					for _, f := range s.Fields.List {
						fields += max(len(f.Names), 1)
					}
				}
			case *ast.FuncDecl:
				takes := n.Recv != nil && isModel(n.Recv.List[0].Type)
				for _, p := range n.Type.Params.List {
					takes = takes || isModel(p.Type)
				}
				if takes {
					functions++
				}
			}
			return true
		})
	}
	if fields == 0 || fields > modelFields || functions == 0 || functions > modelFunctions {
		t.Errorf("the Model has %d fields and %d functions, of %d and %d", fields, functions, modelFields, modelFunctions)
	}
}

func isModel(t ast.Expr) bool {
	star, ok := t.(*ast.StarExpr)
	if !ok {
		return false
	}
	id, ok := star.X.(*ast.Ident)
	return ok && id.Name == "Model"
}
