package main

import "testing"

// In a locale that is not UTF-8 the dashboard is in ASCII.
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
	p.settle()
	for _, r := range p.written() {
		if r > '~' {
			t.Fatalf("%q is written", r)
		}
	}
	p.send("\x1b")
	p.waitFor(`63 flags`) // a key sent sooner would be one with alt
	p.resize(20, 5)
	p.waitFor(`q quits`)
	p.send("q")
	p.ends(patience)
	p.restored()
}
