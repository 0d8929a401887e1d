package cli

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"go/parser"
	"go/token"
	"strings"
	"testing"
)

// TestForeignTextInCommands checks that no text of a database affects the terminal in a
// command's output. JSON stays valid.
func TestForeignTextInCommands(t *testing.T) {
	onPoison(t, func(t *testing.T, p *poison) {
		catalogue := writeFile(t, "- {name: canvas, scopes: both, rollout_mode: canary}\n")
		for _, args := range []string{
			"list", "list --tenant acme", "list --overridden", "list --orphaned", "list --counts", "scopes", "scopes tenant", "scopes project", "scopes section", "history", "history --effective",
			"doctor", "diff system tenant:acme", "diff project:100 project:101", "list --project 100", "list --section 100", "get canvas --project 100 --flags " + catalogue, "get canvas --section 101 --flags " + catalogue,
			"overrides canvas --flags " + catalogue, "kill canvas --dry-run --flags " + catalogue, "history --scope project:100", "config", "export", "export --format flagd", "undo",
			"history -o csv", "history -o markdown", "history -o wide", "list -o csv", "list -o markdown", "list --counts -o markdown", "scopes -o csv", "scopes -o markdown",
			"overrides canvas -o markdown --flags " + catalogue, "diff system tenant:acme -o csv", "diff system tenant:acme -o markdown", "doctor -o csv", "doctor -o markdown", "config -o csv",
		} {
			for _, extra := range [][]string{nil, {"--json"}} {
				r := runWith(t, "", append(append(strings.Fields(args), "--db", p.url, "--no-input"), extra...)...)
				what := args + " " + strings.Join(extra, " ")
				harmless(t, what, r.err)
				harmless(t, what, r.out)
				if extra != nil && strings.HasPrefix(r.out, "[") && !json.Valid([]byte(r.out)) {
					t.Errorf("%s is no JSON: %q", what, r.out)
				}
			}
		}
		for _, text := range p.texts() {
			for _, args := range [][]string{
				{"get", text}, {"get", "--tenant", text, "a"}, {"overrides", text}, {"set", text + "=on", "--yes"}, {"clear", text, "--dry-run"}, {"kill", text, "--dry-run"}, {"history", text},
				{"diff", text, "system"}, {"diff", "tenant:" + text, "system"}, {"undo", text, "--yes"}, {"history", "--scope", "tenant:" + text}, {"list", "--context", text}, {"list", "--project", text},
			} {
				for _, extra := range [][]string{nil, {"--json"}} {
					r := runWith(t, "", append(append(args, "--db", p.url, "--no-input"), extra...)...)
					harmless(t, fmt.Sprintf("%q", args), r.out)
					harmless(t, fmt.Sprintf("%q", args), r.err)
				}
			}
		}
	})
}

// TestForeignTextInCSV checks that no CSV cell is a formula for a spreadsheet.
func TestForeignTextInCSV(t *testing.T) {
	onPoison(t, func(t *testing.T, p *poison) {
		r := runWith(t, "", "history", "-o", "csv", "--db", p.url, "--limit", "1000")
		lines, err := csv.NewReader(strings.NewReader(r.out)).ReadAll()
		if err != nil || r.code != 0 || len(lines) < len(p.texts()) {
			t.Fatalf("exit code %d, %d lines (%v): %s", r.code, len(lines), err, r.err)
		}
		quoted := false
		for _, line := range lines {
			for _, cell := range line {
				if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") || strings.HasPrefix(cell, "＝") {
					t.Errorf("a cell is %q", cell)
				}
				quoted = quoted || cell == `'=HYPERLINK("http://pwn")`
			}
		}
		if !quoted {
			t.Error("no cell has the formula as text")
		}
	})
}

// TestForeignTextInGo checks that a catalogue's texts appear only in comments and
// strings of the Go source.
func TestForeignTextInGo(t *testing.T) {
	generate := func(name, description string) ran {
		text, err := json.Marshal([]map[string]any{{"name": name, "description": description}})
		if err != nil {
			t.Fatal(err)
		}
		r := runWith(t, "", "generate", "go", writeFile(t, string(text)))
		harmless(t, "generate go", r.out)
		harmless(t, "generate go", r.err)
		return r
	}
	declarations := func(source string) int {
		parsed, err := parser.ParseFile(token.NewFileSet(), "flags.go", source, 0)
		if err != nil {
			t.Fatalf("%v in %s", err, source)
		}
		return len(parsed.Decls)
	}
	usual := declarations(generate("b.c", "usual").out)
	for _, text := range foreign {
		if n := declarations(generate("b.c", text).out); n != usual {
			t.Errorf("the description %q makes %d declarations, not %d", text, n, usual)
		}
		if r := generate("a"+text, text); r.code == 0 && declarations(r.out) != usual {
			t.Errorf("the name %q makes %s", text, r.out)
		}
	}
}
