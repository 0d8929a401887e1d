package manpage

import (
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
)

// TestPage: a page has its own options and none of the global ones, and text is written
// so that roff changes nothing of it.
func TestPage(t *testing.T) {
	root := &cobra.Command{Use: "flagtui"}
	root.PersistentFlags().String("db", "", "the `URL`")
	set := &cobra.Command{Use: "set NAME=on", Short: "Set it", Long: "set writes.\n\n.hidden 'a' \\n\n\n  flagtui -x", Example: "  flagtui set a=on", Run: func(*cobra.Command, []string) {}}
	set.Flags().IntP("limit", "n", 3, "at most `N` rows")
	root.AddCommand(set)
	at := time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
	const want = `.TH FLAGTUI\-SET 1 "2026\-11\-30" "flagtui" "User Commands"
.SH NAME
flagtui\-set \- Set it
.SH SYNOPSIS
.nf
\fBflagtui set\fP NAME=on [options]
.fi
.SH DESCRIPTION
set writes.
.PP
\&.hidden \(aqa\(aq \en
.PP
.PP
.nf
.RS 4
flagtui \-x
.RE
.fi
.SH OPTIONS
.TP
\fB\-n\fP, \fB\-\-limit\fP \fIN\fP
at most N rows (default 3)
.PP
The options of every command, such as \-\-db, are in \fBflagtui\fP(1).
.SH EXAMPLES
.PP
.nf
.RS 4
flagtui set a=on
.RE
.fi
.SH SEE ALSO
\fBflagtui\fP(1)
`
	if got := Page(set, at); got != want {
		t.Errorf("the page is\n%s", got)
	}
	page := Page(root, at)
	for _, part := range []string{".SH COMMANDS\n.TP\n\\fBflagtui\\-set\\fP(1)\nSet it\n", "\\fB\\-\\-db\\fP \\fIURL\\fP\nthe URL\n", ".SH KEYS\n", "kill switch: off for everyone (kill)", ".SH ENVIRONMENT\n", "\\fBNO_COLOR\\fP\n",
		".SH FILES\n", "config.yaml\\fP\nthe config file\n", ".SH EXIT STATUS\n", "\\fB130\\fP\ninterrupted\n"} {
		if !strings.Contains(page, part) {
			t.Errorf("the page of the program has no %q:\n%s", part, page)
		}
	}
}
