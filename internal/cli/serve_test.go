package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// TestServeCommands checks that a command over SSH has the exit code and the streams that
// it has at home, and the rights of its user.
func TestServeCommands(t *testing.T) {
	db := small(t)
	h := startSSH(t, db, "", threeUsers)
	locally := func(args ...string) string { return runWith(t, "", append(args, "--db", db)...).out }
	for _, tc := range []struct {
		user, command string
		code          int
		out           string // "*" means any output
		err           string
	}{
		{"alice", "list --json --tenant acme", 0, locally("list", "--json", "--tenant", "acme"), ""},
		{"bob", "list", 0, locally("list"), ""},
		{"bob", "", 0, locally("list"), ""}, // no terminal, and no command
		{"carol", "list --json", 0, locally("list", "--json", "--tenant", "acme"), ""},
		{"bob", "test orders.beta", 0, "", ""},
		{"bob", "test orders.beta --tenant acme", 1, "", ""},
		{"bob", "diff system tenant:acme", 1, "*", ""},
		{"bob", "list --json --nonsense", 2, "", `{"error":{"code":"usage"`},
		{"bob", "get nope", 3, "", "not registered"},
		{"bob", "set orders.bulk=on --yes", 5, "", "read-only: your role"},
		{"bob", "undo --yes", 3, "", "no change of bob"},
		{"bob", "export", 0, locally("export"), ""},
		{"bob", "list --context guarded", 2, "", `no context "guarded"`},
		{"bob", "list --context secret", 2, "", `no context "secret"`},
		{"alice", "set orders.bulk=on --tenant acme", 7, "", "--yes"},
		{"alice", `set orders.bulk=on --tenant acme --yes --reason "it's a 'pilot'"`, 0, "*", "saved as"},
		{"alice", `history --json --limit 1`, 0, "*", ""},
		{"alice", "set orders.bulk=off --yes --context guarded", 7, "", "--confirm guarded"},
		{"alice", "set orders.bulk=off --yes --context guarded --confirm guarded", 0, "*", ""},
		{"alice", `set 'orders.bulk=on`, 2, "", "open quote"},
		{"alice", "list | cat", 2, "", "unknown command"},
		{"carol", "list --json --tenant globex", 5, "", "you may not use tenant:globex"},
		{"carol", "list --json --tenant nobody", 5, "", "you may not use tenant:nobody"},
		{"carol", "set orders.bulk=on --yes --scope system", 5, "", "you may not use system"},
		{"carol", "kill orders.beta --yes", 5, "", "that concerns every scope"},
		{"carol", "scopes --json", 0, `[{"kind":"tenant","id":"acme","name":"Acme","overrides":3}]` + "\n", ""},
		{"carol", "overrides orders.bulk --json", 0, "*", ""},
		{"carol", "set orders.beta=on --yes", 0, "*", "saved as"},
	} {
		r := h.ssh(tc.user, "", nil, strings.Fields(tc.command)...)
		if tc.out != "*" && r.out != tc.out || r.code != tc.code || !strings.Contains(r.err, tc.err) {
			t.Errorf("%s: %q exits with %d, prints %q and %q; want %d, %q and %q", tc.user, tc.command, r.code, r.out, r.err, tc.code, tc.out, tc.err)
		}
		if strings.Contains(r.out+r.err, "ghost") && tc.user == "carol" {
			t.Errorf("carol: %q shows another tenant: %s%s", tc.command, r.out, r.err)
		}
	}
	r := h.ssh("bob", "", nil, "history", "--json")
	for _, want := range []string{`"actor":"alice from 127.0.0.1","reason":"it's a 'pilot'","scope":"tenant","scope_id":"acme","name":"orders.bulk"`, `"actor":"carol from 127.0.0.1","reason":"","scope":"tenant"`} {
		if !strings.Contains(r.out, want) {
			t.Errorf("the history lacks %s: %s", want, r.out)
		}
	}
	h.waitForLog(`msg=change user=alice client=127.0.0.1 context=prod what=apply change=\S+ overrides=1 catalogue=false changes="orders.bulk at tenant:acme: on"`)
	h.waitForLog(`level=WARN msg=command user=bob client=127.0.0.1 command="set orders.bulk=on --yes" exit=5`)
}

