package cli

import (
	"strings"
	"testing"
)

// TestTheLocale checks that the dashboard is in ASCII unless the locale is UTF-8.
func TestTheLocale(t *testing.T) {
	for _, test := range []struct {
		all, ctype, lang string
		want             bool
	}{
		{"", "", "", true}, {"", "", "C.UTF-8", true}, {"", "", "de_DE.utf8", true}, {"", "", "C", false}, {"", "", "POSIX", false}, {"", "", "de_DE.ISO-8859-1", false},
		{"C", "", "C.UTF-8", false}, {"", "C", "C.UTF-8", false}, {"C.UTF-8", "C", "C", true}, {"", "en_US.UTF-8", "C", true},
	} {
		values := map[string]string{"LC_ALL": test.all, "LC_CTYPE": test.ctype, "LANG": test.lang}
		if got := localeIsUTF8(func(name string) string { return values[name] }); got != test.want {
			t.Errorf("%+v: %v", test, got)
		}
	}
	p := dashboardOn(t, demoDB(t), env("LC_ALL=C"))
	p.send("t")
	p.waitFor(`pacifica`)
	p.waitUntilQuiet()
	for _, r := range p.written() {
		if r > '~' {
			t.Fatalf("%q is written", r)
		}
	}
	p.send("\x1b")
	p.waitFor(`All 63`) // an earlier key would arrive as a key with alt
	p.resize(20, 5)
	p.waitFor(`q quits`)
	p.send("q")
	p.ends(patience)
	p.restored()
}

// TestTheLocaleOfCommands checks that tables are in ASCII unless the locale is UTF-8.
// JSON and CSV are always UTF-8.
func TestTheLocaleOfCommands(t *testing.T) {
	db, _ := newDatabase(t,
		`INSERT INTO flagtui_definition (name, description, default_enabled, scopes) VALUES ('café', 'naïve', 0, '')`,
		`INSERT INTO tenants_tenant (id, slug, name, status) VALUES ('zoë', 'zoë', 'Zoë', 'active')`)
	for _, args := range [][]string{
		{"list"}, {"list", "--counts"}, {"get", "café"}, {"scopes", "tenant"}, {"set", "café=on", "--tenant", "zoë", "--yes"}, {"overrides", "café"}, {"history"}, {"diff", "system", "tenant:zoë"}, {"undo", "--yes"},
	} {
		t.Setenv("LANG", "C.UTF-8")
		wide := runWith(t, "", append(args, "--db", db, "--dry-run")...)
		t.Setenv("LANG", "C")
		plain := runWith(t, "", append(args, "--db", db)...)
		if !strings.ContainsAny(wide.out, "éë") || strings.ContainsFunc(plain.out, func(r rune) bool { return r > '~' }) || !strings.Contains(plain.out, `\u00e`) {
			t.Errorf("%q prints %q, and in ASCII %q", args, wide.out, plain.out)
		}
	}
	for _, args := range [][]string{{"list", "--json"}, {"history", "-o", "csv"}} {
		if r := runWith(t, "", append(args, "--db", db)...); !strings.Contains(r.out, "café") {
			t.Errorf("%q prints %q", args, r.out)
		}
	}
}
