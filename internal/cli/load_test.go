package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
)

// runHere runs flagtui with the test's environment variables.
func runHere(t *testing.T, args ...string) ran {
	t.Helper()
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	out, stderr := tempFile(t), &strings.Builder{}
	code := Run(args, tempFile(t), out, stderr)
	text, err := os.ReadFile(out.Name())
	if err != nil {
		t.Fatal(err)
	}
	return ran{code, string(text), stderr.String()}
}

// TestVariables checks that a value in the environment is used, or is an error that
// gives the reason.
func TestVariables(t *testing.T) {
	path := small(t)
	homeDir := t.TempDir()
	t.Setenv("HOME", homeDir)
	if err := os.Symlink(path, filepath.Join(homeDir, "flags.db")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(homeDir, "f.yaml"), []byte("- {name: from.home}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	config := writeFile(t, "contexts:\n  a: {db: \"${A_DB}\", flags: ~/f.yaml}\n  b: {db: ~/flags.db}\n")
	for _, tc := range []struct {
		variables, args string
		code            int
		says            string
	}{
		{"FLAGTUI_DB=" + path + "\n", "list", 0, "orders.beta"},
		{"DATABASE_URL= sqlite:///" + path + "\r\n", "list", 0, "orders.beta"},
		{"FLAGTUI_DB=~/flags.db", "list", 0, "orders.beta"},
		{"", "list --db=~/flags.db --flags=~/f.yaml", 0, "from.home"},
		{"", "list --db=sqlite:///~/flags.db", 0, "orders.beta"},
		{"", "list --db=file:~/flags.db", 0, "orders.beta"},
		{"A_DB=" + path + "\n", "list --context a --config " + config, 0, "from.home"},
		{"", "list --context b --config " + config, 0, "orders.beta"},
		{"FLAGTUI_TIMEOUT=7s\n;FLAGTUI_READ_ONLY=1\n", "list --db " + path, 0, "orders.beta"},
		{`FLAGTUI_DB="` + path + `"`, "list", exitUsage, "FLAGTUI_DB starts with a quote"},
		{`DATABASE_URL='postgres://u:secret@h/db'`, "list", exitUsage, "DATABASE_URL starts with a quote"},
		{`A_DB="` + path + `"`, "list --context a --config " + config, exitUsage, "context a starts with a quote"},
		{`FLAGTUI_READ_ONLY="1"`, "list --db " + path, exitUsage, "FLAGTUI_READ_ONLY starts with a quote"},
		{"FLAGTUI_READONLY=1", "set orders.bulk=on --yes --db " + path, exitUsage, `did you mean "FLAGTUI_READ_ONLY"`},
		{"FLAGTUI_DATABASE_URL=x", "list --db " + path, exitUsage, "flagtui does not know the variable FLAGTUI_DATABASE_URL"},
		{"FLAGTUI_READONLY=1", "version", 0, "flagtui"},
		{"FLAGTUI_ACTIVE_HELP=0", "list --db " + path, 0, "orders.beta"}, // cobra's script for fish sets this variable
	} {
		t.Run(tc.variables+" "+tc.args, func(t *testing.T) {
			for _, name := range dbVariables {
				t.Setenv(name, "")
			}
			for variable := range strings.SplitSeq(tc.variables, ";") {
				if name, value, ok := strings.Cut(variable, "="); ok {
					t.Setenv(name, value)
				}
			}
			r := runHere(t, strings.Fields(tc.args)...)
			if r.code != tc.code || !strings.Contains(r.out+r.err, tc.says) || strings.Contains(r.out+r.err, "secret") {
				t.Errorf("exit %d, %s%s", r.code, r.out, r.err)
			}
		})
	}
	runWith(t, "", "test", "orders.bulk", "--db", path).expect(t, exitNegative, "")
}

// TestPrecedenceAndProtection checks that --context takes precedence over the
// applications' variables. A protected database stays protected, whatever names it.
func TestPrecedenceAndProtection(t *testing.T) {
	prod, dev := small(t), small(t)
	runWith(t, "", "set", "orders.bulk=on", "--db", dev, "--yes")
	dir := t.TempDir()
	if err := os.Symlink(prod, filepath.Join(dir, "link.db")); err != nil {
		t.Fatal(err)
	}
	t.Chdir(filepath.Dir(prod))
	config := writeFile(t, fmt.Sprintf("default_context: dev\ncontexts:\n  prod: {db: %q, protected: true}\n  dev: {db: %q}\n  unset: {db: \"${NOT_SET}\", protected: true}\n", prod, dev))
	use := func(variable, value string, args ...string) ran {
		t.Helper()
		for _, name := range dbVariables {
			t.Setenv(name, "")
		}
		if variable != "" {
			t.Setenv(variable, value)
		}
		return runHere(t, append(args, "--config", config)...)
	}
	const on, off = 0, exitNegative
	for _, tc := range []struct {
		variable, value, args string
		code                  int
	}{
		{"", "", "", on},
		{"DATABASE_URL", prod, "", off},
		{"SM_DATABASE_URL", prod, "", off},
		{"DATABASE_URL", prod, "--context dev", on},
		{"SM_DATABASE_URL", prod, "--context dev", on},
		{"FLAGTUI_DB", prod, "--context dev", off},
		{"FLAGTUI_DB", prod, "--db " + dev, on},
		{"", "", "--context dev --db " + prod, off},
	} {
		r := use(tc.variable, tc.value, append([]string{"test", "orders.bulk"}, strings.Fields(tc.args)...)...)
		r.expect(t, tc.code, "")
		if overridden := strings.Contains(r.err, "not of the context dev"); overridden != (tc.code == off && strings.Contains(tc.args, "--context")) {
			t.Errorf("%+v says %q", tc, r.err)
		}
	}
	for _, db := range []string{prod, "sqlite:///" + prod, "file:" + prod, "./" + filepath.Base(prod), filepath.Base(prod), filepath.Join(dir, "link.db")} {
		write := []string{"set", "orders.bulk=on", "--yes"}
		use("", "", append(write, "--db", db)...).expect(t, exitConfirm, "", "context prod is protected", "--confirm prod")
		use("", "", append(write, "--db", db, "--context", "dev")...).expect(t, exitConfirm, "", "--confirm prod")
		use("DATABASE_URL", db, write...).expect(t, exitConfirm, "", "--confirm prod")
		use("FLAGTUI_DB", db, append(write, "--confirm", "dev")...).expect(t, exitConfirm, "", `--confirm names "dev"`)
	}
	use("", "", "test", "orders.bulk", "--db", prod).expect(t, off, "")
	use("DATABASE_URL", prod, "set", "orders.bulk=on", "--confirm", "prod").expect(t, 0, "\"orders.bulk\" enabled\n")
}

// TestWithoutTheConfig checks that a command that needs no config file works with a
// broken one.
func TestWithoutTheConfig(t *testing.T) {
	catalogue := writeFile(t, "- {name: a.b}\n")
	dir := t.TempDir()
	for _, text := range []string{"nonsense: [", "default_context: gone\n", "contexts: {a: {db: ''}}\n", "default_context: a\ncontexts: {a: {db: \"${NOT_SET}\", protected: true, read_only: true}}\n"} {
		config := writeFile(t, text)
		for i, args := range []string{"version", "completion bash", "generate go " + catalogue, "demo", "demo --db " + filepath.Join(dir, "x.db")} {
			runWith(t, "", append(strings.Fields(args), "--config", config)...).expect(t, 0, "*")
			runWith(t, "", "demo", "--config", config, "--db", "postgres://u:secret@h/db").expect(t, exitUsage, "", "--db names no file")
			if i == 4 {
				os.Remove(filepath.Join(dir, "x.db"))
			}
		}
		runWith(t, "", "list", "--config", config).expect(t, exitUsage, "")
	}
}

// TestSwitchingContextsKeepsWhatWasGiven checks that options of the command line also
// apply to another context. The dashboard says so, because they may be wrong there.
func TestSwitchingContextsKeepsWhatWasGiven(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	given, own := writeFile(t, "- {name: given}\n"), writeFile(t, "- {name: own}\n")
	config := writeFile(t, fmt.Sprintf("contexts:\n  one: {db: %q, timeout: 3s}\n  two: {db: %q, flags: %q, timeout: 9s, protected: true}\n", small(t), small(t), own))
	for _, test := range []struct {
		args           []string
		defines, notes string
		timeout        time.Duration
	}{
		{[]string{"--context", "one"}, "own", "", 9 * time.Second},
		{[]string{"--context", "one", "--flags", given, "--schema", "app", "--timeout", "4s"}, "given", "the catalogue is still " + given + ", by --flags", 4 * time.Second},
	} {
		a := &app{stderr: io.Discard}
		root := a.rootCommand()
		root.RunE = func(cmd *cobra.Command, _ []string) error {
			options, err := a.connect(cmd.Context(), "two")
			if err != nil {
				return err
			}
			defer options.Store.Close()
			if options.Definitions[0].Name != test.defines || options.Notice != test.notes || options.Timeout != test.timeout || !options.Session.Protected || options.Session.Context != "two" {
				t.Errorf("%v: %+v", test.args, options)
			}
			return nil
		}
		root.SetArgs(append(test.args, "--config", config))
		if err := root.ExecuteContext(t.Context()); err != nil {
			t.Error(err)
		}
	}
}
