package cli

import (
	"strconv"
	"strings"
	"testing"

	"flagtui/docs"
)

// TestHelp: help prints pages and the help of commands. It needs no database, and no
// config file without errors.
func TestHelp(t *testing.T) {
	t.Setenv("LC_ALL", "C.UTF-8")
	for _, topic := range docs.Topics() {
		r := runWith(t, "", "help", topic.Name)
		r.expect(t, 0, "*")
		if !strings.HasPrefix(r.out, topic.Text(helpWidth)) {
			t.Errorf("help %s prints %.80q", topic.Name, r.out)
		}
	}
	for args, want := range map[string]string{
		"help history":     "`flagtui history --help` lists the options of the command.\n",
		"help connect":     "CONNECTING TO A DATABASE\n",
		"help set":         "\nUsage:\n  flagtui set ",
		"help generate go": "\nUsage:\n  flagtui generate go ",
		"help":             "\n  exit-codes  Exit codes\n",
	} {
		if r := runWith(t, "", strings.Fields(args)...); r.code != 0 || !strings.Contains(r.out, want) {
			t.Errorf("%s: exit %d, without %q:\n%s%s", args, r.code, want, r.out, r.err)
		}
	}
	for args, hint := range map[string]string{
		"help catalog":      `did you mean "catalogue"?`,
		"help exitcodes":    `did you mean "exit-codes"?`,
		"help nonsense":     "flagtui help lists the topics",
		"help keys history": "",
		"help set extra":    "",
	} {
		runWith(t, "", strings.Fields(args)...).expect(t, 2, "", "there is no help about", hint)
	}
	t.Setenv("FLAGTUI_NONSENSE", "1") // an error of every other command
	runWith(t, "", "help", "keys").expect(t, 0, "*")
	t.Setenv("LC_ALL", "C")
	for _, char := range runWith(t, "", "help", "keys").out {
		if char > 127 {
			t.Fatalf("the page has %q in a locale without UTF-8", char)
		}
	}
}

func TestHelpCompletion(t *testing.T) {
	for typed, want := range map[string]string{"ex": "exit-codes\nexport\n", "k": "keys\nkill\n", "dsn": "dsn\n", "zz": ""} {
		if r := runWith(t, "", "__complete", "help", typed); r.out != want+":4\n" {
			t.Errorf("help %s offers %q", typed, r.out)
		}
	}
}

// TestExitCodesPage: the page has each exit code with its code in JSON.
func TestExitCodesPage(t *testing.T) {
	topic, _ := docs.Find("exit-codes")
	want := map[string]string{strconv.Itoa(exitDone): "", strconv.Itoa(exitNegative): "", strconv.Itoa(exitOther): "`error`"}
	for _, e := range exits {
		want[strconv.Itoa(e.exit)] = "`" + e.code + "`"
	}
	rows := topic.Tables()[0][1:]
	for _, row := range rows {
		if code, ok := want[row[0]]; !ok || code != row[1] {
			t.Errorf("the page says %q; the program has %q", row, code)
		}
	}
	if len(rows) != len(want) {
		t.Errorf("the page has %d codes; the program has %d", len(rows), len(want))
	}
}
