// Command mutate lists the conditions of a package that no test covers. It deletes one
// condition at a time and runs the package's tests. The source files stay as they are,
// because the compiler gets the changed file as an overlay.
//
//	go run ./internal/mutate [-file REGEXP] [-run REGEXP] DIRECTORY
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// mutant is a condition that another expression replaces.
type mutant struct {
	from, to   int // offsets of the condition in the file
	start, end string
	at         string // file, line and text of the condition
}

func main() {
	log.SetFlags(0)
	files := flag.String("file", "", "mutate only the files whose name matches")
	run := flag.String("run", "", "run only the tests whose name matches")
	flag.Parse()
	if flag.NArg() != 1 {
		log.Fatal("usage: mutate [-file REGEXP] [-run REGEXP] DIRECTORY")
	}
	survived, total, err := mutatePackage(flag.Arg(0), regexp.MustCompile(*files), *run)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d of %d deletions survived\n", survived, total)
}

// mutatePackage tests every mutant of the package in dir, and prints the survivors.
func mutatePackage(dir string, files *regexp.Regexp, run string) (survived, total int, err error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return 0, 0, err
	}
	if out, ok := runTests(dir, run, ""); !ok {
		return 0, 0, fmt.Errorf("the tests fail without any deletion:\n%s", out)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") || !files.MatchString(filepath.Base(path)) {
			continue
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return survived, total, err
		}
		found, err := mutants(path, source)
		if err != nil {
			return survived, total, err
		}
		for _, m := range found {
			total++
			noticed, err := testMutant(dir, path, source, m, run)
			if err != nil {
				return survived, total, err
			}
			if !noticed {
				survived++
				fmt.Println(m.at)
			}
		}
	}
	return survived, total, nil
}

// mutants returns the mutants of a file. Each condition of an if or of a case without a
// tag becomes false, and so does each operand of ||. Each operand of && becomes true.
// The condition's text stays in the code, so that its variables are still used.
func mutants(path string, source []byte) ([]mutant, error) {
	positions := token.NewFileSet()
	file, err := parser.ParseFile(positions, path, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var all []mutant
	add := func(e ast.Expr, start, end string) {
		from, to := positions.Position(e.Pos()), positions.Position(e.End())
		all = append(all, mutant{from.Offset, to.Offset, start, end, fmt.Sprintf("%s:%d: %s", from.Filename, from.Line, source[from.Offset:to.Offset])})
	}
	var operands func(ast.Expr)
	operands = func(e ast.Expr) {
		binary, ok := e.(*ast.BinaryExpr)
		if !ok || binary.Op != token.LAND && binary.Op != token.LOR {
			return
		}
		for _, operand := range []ast.Expr{binary.X, binary.Y} {
			if binary.Op == token.LAND {
				add(operand, "((", ") || true)")
			} else {
				add(operand, "((", ") && false)")
			}
			operands(operand)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.IfStmt:
			add(n.Cond, "(", ") && false")
			operands(n.Cond)
		case *ast.SwitchStmt:
			for _, clause := range n.Body.List {
				for _, e := range clause.(*ast.CaseClause).List {
					if n.Tag == nil {
						add(e, "(", ") && false")
						operands(e)
					}
				}
			}
		case *ast.AssignStmt:
			for _, e := range n.Rhs {
				operands(e)
			}
		case *ast.ReturnStmt:
			for _, e := range n.Results {
				operands(e)
			}
		}
		return true
	})
	return all, nil
}

// testMutant reports whether a test notices the mutant. A mutant that does not compile
// counts as noticed.
func testMutant(dir, path string, source []byte, m mutant, run string) (noticed bool, err error) {
	temp, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(temp)
	changed := string(source[:m.from]) + m.start + string(source[m.from:m.to]) + m.end + string(source[m.to:])
	copied, overlay := filepath.Join(temp, "mutant.go"), filepath.Join(temp, "overlay.json")
	if path, err = filepath.Abs(path); err != nil {
		return false, err
	}
	replace, err := json.Marshal(map[string]any{"Replace": map[string]string{path: copied}})
	if err != nil {
		return false, err
	}
	if err := os.WriteFile(copied, []byte(changed), 0o600); err != nil {
		return false, err
	}
	if err := os.WriteFile(overlay, replace, 0o600); err != nil {
		return false, err
	}
	_, passed := runTests(dir, run, overlay)
	return !passed, nil
}

// runTests runs the tests of the package in dir, and reports whether they pass.
func runTests(dir, run, overlay string) (output []byte, passed bool) {
	args := []string{"test", "-vet=off", "-failfast", "-count=1", "-timeout=2m", "-run=" + run}
	if overlay != "" {
		args = append(args, "-overlay="+overlay)
	}
	command := exec.Command("go", append(args, ".")...)
	command.Dir = dir
	output, err := command.CombinedOutput()
	return output, err == nil
}
