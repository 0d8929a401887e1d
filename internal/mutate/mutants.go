package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
)

// variable is the environment variable that selects a mutant by its number.
const variable = "FLAGTUI_MUTANT"

// selection is the source of a file that selects a mutant, which each package of mutants
// gets.
const selection = `

import (
	"os"
	"strconv"
)

var selectedMutant, _ = strconv.Atoi(os.Getenv("` + variable + `"))

func mutated(number int) bool { return number == selectedMutant }
`

// mutatedFile is a file with all of its mutants.
type mutatedFile struct {
	pkg     string // the package's name
	text    string
	mutants []string // each mutant's line and text, in the order of their numbers
}

// mutateFile adds the mutants of a file to its text, and numbers them from first. Each
// condition of an if or of a case without a tag becomes false, and so does each operand
// of ||. Each operand of && becomes true.
func mutateFile(name string, source []byte, first int) (mutatedFile, error) {
	positions := token.NewFileSet()
	file, err := parser.ParseFile(positions, name, source, parser.SkipObjectResolution)
	if err != nil {
		return mutatedFile{}, err
	}
	var mutants []string
	inserts := make([]string, len(source)+1) // the text to insert at each offset
	add := func(e ast.Expr, operator string) {
		from, to := positions.Position(e.Pos()), positions.Position(e.End())
		inserts[from.Offset] += "(("
		// An expression is added before its operands, and the operands end first.
		inserts[to.Offset] = fmt.Sprintf(") %smutated(%d))", operator, first+len(mutants)) + inserts[to.Offset]
		mutants = append(mutants, fmt.Sprintf("%s:%d: %s", name, from.Line, source[from.Offset:to.Offset]))
	}
	const becomesFalse, becomesTrue = "&& !", "|| "
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.IfStmt:
			add(n.Cond, becomesFalse)
		case *ast.SwitchStmt:
			for _, clause := range n.Body.List {
				for _, e := range clause.(*ast.CaseClause).List {
					if n.Tag == nil {
						add(e, becomesFalse)
					}
				}
			}
		case *ast.BinaryExpr:
			switch n.Op {
			case token.LAND:
				add(n.X, becomesTrue)
				add(n.Y, becomesTrue)
			case token.LOR:
				add(n.X, becomesFalse)
				add(n.Y, becomesFalse)
			}
		}
		return true
	})
	var text strings.Builder
	for offset, b := range source {
		text.WriteString(inserts[offset])
		text.WriteByte(b)
	}
	return mutatedFile{file.Name.Name, text.String(), mutants}, nil
}
