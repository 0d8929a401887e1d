package gogen

import (
	"bytes"
	"errors"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
)

// compiledPackages maps import paths to the files of compiled packages: flagtui, what
// generated code imports besides, and their imports.
var compiledPackages = sync.OnceValues(func() (map[string]string, error) {
	list := exec.Command("go", "list", "-export", "-deps", "-f", "{{if .Export}}{{.ImportPath}}={{.Export}}{{end}}", "flagtui", "slices", "strings")
	var stderr bytes.Buffer
	list.Stderr = &stderr
	output, err := list.Output()
	if err != nil {
		return nil, errors.New(err.Error() + ": " + stderr.String())
	}
	files := map[string]string{}
	for line := range strings.Lines(string(output)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), "=")
		files[path] = file
	}
	return files, nil
})

// compiler type-checks generated packages against the real package flagtui.
type compiler struct {
	files    *token.FileSet
	importer types.Importer
}

func newCompiler(t *testing.T) *compiler {
	t.Helper()
	compiled, err := compiledPackages()
	if err != nil {
		t.Fatal(err)
	}
	files := token.NewFileSet()
	return &compiler{files, importer.ForCompiler(files, "gc", func(path string) (io.ReadCloser, error) { return os.Open(compiled[path]) })}
}

// Import returns a package for the generated code.
func (c *compiler) Import(path string) (*types.Package, error) { return c.importer.Import(path) }

// check type-checks one package.
func (c *compiler) check(t *testing.T, path, text string, from types.Importer) (*types.Package, error) {
	t.Helper()
	file, err := parser.ParseFile(c.files, path+".go", text, 0)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return (&types.Config{Importer: from}).Check(path, c.files, []*ast.File{file}, nil)
}

// generated is a generated package that other packages can import as "flags".
type generated struct {
	*compiler
	flags *types.Package
}

func (c *compiler) generate(t *testing.T, text []byte) generated {
	t.Helper()
	flags, err := c.check(t, "flags", string(text), c)
	if err != nil {
		t.Fatalf("the generated package does not compile: %v\n%s", err, text)
	}
	return generated{c, flags}
}

func (g generated) Import(path string) (*types.Package, error) {
	if path == "flags" {
		return g.flags, nil
	}
	return g.compiler.Import(path)
}

// use compiles a body of a function in another package. The function has the client as
// its parameter.
func (g generated) use(t *testing.T, body string) error {
	t.Helper()
	_, err := g.check(t, "use", `package use
import ("flags"; "flagtui")
var _ flags.Flag
func use(client *flagtui.Client) { `+body+` }`, g)
	return err
}
