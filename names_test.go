package flagtui_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// bannedWords may not be a word of any declared name, nor of a file's name: they do
// not say what they stand for. Use the standard term of the field instead.
var bannedWords = strings.Fields(`aside asides homes judge mend mends comfort comforts settle settled ticket punch together
	oddity oddities vigil hurry garbage deafen dwell beginning beginnings`)

// bannedNames may not be a whole name. They are ordinary as a word of a longer one.
var bannedNames = strings.Fields(`begun canvas examine goal goals home look mask outdated painted painter pen reach resting
	rested sortout storedoverride stray told unasked uncounted`)

// bannedFiles may not be the name of a file, besides the two lists above.
var bannedFiles = strings.Fields(`cells edges facts link marks oddrows panel places point scopedexamine sets turn detailsfacts`)

// TestPlainNames: no declaration and no file has a banned name.
func TestPlainNames(t *testing.T) {
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && strings.HasPrefix(entry.Name(), ".") && path != ".":
			return fs.SkipDir
		case entry.IsDir():
			return nil
		}
		stem := strings.TrimSuffix(strings.TrimSuffix(entry.Name(), filepath.Ext(path)), "_test")
		if isBanned(stem) || slices.Contains(bannedFiles, strings.ToLower(stem)) {
			t.Errorf("%s: give the file a name that says what is in it", path)
		}
		if filepath.Ext(path) != ".go" {
			return nil
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, name := range declaredNames(file) {
			if isBanned(name.Name) {
				t.Errorf("%s: %s is a banned name: name what it holds", files.Position(name.Pos()), name.Name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// declaredNames returns the identifiers that a file declares: packages, types,
// functions, fields, parameters, constants, variables and labels.
func declaredNames(file *ast.File) []*ast.Ident {
	names := []*ast.Ident{file.Name}
	addExpressions := func(expressions ...ast.Expr) {
		for _, e := range expressions {
			if name, ok := e.(*ast.Ident); ok {
				names = append(names, name)
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			names = append(names, n.Name)
		case *ast.TypeSpec:
			names = append(names, n.Name)
		case *ast.ValueSpec:
			names = append(names, n.Names...)
		case *ast.Field:
			names = append(names, n.Names...)
		case *ast.ImportSpec:
			if n.Name != nil {
				names = append(names, n.Name)
			}
		case *ast.LabeledStmt:
			names = append(names, n.Label)
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				addExpressions(n.Lhs...)
			}
		case *ast.RangeStmt:
			if n.Tok == token.DEFINE {
				addExpressions(n.Key, n.Value)
			}
		}
		return true
	})
	return names
}

// isBanned reports whether a name is banned, or has a banned word. Upper and lower
// case are the same.
func isBanned(name string) bool {
	return slices.Contains(bannedNames, strings.ToLower(name)) ||
		slices.ContainsFunc(wordsOf(name), func(word string) bool { return slices.Contains(bannedWords, word) })
}

// wordStart matches the two letters at which a new word of a camelCase name starts.
var wordStart = regexp.MustCompile(`([a-z])([A-Z])|([A-Z])([A-Z][a-z])`)

// wordsOf returns the words of a name in camelCase or with separators, in lower case.
func wordsOf(name string) []string {
	spaced := strings.ToLower(wordStart.ReplaceAllString(name, "$1$3 $2$4"))
	return strings.FieldsFunc(spaced, func(r rune) bool { return !unicode.IsLetter(r) })
}

func TestIsBanned(t *testing.T) {
	for name, want := range map[string]bool{
		"asides": true, "Asides": true, "readAsides": true, "asidesOf": true, "read_asides": true, "HTTPTicket": true, "punch2": true, "sortOut": true, "look": true, "Told": true,
		"lookUp": false, "rollouts": false, "inside": false, "settings": false, "override": false, "key": false, "set": false, "field": false, "homeDirectory": false, "URL": false, "": false,
	} {
		if got := isBanned(name); got != want {
			t.Errorf("isBanned(%q) is %v; its words are %q", name, got, wordsOf(name))
		}
	}
}
