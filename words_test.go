package flagtui_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// verb matches a verb of package fmt. A percent sign before a blank is only that.
var verb = regexp.MustCompile(`%[[a-zA-Z0-9.+#-]`)

// TestWords: each text of the catalogue is said somewhere, and with as many arguments as
// it has verbs.
func TestWords(t *testing.T) {
	verbs := catalogueVerbs(t)
	said := map[string]bool{}
	eachFile(t, func(files *token.FileSet, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				if name := catalogueName(n); name != "" {
					said[name] = true
				}
			case *ast.CallExpr:
				function, ok := n.Fun.(*ast.SelectorExpr)
				if !ok || function.Sel.Name != "Say" || len(n.Args) == 0 || n.Ellipsis.IsValid() {
					return true
				}
				name := catalogueName(n.Args[0])
				if want, ok := verbs[name]; ok && want != len(n.Args)-1 {
					t.Errorf("%s: words.%s has %d verbs, and %d arguments are given", files.Position(n.Pos()), name, want, len(n.Args)-1)
				}
			}
			return true
		})
	})
	for name := range verbs {
		if !said[name] {
			t.Errorf("nothing says words.%s", name)
		}
	}
}

// sentence matches what is said to people, and not a key, a format or a name.
var sentence = regexp.MustCompile(`[a-z]{2,} [a-z]{2,}`)

// notScreens are the files of the screens' rooms that say nothing on a screen, or only what
// stays English: what commands print, what is copied into a chat, errors about the config
// file and about queries.
var notScreens = []string{"markdown.go", "plainlist.go", "roles.go", "themes.go", "query.go"}

// TestScreensSayTheCatalogue: the rooms of the screens have no sentence of their own. Errors
// and commands are English.
func TestScreensSayTheCatalogue(t *testing.T) {
	eachFile(t, func(files *token.FileSet, file *ast.File) {
		path := filepath.ToSlash(files.Position(file.Pos()).Filename)
		if dir := filepath.ToSlash(filepath.Dir(path)); dir != "internal/views" && dir != "internal/model" || slices.Contains(notScreens, filepath.Base(path)) {
			return
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CompositeLit: // an error
				kind, ok := n.Type.(*ast.SelectorExpr)
				return !ok || kind.Sel.Name != "Problem"
			case *ast.BasicLit:
				if n.Kind == token.STRING && sentence.MatchString(n.Value) && !strings.HasPrefix(n.Value, `"flagtui `) && n.Value != `"unknown tenant"` {
					t.Errorf("%s: %s belongs into internal/words", files.Position(n.Pos()), n.Value)
				}
			}
			return true
		})
	})
}

// catalogueName returns X of the expression words.X, or "".
func catalogueName(e ast.Expr) string {
	selector, ok := e.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	if pkg, ok := selector.X.(*ast.Ident); !ok || pkg.Name != "words" {
		return ""
	}
	return selector.Sel.Name
}

// catalogueVerbs returns the number of verbs of each exported text of internal/words, by
// its name. A noun has none.
func catalogueVerbs(t *testing.T) map[string]int {
	t.Helper()
	verbs := map[string]int{}
	paths, err := filepath.Glob("internal/words/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 || !spec.Names[0].IsExported() {
				return true
			}
			literal, ok := spec.Values[0].(*ast.CompositeLit)
			if !ok || len(literal.Elts) == 0 {
				return true
			}
			if english, ok := literal.Elts[0].(*ast.BasicLit); ok && english.Kind == token.STRING {
				text, err := strconv.Unquote(english.Value)
				if err != nil {
					t.Error(err)
				}
				verbs[spec.Names[0].Name] = len(verb.FindAllString(strings.ReplaceAll(text, "%%", ""), -1))
				if kind, ok := literal.Type.(*ast.Ident); ok && kind.Name == "Noun" {
					verbs[spec.Names[0].Name] = 0
				}
			}
			return true
		})
	}
	return verbs
}

// eachFile calls visit with every file of the program's source, without tests.
func eachFile(t *testing.T, visit func(*token.FileSet, *ast.File)) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && strings.HasPrefix(entry.Name(), ".") && path != ".":
			return fs.SkipDir
		case entry.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err == nil {
			visit(files, file)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
