package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestGenerateGo(t *testing.T) {
	catalogue := writeFile(t, "- {name: a.b}\n- {name: a_b, scopes: [project]}\n- {name: c=d, scopes: [system]}\n")
	generate := func(args ...string) ran {
		return runWith(t, "", append([]string{"generate", "go", catalogue}, args...)...)
	}
	generate().expect(t, exitUsage, "", `the flag "a.b" and the flag "a_b" would both be AB in Go`, `--as 'a_b=…'`)
	generate("--as", "a_b").expect(t, exitUsage, "", "--as a_b has no =")
	generate("--as", "a_b=X", "--as", "a_b=Y").expect(t, exitUsage, "", `"a_b" twice`)
	generate("--as", "a_b=x").expect(t, exitUsage, "", `the flag "a_b" cannot have the name "x" in Go`)
	generate("--as", "a_b=X", "--as", "none=Y").expect(t, exitUnknown, "", `no flag "none"`)
	generate("--as", "a_b=X", "--scopes", "Actor").expect(t, exitUsage, "", `"Actor" cannot be a kind of scope`)
	generate("--as", "a_b=X", "--package", "my flags").expect(t, exitUsage, "", `"my flags" cannot be the name of a Go package`)

	r := generate("--as", "a_b=AUnderB", "--as", "c=d=CD", "--scopes", "system,actor", "--package", "features")
	r.expect(t, 0, "*")
	for _, want := range []string{"package features", `AB = SystemOrActorFlag{`, `AUnderB = ProjectFlag{`, `CD = SystemFlag{`, `func Actor(id string) ActorScope`} {
		if !strings.Contains(strings.Join(strings.Fields(r.out), " "), want) {
			t.Errorf("no %s in\n%s", want, r.out)
		}
	}

	path := filepath.Join(t.TempDir(), "flags.go")
	for range 2 {
		generate("--as", "a_b=AUnderB", "--as", "c=d=CD", "--scopes", "system,actor", "--package", "features", "--output", path).expect(t, 0, "")
		if text, err := os.ReadFile(path); err != nil || string(text) != r.out {
			t.Errorf("the file is not what stdout had: %v", err)
		}
	}
	generate("--output", path).expect(t, exitUsage, "")
	if text, err := os.ReadFile(path); err != nil || string(text) != r.out {
		t.Errorf("an error has changed the file: %v", err)
	}
}
