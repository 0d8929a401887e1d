package gogen

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"

	"flagtui/internal/feature"
)

// check compiles the generated source together with a file that uses it.
func check(t *testing.T, generated []byte, use string) error {
	t.Helper()
	files := token.NewFileSet()
	var parsed []*ast.File
	for name, text := range map[string]string{"flags.go": string(generated), "use.go": "package flags\n" + use} {
		file, err := parser.ParseFile(files, name, text, 0)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		parsed = append(parsed, file)
	}
	_, err := (&types.Config{}).Check("flags", files, parsed, nil)
	return err
}

func TestWrite(t *testing.T) {
	text, err := Write("flags", []feature.Definition{
		{Name: "billing.new_invoice", Description: "Invoices\nby the new engine", Default: true},
		{Name: "3d-view", Scopes: []feature.Kind{feature.Section, feature.Project}},
		{Name: `quote"and\slash`, Description: "*/ // `"},
		{Name: "größe.ändern"},
	})
	if err != nil {
		t.Fatal(err)
	}
	for use, compiles := range map[string]bool{
		"var x = BillingNewInvoice.Name() + Feature3dView.String() + QuoteAndSlash.Name() + GrößeÄndern.Name()": true,
		"var x = BillingOldInvoice.Name()":                     false,
		`func on(Feature) bool; var x = on("billing.new_in")`:  false,
		"func on(Feature) bool; var x = on(BillingNewInvoice)": true,
		"var x bool = BillingNewInvoice.DefaultEnabled()":      true,
	} {
		use = strings.Replace(use, "on(Feature) bool;", "on(Feature) bool { return true };", 1)
		if err := check(t, text, use); (err == nil) != compiles {
			t.Errorf("%s: %v, want it to compile: %v", use, err, compiles)
		}
	}
	for _, want := range []string{`"project", "section"`, `"system", "tenant"`, "// Invoices by the new engine"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
}

func TestWriteRefuses(t *testing.T) {
	for _, names := range [][]string{{"a.b", "a_b"}, {"feature"}, {"all"}} {
		var defs []feature.Definition
		for _, name := range names {
			defs = append(defs, feature.Definition{Name: name})
		}
		if _, err := Write("flags", defs); !errors.Is(err, feature.ErrUsage) {
			t.Errorf("%v: %v, want a usage error", names, err)
		}
	}
	if _, err := Write("my flags", nil); !errors.Is(err, feature.ErrUsage) {
		t.Errorf("a bad package name: %v", err)
	}
	if text, err := Write("flags", nil); err != nil || check(t, text, "") != nil {
		t.Errorf("an empty catalogue: %v\n%s", err, text)
	}
}
