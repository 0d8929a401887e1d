package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// hostileNames are names that some shell would execute if they were completed unchanged.
// Each would make the file MARK.
var hostileNames = []string{
	"aa$(touch${IFS}MARK)", "aa`touch MARK`", "aa;touch MARK", "aa|touch MARK", "aa&touch MARK", "aa\ntouch MARK", "aa'$(touch MARK)'", `aa"$(touch MARK)"`,
	"aa>MARK", "aa$(touch MARK)\t$(touch MARK)", "$(touch MARK)", "-aa", "--db=x", "~aa", "=aa", "@aa", "aa{b,c}", "aa*", "aa?", "aa[b]", "aa!x", "!x", "aa^b", "#aa",
	"aa b", "aa\\b", "aa(touch MARK)", "(touch MARK)", "aa,b", "aa%b", "%self", "aa\u201db", "aa\u00a0b", "aa\u202eb", "aa\x1b]0;x\x07", "aa$x", "aa\rb", "_activeHelp_ aa",
	"aa<(touch MARK)", "aa=on;x", "aa=$(touch MARK)", "{touch,MARK}", "aa\u2028b", "",
}

// hostileDatabase returns a database with a flag, a tenant and a change for each hostile
// name. It also has harmless names.
func hostileDatabase(t *testing.T, mark string) string {
	t.Helper()
	path, raw := newDatabase(t)
	for _, name := range append([]string{"aa.good", "aa_b-2/c@d:e+f", "aaé.日本"}, hostileNames...) {
		name = strings.ReplaceAll(name, "MARK", mark)
		for _, statement := range []string{
			`INSERT OR IGNORE INTO feature_flags_override (scope, scope_id, name, enabled, created_by, updated_by) VALUES ('system', '', ?1, 1, '', ?1)`,
			`INSERT OR IGNORE INTO tenants_tenant (id, slug, name, status) VALUES (?1, ?1, ?1, 'active')`,
			`INSERT INTO flagtui_change (change, at, actor, reason, scope, scope_id, name, after) VALUES (?1, '2026-01-02 03:04:05', ?1, '', 'system', '', ?1, 1)`,
		} {
			if _, err := raw.Exec(statement, name); err != nil {
				t.Fatal(err)
			}
		}
	}
	return path
}

// TestOffersAreWords checks that every offer is one plain word for a shell.
func TestOffersAreWords(t *testing.T) {
	path := hostileDatabase(t, "MARK")
	const harmless = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:/@+-é日本"
	for _, args := range []string{"get", "set", "clear", "test", "kill", "overrides", "history", "undo", "diff", "list --tenant"} {
		words := append([]string{"__complete"}, strings.Fields(args)...)
		words = append(slices.Insert(words, 2, "--db", path), "")
		r := runWith(t, "", words...)
		good := 0
		for line := range strings.SplitSeq(strings.TrimSpace(r.out), "\n") {
			if strings.HasPrefix(line, ":") {
				continue // cobra prints this line itself
			}
			word, description, _ := strings.Cut(line, "\t")
			bare := strings.TrimSuffix(strings.TrimSuffix(word, "=on"), "=off")
			if bare == "" || strings.Trim(bare, harmless) != "" || strings.ContainsAny(bare[:1], "-~@.:/+") || strings.Trim(description, harmless+", ") != "" {
				t.Errorf("completing %s offers %q", args, line)
			}
			if strings.Contains(word, "aa.good") || strings.Contains(word, "aaé.日本") {
				good++
			}
		}
		if good < 2 {
			t.Errorf("completing %s offers too little: %s", args, r.out)
		}
	}
}

// TestCompletionRunsNothing checks that the scripts work in real shells, and that no
// shell executes a name from the database.
func TestCompletionRunsNothing(t *testing.T) {
	program, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	mark := filepath.Join(t.TempDir(), "mark")
	database := hostileDatabase(t, mark)
	one, _ := newDatabase(t, `INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('system', '', 'aa$(touch${IFS}`+mark+`)', 1)`)
	for shell, script := range map[string]string{
		// The script needs this function of bash-completion.
		"bash": `_get_comp_words_by_ref() { cur=${COMP_WORDS[COMP_CWORD]}; prev=${COMP_WORDS[COMP_CWORD-1]}; words=("${COMP_WORDS[@]}"); cword=$COMP_CWORD; }
			__ltrim_colon_completions() { :; }; compopt() { :; }
			source <(flagtui completion bash)
			for word in "" a aa aa.g; do
				for type in 9 63; do
					COMP_WORDS=(flagtui set "$word"); COMP_CWORD=2 COMP_LINE="flagtui set $word" COMP_POINT=100 COMP_TYPE=$type
					__start_flagtui; printf '%s\n' "${COMPREPLY[@]}"
					COMP_WORDS=(flagtui list --tenant "$word"); COMP_CWORD=3 COMP_LINE="flagtui list --tenant $word"; __start_flagtui; printf '%s\n' "${COMPREPLY[@]}"
				done
			done
			# Each TAB puts into the line what the offers have in common, and the next
			# one completes that.
			export FLAGTUI_DB=$ONE; word=aa
			for tab in 1 2 3; do
				COMP_WORDS=(flagtui set "$word"); COMP_CWORD=2 COMP_LINE="flagtui set $word" COMP_TYPE=9; __start_flagtui
				if (( ${#COMPREPLY[@]} )); then word=${COMPREPLY[0]%o*}; fi
			done`,
		"fish": `flagtui completion fish | source; for word in "" a aa aa.g; complete -C "flagtui set $word"; complete -C "flagtui list --tenant $word"; end`,
		"zsh": `compdef() { :; }; _describe() { print -rl -- "${(@P)@[-1]}"; }; compadd() { :; }; _arguments() { :; }
			source <(flagtui completion zsh)
			for word in "" a aa aa.g; do
				words=(flagtui set "$word") CURRENT=3; _flagtui; words=(flagtui list --tenant "$word") CURRENT=4; _flagtui
			done`,
	} {
		t.Run(shell, func(t *testing.T) {
			path, err := exec.LookPath(shell)
			if err != nil {
				t.Skipf("%s is not installed", shell)
			}
			cmd := exec.CommandContext(t.Context(), path, "-c", script)
			cmd.Dir = t.TempDir()
			cmd.Env = append(os.Environ(), "PATH="+filepath.Dir(program)+":"+os.Getenv("PATH"), "FLAGTUI_DB="+database, "ONE="+one, "HOME="+t.TempDir(), "XDG_CONFIG_HOME="+t.TempDir())
			output, err := cmd.CombinedOutput()
			if !strings.Contains(string(output), "aa.good") {
				t.Errorf("nothing is completed: %v\n%s", err, output)
			}
			if _, err := os.Lstat(mark); err == nil {
				t.Errorf("a name was run:\n%s", output)
			}
			if made, _ := os.ReadDir(cmd.Dir); len(made) > 0 {
				t.Errorf("%v was made", made)
			}
		})
	}
}
