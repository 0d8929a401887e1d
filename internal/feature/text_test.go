package feature_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// strangers are names that a shell, a terminal or SQL could trip over.
var strangers = []string{"two words", "it's", `"quoted"`, "$HOME `id` $(id)", "-dash", "--yes", "%s\\n!x", "tab\there", "-\x1b[31mred", "ends with a line\n",
	"\nstarts", "right\u202eleft", "héllo", "*", "~", "a=b", "#", "\u00a0", `back\slash`, "\uFFFD", ";", "\x7f8"}

func TestShellWords(t *testing.T) {
	shells := []string{"sh"}
	for _, name := range []string{"bash", "dash", "zsh", "ksh", "busybox"} {
		if path, err := exec.LookPath(name); err == nil {
			shells = append(shells, path)
		}
	}
	all := slices.Concat(strangers, []string{"", "plain.name_1:2/3@4+5", "it's\x01", "%d\x01", "\x01-n", "\\0101\x01", "1\x012", " \n ", "$'\x02'", "\xff", `we?ird "q"'s`, "$(x)", "x; rm -rf /"})
	for b := range 0x80 {
		all = append(all, string(rune(b)), "x"+string(rune(b))+"7\x01")
	}
	for _, text := range all {
		word, ok := feature.ShellWord(text)
		if refused := strings.HasSuffix(text, "\n") || strings.Contains(text, "\x00"); refused == ok {
			t.Errorf("%q is said as %s", text, word)
		}
		if !ok {
			continue
		}
		if views.Clean(word) != word {
			t.Errorf("%q is said as %q", text, word)
		}
		for _, shell := range shells {
			args := []string{"-c", `say() { printf '%s|' "$#" "$@"; }; say ` + word}
			if strings.HasSuffix(shell, "busybox") {
				args = append([]string{"sh"}, args...)
			}
			out, err := exec.Command(shell, args...).Output()
			if got := strings.TrimSuffix(string(out), "|"); err != nil || got != "1|"+text {
				t.Errorf("%s makes %q of %s, want %q (%v)", shell, got, word, text, err)
			}
		}
	}
}

// TestAmount: large numbers have a comma between thousands.
func TestAmount(t *testing.T) {
	for n, want := range map[int]string{0: "0 flags", 1: "1 flag", 2: "2 flags", 999: "999 flags", 1000: "1,000 flags", 40_000: "40,000 flags", 1_234_567: "1,234,567 flags"} {
		if got := feature.Amount(n, "flag"); got != want {
			t.Errorf("%d: %q, not %q", n, got, want)
		}
	}
}

// A command on a flag can be pasted, whatever the flag is called.
func TestFlagCommand(t *testing.T) {
	for name, want := range map[string]string{"orders.beta": "flagtui clear orders.beta --db x", "two words": "flagtui clear 'two words' --db x", "--yes": "flagtui clear --db x -- --yes"} {
		if got, ok := feature.FlagCommand("clear", name, " --db x"); got != want || !ok {
			t.Errorf("%q: %s, %v, want %s", name, got, ok, want)
		}
	}
	if got, ok := feature.FlagCommand("clear", "ends with a line\n", ""); ok {
		t.Errorf("a name that no shell word can hold: %s", got)
	}
}