// TestServeApply checks that a backup goes through SSH in both directions.
func TestServeApply(t *testing.T) {
	h := startSSH(t, small(t), "", threeUsers)
	backup := h.ssh("alice", "", nil, "export").out
	if r := h.ssh("alice", "", nil, "kill", "orders.beta", "--yes"); r.code != 0 {
		t.Fatal(r.err)
	}
	if r := h.ssh("bob", backup, nil, "apply", "-", "--yes"); r.code != 5 {
		t.Errorf("a read-only user applies: %d, %s", r.code, r.err)
	}
	if r := h.ssh("carol", backup, nil, "apply", "-", "--yes"); r.code != 5 || !strings.Contains(r.err, "you may not use") {
		t.Errorf("a user of one tenant applies all: %d, %s", r.code, r.err)
	}
	if r := h.ssh("alice", backup, nil, "apply", "-", "--yes"); r.code != 0 {
		t.Errorf("%d, %s", r.code, r.err)
	}
	if now := h.ssh("alice", "", nil, "export").out; now != backup {
		t.Errorf("the export is\n%s\nand was\n%s", now, backup)
	}
}

// TestServeRefuses tries what OpenSSH offers besides the dashboard and the commands. All
// of it is refused, and nothing of the server is read, written or run.
func TestServeRefuses(t *testing.T) {
	h := startSSH(t, small(t), "", threeUsers)
	h.newUserKey("eve")
	before := h.ssh("bob", "", nil, "export").out
	file := filepath.Join(h.dir, "made")
	if err := os.WriteFile(filepath.Join(h.dir, "scopes"), []byte("tenant:acme\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		user    string
		options []string
		command string
		err     string
	}{
		"unknown key":           {"eve", nil, "list", "Permission denied (publickey)"},
		"another's name":        {"bob", []string{"-l", "alice"}, "list", "Permission denied (publickey)"},
		"unknown name":          {"bob", []string{"-l", "root"}, "list", "Permission denied (publickey)"},
		"password":              {"bob", []string{"-o", "PreferredAuthentications=password"}, "list", "Permission denied (publickey)"},
		"questions":             {"bob", []string{"-o", "PreferredAuthentications=keyboard-interactive"}, "list", "Permission denied (publickey)"},
		"a forwarded port":      {"bob", []string{"-W", "127.0.0.1:" + h.port}, "", "flagtui forwards nothing"},
		"a port of the server":  {"bob", []string{"-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:1"}, "list", "forwarding failed"},
		"sftp":                  {"bob", []string{"-s"}, "sftp", "subsystem request failed"},
		"a shell command":       {"bob", nil, "sh -c 'touch " + file + "'", `unknown command "sh"`},
		"a shell's syntax":      {"bob", nil, "list; touch " + file, `unknown command "list;"`},
		"a command of the host": {"bob", nil, "demo --db " + file, `unknown command "demo"`},
		"init":                  {"alice", nil, "init --yes", `unknown command "init"`},
		"the server itself":     {"alice", nil, "serve", `unknown command "serve"`},
		"generate":              {"alice", nil, "generate go " + file, `unknown command "generate"`},
		"completion":            {"alice", nil, "__complete list --context ''", `unknown command "__complete"`},
		"completion with flags": {"alice", nil, "--json __completeNoDesc list --context ''", `unknown command \"__complete\"`},
		"another database":      {"alice", nil, "list --db " + h.db, "--db cannot be used over SSH"},
		"another config file":   {"alice", nil, "list --config /dev/null", "--config cannot be used over SSH"},
		"a catalogue file":      {"alice", nil, "list --flags /etc/passwd", "--flags cannot be used over SSH"},
		"another actor":         {"alice", nil, "set orders.bulk=on --yes --actor bob", "--actor cannot be used over SSH"},
		"another author":        {"alice", nil, "set orders.bulk=on --yes --author bob", "--author cannot be used over SSH"},
		"a file to apply":       {"alice", nil, "apply /etc/passwd --yes", "the server reads no file"},
		"a file of scopes":      {"alice", nil, "set orders.bulk=on --yes --scope-from scopes", "the server reads no file"},
		"a longer time":         {"alice", nil, "list --timeout 9h", "--timeout cannot be used over SSH"},
		"a writable session":    {"bob", nil, "set orders.bulk=on --yes --read-only=false", "read-only: your role"},
	} {
		r := h.ssh(tc.user, "", append(tc.options, "-4"), strings.Fields(tc.command)...)
		if r.code == 0 || !strings.Contains(r.err, tc.err) {
			t.Errorf("%s: exit %d, %q; want an error with %q", name, r.code, r.err, tc.err)
		}
	}
	// Neither an agent nor a variable of the client changes anything.
	r := h.ssh("bob", "", []string{"-A", "-X", "-o", "SendEnv=FLAGTUI_DB LANG", "-o", "SetEnv=FLAGTUI_READ_ONLY=false"}, "set", "orders.bulk=on", "--yes")
	if r.code != 5 {
		t.Errorf("with variables: exit %d, %s", r.code, r.err)
	}
	if r := h.ssh("bob", "", []string{"-l", "flags"}, "export"); r.out != before {
		t.Errorf("the database is\n%s\nand was\n%s%s", r.out, before, r.err)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("a file was made")
	}
	h.waitForLog(`level=WARN msg="login refused" user=bob client=\S+ key=SHA256:\S+ why="no user has this key"|level=WARN msg="login refused" user=eve`)
	h.waitForLog(`level=WARN msg="login refused" user=alice client=\S+ key=SHA256:\S+ why="the key is that of bob"`)
	h.waitForLog(`level=WARN msg=refused user=bob client=\S+ what=direct-tcpip`)
	h.waitForLog(`level=WARN msg=refused user=bob client=\S+ what=tcpip-forward`)
	h.waitForLog(`level=WARN msg=refused user=bob client=\S+ what=subsystem`)
}

// sshFlags are the flags of the commands that an SSH session has: none of them names a
// file, a database or a person. A new flag belongs here or into refusedFlags.
var sshFlags = strings.Fields(`context read-only reason confirm yes no-input dry-run json ascii no-color lang mouse tenant project section scope new-tenant help
	output wide markdown enabled disabled overridden never-overridden orphaned counts since until by source effective limit format prune skip-unregistered scope-from`)

func TestServeFlags(t *testing.T) {
	root := (&app{remote: &remote{}}).remoteCommand()
	var names []string
	check := func(cmd *cobra.Command) func(*pflag.Flag) {
		return func(option *pflag.Flag) {
			allowed, refused := slices.Contains(sshFlags, option.Name), slices.Contains(refusedFlags, option.Name)
			if allowed == refused {
				t.Errorf("%s --%s: may an SSH session have it?", cmd.Name(), option.Name)
			}
			if option.Hidden != refused {
				t.Errorf("%s --%s is in the help, or should be", cmd.Name(), option.Name)
			}
		}
	}
	for _, cmd := range append(root.Commands(), root) {
		names = append(names, cmd.Name())
		cmd.Flags().VisitAll(check(cmd))
		cmd.PersistentFlags().VisitAll(check(cmd))
	}
	slices.Sort(names)
	want := append(slices.Clone(remoteCommands), "flagtui")
	slices.Sort(want)
	if !slices.Equal(names, want) {
		t.Errorf("the commands are %v, want %v", names, want)
	}
}
