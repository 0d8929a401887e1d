package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// verb matches a verb of package fmt, with its number.
var verb = regexp.MustCompile(`%(?:\[(\d+)\])?[-+#0-9.]*([a-zA-Z%])`)

// verbs returns the verbs of a text in the order of their arguments.
func verbs(text string) string {
	found, next := map[int]string{}, 1
	for _, v := range verb.FindAllStringSubmatch(text, -1) {
		if v[2] == "%" {
			continue
		}
		if v[1] != "" {
			next, _ = strconv.Atoi(v[1])
		}
		found[next] = v[2]
		next++
	}
	var all strings.Builder
	for i := range len(found) {
		all.WriteString(found[i+1])
	}
	return all.String()
}

// Each text has both languages, with the same verbs.
func TestLanguagesSayTheSame(t *testing.T) {
	for where, said := range texts(t) {
		english, german := said[:len(said)/2], said[len(said)/2:]
		for i := range english {
			if english[i] == "" || german[i] == "" {
				t.Errorf("%s: %q and %q", where, english[i], german[i])
			}
			if verbs(english[i]) != verbs(german[i]) {
				t.Errorf("%s: %q has not the verbs of %q", where, german[i], english[i])
			}
		}
	}
}

// texts returns the strings of every Text and Noun of the catalogue, by their place.
func texts(t *testing.T) map[string][]string {
	t.Helper()
	files := token.NewFileSet()
	all := map[string][]string{}
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".go") || strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, entry.Name(), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			literal, ok := n.(*ast.CompositeLit)
			if !ok {
				return true
			}
			var said []string
			for _, element := range literal.Elts {
				value, ok := element.(*ast.BasicLit)
				if !ok || value.Kind != token.STRING {
					return true
				}
				text, err := strconv.Unquote(value.Value)
				if err != nil {
					t.Error(err)
				}
				said = append(said, text)
			}
			if len(said) > 0 && len(said)%2 == 0 {
				all[files.Position(literal.Pos()).String()] = said
			}
			return true
		})
	}
	if len(all) < len(data) {
		t.Fatalf("%d texts found", len(all))
	}
	return all
}

func TestSay(t *testing.T) {
	order := Text{"%s at %s", "in %[2]s: %[1]s"}
	for language, want := range map[Language]string{English: "now at 3 flags", German: "in 3 flags: jetzt"} {
		if got := language.Say(order, AgeNow, "3 flags"); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
	if got := English.Say(Text{"5 % of users", "5 % der Benutzer"}); got != "5 % of users" {
		t.Error(got)
	}
	if got := GermanASCII.Say(Text{"green", "grün"}); got != "gruen" {
		t.Error(got)
	}
	for want, got := range map[string]string{"1 flag": English.Count(1, Flag), "1200 Flags": German.Count(1200, Flag), "1.200 Flags": German.Amount(1200, Flag), "1,200,300": English.Thousands(1200300)} {
		if got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
	if got := German.Known("tenants") + German.Known("workspaces"); got != "Mandantenworkspaces" {
		t.Error(got)
	}
}

func TestFromEnvironment(t *testing.T) {
	for env, want := range map[string]Language{
		"": English, "LANG=de_DE.UTF-8": German, "LANG=de": German, "LANG=C.UTF-8": English, "LANG=fr_FR": English, "LANG=DE-at": German, "LANG=den_CA": English,
		"LANG=de LC_MESSAGES=en_GB": English, "LANG=de LC_MESSAGES=en LC_ALL=de_CH": German, "LC_ALL=C LANG=de": English,
	} {
		set := map[string]string{}
		for _, pair := range strings.Fields(env) {
			name, value, _ := strings.Cut(pair, "=")
			set[name] = value
		}
		if got := FromEnvironment(func(name string) string { return set[name] }); got != want {
			t.Errorf("%s: %d, not %d", env, got, want)
		}
	}
}

// No text that comes as data is there twice.
func TestDataIsUnique(t *testing.T) {
	for _, texts := range [][]Text{keyLabels, data} {
		if found := byEnglish(texts); len(found) != len(texts) {
			for _, text := range texts {
				if found[text.english] != text {
					t.Errorf("%q is %q and %q", text.english, text.german, found[text.english].german)
				}
			}
			t.Errorf("%d of %d are different", len(found), len(texts))
		}
	}
}
