package cli

import (
	"database/sql"
	"encoding/base64"
	"regexp"
	"strings"
	"testing"
	"time"
)

// mostKeys is the largest number of keys for the incident. The text of the reason does
// not count.
const mostKeys = 20

// player presses keys, and counts them.
type player struct {
	*ptyProgram
	pressed int
}

// press presses a key and waits for its effect.
func (p *player) press(key, pattern string) {
	p.t.Helper()
	p.pressed++
	p.send(key)
	p.waitFor(pattern)
	p.waitUntilQuiet()
}

// confirm presses a key until a prompt accepts it, and counts one key.
func (p *player) confirm(key, pattern string) {
	p.t.Helper()
	p.pressed++
	p.insist(key, pattern)
	p.waitUntilQuiet()
}

// writeReason types the reason of a prompt.
func (p *player) writeReason(text string) {
	p.t.Helper()
	p.pressed++ // opens the field
	for typing := false; !typing; {
		time.Sleep(500 * time.Millisecond) // the prompt accepts keys only after a pause
		p.send("\t")
		p.waitUntilQuiet()
		shown := readable(p.written()[p.from:])
		typing = strings.LastIndex(shown, "enter done") > strings.LastIndex(shown, "tab reason")
	}
	for i, r := range text {
		p.send(string(r))
		p.waitFor(regexp.QuoteMeta(text[i:i+1]) + `_`)
	}
	p.press("\r", `tab reason`)
}

// clipboard returns the text last sent to the terminal's clipboard.
func (p *ptyProgram) clipboard() string {
	p.t.Helper()
	p.waitFor(`Sent to the terminal's clipboard`)
	sent := clipboardRequest.FindAllStringSubmatch(p.written(), -1)
	if len(sent) == 0 {
		p.t.Fatal("nothing was sent to the clipboard")
	}
	text, err := base64.StdEncoding.DecodeString(sent[len(sent)-1][1])
	if err != nil {
		p.t.Fatal(err)
	}
	return string(text)
}

var clipboardRequest = regexp.MustCompile(`\x1b\]52;c;([^\x07\x1b]*)\x07`)

// overrides returns every override as text.
func overrides(t *testing.T, db *sql.DB) string {
	t.Helper()
	rows, err := db.Query(`SELECT scope || ':' || scope_id || ' ' || name || ' ' || enabled FROM feature_flags_override ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var row string
		if err := rows.Scan(&row); err != nil {
			t.Fatal(err)
		}
		all = append(all, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, "\n")
}

// TestAnIncident checks that a user can find out who turned a flag on, turn it off, copy
// the change for a chat, and undo it.
func TestAnIncident(t *testing.T) {
	const flag = "billing.new_invoice"
	db := demoDB(t)
	raw := openSQL(t, db)
	runWith(t, "", "set", flag+"=on", "--tenant", "globex", "--actor", "mallory@laptop", "--reason", "they asked for it", "--db", db, "--yes").expect(t, exitDone, "*")
	before := overrides(t, raw)
	if !strings.Contains(before, "tenant:globex "+flag+" 1") {
		t.Fatalf("the overrides are\n%s", before)
	}

	p := &player{ptyProgram: dashboardWith(t, "--db", db, "--actor", "alice@ops1")}
	p.press("h", `(?s)> [:0-9]+ +now +mallory@laptop +tenant:globex +`+flag+` .* on .*reason: they asked for it`)
	p.press("K", `Kill `+flag)
	p.writeReason("page 4711")
	p.confirm("y", `done: turn "`+flag+`" off for everyone`)
	killed := overrides(t, raw)
	if strings.Contains(killed, flag+" 1") || !strings.Contains(killed, "system: "+flag+" 0") || !strings.Contains(killed, "tenant:globex "+flag+" 0") {
		t.Errorf("the overrides are\n%s", killed)
	}
	p.press("\x1b", `enter details`)
	p.press("Y", `as Markdown`)
	copied := p.clipboard()
	for _, part := range []string{"by `alice@ops1` on `demo.db`", "Reason: `page 4711`", "| `" + flag + "` | `system` |", "| `" + flag + "` | `tenant:globex` | on | off |", "To undo it: `flagtui undo "} {
		if !strings.Contains(copied, part) {
			t.Errorf("what was copied does not say %q:\n%s", part, copied)
		}
	}
	p.press("u", `(?s)Undo .*page 4711`)
	p.confirm("y", `done: undo `)
	if after := overrides(t, raw); after != before {
		t.Errorf("the overrides were\n%s\nand are\n%s", before, after)
	}
	if p.pressed >= mostKeys {
		t.Errorf("it took %d keys", p.pressed)
	}
}
