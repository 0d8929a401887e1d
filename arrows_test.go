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

// pkg is what "go list" tells of a package.
type pkg struct {
	ImportPath string
	Standard   bool
	Imports    []string // without those of its tests
	Deps       []string // the same, and what these import in turn
}

// packages returns every package that the program is built from, by its path.
func packages(t *testing.T) map[string]pkg {
	t.Helper()
	list := exec.Command("go", "list", "-deps", "-json=ImportPath,Standard,Imports,Deps", "./...")
	var complaint bytes.Buffer
	list.Stderr = &complaint
	text, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, &complaint)
	}
	all := map[string]pkg{}
	for decoder := json.NewDecoder(bytes.NewReader(text)); ; {
		var p pkg
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all[p.ImportPath] = p
	}
}

const (
	here      = "flagtui/internal/"
	charm     = "github.com/charmbracelet"
	libraries = "*" // any that are not ours
)

// arrows are what each package may import besides the standard library. A
// folder stands for all that is in it.
var arrows = map[string][]string{
	"flagtui":                  {},
	here + "feature":           {},
	here + "feature/...":       {here + "feature", libraries},
	here + "feature/catalogue": {here + "feature", "go.yaml.in/yaml"},
	here + "feature/nearest":   {here + "feature", "github.com/agnivade/levenshtein"},
	here + "keys":              {here + "feature", charm},
	here + "views":             {here + "keys", here + "feature", charm, "github.com/muesli/termenv"},
	here + "data":              {"flagtui", here + "feature", libraries},
	here + "data/...":          {"flagtui", here + "feature", here + "data", libraries},
	here + "model":             {here + "views", here + "keys", here + "data", here + "feature", charm},
	here + "bench":             {"flagtui", here + "data/pgtest", libraries},
	here + "terminal":          {here + "terminal", libraries},
	here + "terminal/...":      {libraries},
	here + "cli":               {"flagtui", here, libraries},
	here + "cli/...":           {"flagtui", here, libraries},
	"flagtui/cmd/...":          {here + "cli"},
}

// TestArrows keeps the packages in their order: nothing points up, and what
// has no use for a terminal knows of none, however far away.
func TestArrows(t *testing.T) {
	all := packages(t)
	for path, p := range all {
		if !under(path, "flagtui") {
			continue
		}
		allowed := rule(path)
		if allowed == nil {
			t.Errorf("there is no rule for %s", path)
		}
		for _, imported := range p.Imports {
			if !all[imported].Standard && !slices.ContainsFunc(allowed, func(one string) bool {
				return under(imported, one) && one != "flagtui" || imported == one || one == libraries && !under(imported, "flagtui")
			}) {
				t.Errorf("%s imports %s", path, imported)
			}
		}
		for _, dep := range p.Deps {
			if under(dep, charm) && (under(path, here+"data") || under(path, here+"feature")) {
				t.Errorf("%s needs %s", path, dep)
			}
		}
	}
}

// rule finds what a package may import.
func rule(path string) []string {
	if allowed, ok := arrows[path]; ok {
		return allowed
	}
	for folder := path; folder != "."; folder = filepath.Dir(folder) {
		if allowed, ok := arrows[folder+"/..."]; ok {
			return allowed
		}
	}
	return nil
}

// under tells whether a path is a folder, or in it.
func under(path, folder string) bool {
	return path == folder || strings.HasPrefix(path, strings.TrimSuffix(folder, "/")+"/")
}

// TestFilesStaySmall: a file that grows past this has more than one subject.
func TestFilesStaySmall(t *testing.T) {
	const most = 300
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && strings.HasPrefix(entry.Name(), ".") && path != ".":
			return fs.SkipDir
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		text, err := os.ReadFile(path)
		if n := bytes.Count(text, []byte("\n")); n > most {
			t.Errorf("%s has %d lines, and may have %d", path, n, most)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
