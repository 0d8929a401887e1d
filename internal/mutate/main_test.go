package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
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

func TestMutants(t *testing.T) {
	found, err := mutants("sample.go", []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range found {
		got = append(got, m.at+" -> "+m.start+m.end)
	}
	want := []string{
		"sample.go:4: strict && n == 0 -> () && false",
		"sample.go:4: strict -> (() || true)",
		"sample.go:4: n == 0 -> (() || true)",
		"sample.go:8: n < 0 -> () && false",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the mutants are %q, not %q", got, want)
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
	survived, total, err := mutatePackage(dir, regexp.MustCompile(""), "")
	if err != nil || survived != 1 || total != 4 {
		t.Errorf("%d of %d deletions survived, %v", survived, total, err)
	}
}
