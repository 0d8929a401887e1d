package flagtui_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// goPackage is a package as "go list" describes it.
type goPackage struct {
	ImportPath string
	Standard   bool
	Imports    []string // without the imports of its tests
	Deps       []string // the imports and all their imports
}

// listPackages returns every package that the program is built from, by path.
func listPackages(t *testing.T) map[string]goPackage {
	t.Helper()
	list := exec.Command("go", "list", "-deps", "-json=ImportPath,Standard,Imports,Deps", "./...")
	var stderr bytes.Buffer
	list.Stderr = &stderr
	output, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, &stderr)
	}
	all := map[string]goPackage{}
	for decoder := json.NewDecoder(bytes.NewReader(output)); ; {
		var p goPackage
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all[p.ImportPath] = p
	}
}

const (
	openFeature = "github.com/open-feature"
	internal    = "flagtui/internal/"
	charm       = "github.com/charmbracelet"
	anyLibrary  = "*" // any package of another module
)

// allowedImports lists what each package may import besides the standard library. A
// path allows the packages below it too; a key that ends in /... is for all
// packages below it without a key of their own.
var allowedImports = map[string][]string{
	"flagtui":                           {internal + "data", internal + "change", internal + "feature", internal + "data/layout/layoutyaml", internal + "feature/catalogue", internal + "schema", internal + "scopekind"},
	internal + "scopekind":              {},
	internal + "words":                  {},
	internal + "schema":                 {},
	internal + "schema/...":             {internal + "schema"},
	internal + "feature":                {internal + "words"},
	internal + "feature/...":            {internal + "feature", anyLibrary},
	internal + "feature/gogen":          {internal + "feature", internal + "scopekind"},
	internal + "feature/gogen/...":      {"flagtui"},
	internal + "feature/catalogue":      {internal + "feature", "go.yaml.in/yaml"},
	internal + "feature/nearest":        {internal + "feature", "github.com/agnivade/levenshtein"},
	internal + "keys":                   {internal + "words", internal + "feature", charm},
	internal + "views":                  {internal + "words", internal + "keys", internal + "feature", charm, "github.com/muesli/termenv"},
	internal + "data":                   {internal + "schema", internal + "feature", internal + "data/engine", internal + "data/layout", internal + "data/described", internal + "data/flipper", internal + "data/funwithflags", internal + "data/recognise", internal + "data/simplemodule", internal + "data/torus", internal + "data/waffle", anyLibrary},
	internal + "data/recognise":         {},
	internal + "data/engine":            {internal + "feature", anyLibrary},
	internal + "data/layout":            {internal + "feature", internal + "data/engine", anyLibrary},
	internal + "data/layout/layoutyaml": {internal + "feature", internal + "data/layout", internal + "feature/nearest", "go.yaml.in/yaml"},
	internal + "data/described":         {internal + "feature", internal + "data/engine", internal + "data/layout", anyLibrary},
	internal + "data/flipper":           {internal + "feature", internal + "data/engine", internal + "data/layout", internal + "data/described", anyLibrary},
	internal + "data/funwithflags":      {internal + "feature", internal + "data/engine", internal + "data/layout", internal + "data/described", anyLibrary},
	internal + "data/waffle":            {internal + "feature", internal + "data/engine", internal + "data/layout", anyLibrary},
	internal + "data/simplemodule":      {internal + "feature", internal + "data/engine", internal + "data/layout", anyLibrary},
	internal + "data/torus":             {internal + "feature", internal + "data/engine", internal + "data/layout", anyLibrary},
	internal + "data/limit":             {internal + "data", internal + "feature"},
	internal + "data/shared":            {internal + "data"},
	internal + "data/...":               {internal + "words", internal + "schema", internal + "feature", internal + "data", anyLibrary},
	internal + "hooks":                  {internal + "words", internal + "feature"},
	internal + "probe":                  {internal + "words", internal + "feature"},
	internal + "probe/...":              {internal + "feature", internal + "probe"},
	internal + "change":                 {internal + "words", internal + "data", internal + "feature", internal + "hooks", internal + "probe"},
	internal + "model":                  {internal + "words", internal + "views", internal + "keys", internal + "change", internal + "doctor", internal + "data", internal + "feature", charm},
	internal + "bench":                  {"flagtui", internal + "schema", internal + "data/pgtest", anyLibrary},
	internal + "mutate":                 {},
	internal + "manpage":                {"flagtui/docs", internal + "keys", "github.com/spf13"},
	internal + "dist":                   {},
	internal + "pictures":               {internal + "words", internal + "cli/demo", internal + "model", internal + "views", internal + "data", internal + "feature", charm},
	internal + "terminal":               {internal + "terminal", anyLibrary},
	internal + "terminal/...":           {anyLibrary},
	internal + "config":                 {internal + "words", internal + "hooks", internal + "probe", internal + "keys", internal + "data/layout", internal + "data/layout/layoutyaml", internal + "feature", "go.yaml.in/yaml", "golang.org/x/crypto/ssh"},
	internal + "doctor":                 {internal + "words", internal + "data", internal + "feature"},
	internal + "serve":                  {internal + "config", internal + "feature", "golang.org/x/crypto/ssh"},
	"flagtui/docs":                      {},
	internal + "cli":                    {internal + "words", "flagtui", "flagtui/docs", internal, anyLibrary},
	internal + "cli/...":                {"flagtui", internal, anyLibrary},
	"flagtui/cmd/...":                   {internal + "cli"},
	"flagtui/openfeature":               {"flagtui", openFeature},
}

