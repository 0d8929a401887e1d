package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const source = `package sample

func sign(n int, strict bool) string {
	if strict && n == 0 {
		return "zero"
	}
	switch {
	case n < 0:
		return "negative"
	}
	return "positive"
}
`

func TestMutateFile(t *testing.T) {
	file, err := mutateFile("sample.go", []byte(source), 1)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"sample.go:4: strict && n == 0",
		"sample.go:4: strict",
		"sample.go:4: n == 0",
		"sample.go:8: n < 0",
	}
	if !slices.Equal(file.mutants, want) {
		t.Errorf("the mutants are %q, not %q", file.mutants, want)
	}
	for _, changed := range []string{
		"if ((((strict) || mutated(2)) && ((n == 0) || mutated(3))) && !mutated(1)) {",
		"case ((n < 0) && !mutated(4)):",
	} {
		if !strings.Contains(file.text, changed) {
			t.Errorf("the file does not contain %q:\n%s", changed, file.text)
		}
	}
}

// Of the four deletions the sample's tests notice three: no test calls sign(0, false).
func TestMutatePackage(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":    "module sample\n\ngo 1.24\n",
		"sample.go": source,
		"sample_test.go": `package sample

import "testing"

func TestSign(t *testing.T) {
	if sign(0, true) != "zero" || sign(-1, true) != "negative" || sign(1, true) != "positive" {
		t.Fail()
	}
}
`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	survived, total, err := mutatePackage(dir, regexp.MustCompile(""), "", "")
	if err != nil || survived != 1 || total != 4 {
		t.Errorf("%d of %d deletions survived, %v", survived, total, err)
	}
}