// TestArrows: each package imports only what it may, and neither the data packages
// nor the rules depend on a terminal library, not even indirectly.
func TestArrows(t *testing.T) {
	all := listPackages(t)
	for path, p := range all {
		if !isUnder(path, "flagtui") {
			continue
		}
		allowed := importsAllowedIn(path)
		if allowed == nil {
			t.Errorf("there is no rule for %s", path)
		}
		for _, imported := range p.Imports {
			if !all[imported].Standard && !slices.ContainsFunc(allowed, func(pattern string) bool {
				return isUnder(imported, pattern) && pattern != "flagtui" || imported == pattern || pattern == anyLibrary && !isUnder(imported, "flagtui")
			}) {
				t.Errorf("%s imports %s", path, imported)
			}
		}
		for _, dep := range p.Deps {
			if isUnder(dep, charm) && (isUnder(path, internal+"data") || isUnder(path, internal+"feature")) {
				t.Errorf("%s needs %s", path, dep)
			}
			if isUnder(dep, openFeature) && path != "flagtui/openfeature" {
				t.Errorf("%s needs %s, which only the provider may need", path, dep)
			}
		}
	}
}

// importsAllowedIn returns what a package may import; nil if allowedImports has no
// entry for it.
func importsAllowedIn(path string) []string {
	if allowed, ok := allowedImports[path]; ok {
		return allowed
	}
	for folder := path; folder != "."; folder = filepath.Dir(folder) {
		if allowed, ok := allowedImports[folder+"/..."]; ok {
			return allowed
		}
	}
	return nil
}

// isUnder reports whether path is folder or below it.
func isUnder(path, folder string) bool {
	return path == folder || strings.HasPrefix(path, strings.TrimSuffix(folder, "/")+"/")
}

// TestFilesStaySmall: a longer file has more than one subject and should be split.
func TestFilesStaySmall(t *testing.T) {
	const maxLines = 300
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && strings.HasPrefix(entry.Name(), ".") && path != ".":
			return fs.SkipDir
		case !strings.HasSuffix(path, ".go"):
			return nil
		}
		text, err := os.ReadFile(path)
		if n := bytes.Count(text, []byte("\n")); n > maxLines {
			t.Errorf("%s has %d lines, and may have %d", path, n, maxLines)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
