package views

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
)

// The page says how to open a database. It lists the contexts of the config file, or
// says how to write the file.
func TestFirstStart(t *testing.T) {
	plain := NewTheme(true, false)
	for _, c := range []struct {
		contexts []ContextInfo
		config   string
		has, not []string
	}{
		{nil, "/home/ann/.config/flagtui/config.yaml", []string{"flagtui demo ", "flagtui --db postgres://USER@HOST/DATABASE ", "To keep it, write /home/ann/.config/flagtui/config.yaml", "default_context: dev"}, []string{"--context"}},
		{sampleContexts, "/c.yaml", []string{"Open a context of /c.yaml", "flagtui --context prod ", "postgres://report@db2/app", "flagtui demo "}, []string{"To keep it"}},
		{nil, "", []string{"flagtui demo "}, []string{"To keep it"}},
	} {
		page := strings.Join(FirstStart(plain, c.contexts, c.config, 100), "\n")
		for _, want := range c.has {
			if !strings.Contains(page, want) {
				t.Errorf("no %q in\n%s", want, page)
			}
		}
		for _, unwanted := range c.not {
			if strings.Contains(page, unwanted) {
				t.Errorf("%q in\n%s", unwanted, page)
			}
		}
	}
	// Commands are never cut, since the user types them.
	if page := strings.Join(FirstStart(plain, nil, "", 40), "\n"); !strings.Contains(page, "  flagtui --db postgres://USER@HOST/DATABASE\n    PostgreSQL") {
		t.Errorf("on a narrow terminal:\n%s", page)
	}
	for _, line := range FirstStart(plain, contextsOf(hostile), hostile[0], 80) {
		if ansi.Strip(line) != line || strings.ContainsAny(line, "\n\r\x07") {
			t.Errorf("hostile text is printed as it is: %q", line)
		}
	}
}

// A list without flags or rows says how to get a catalogue if there is none.
func TestEmptyCatalogue(t *testing.T) {
	for _, c := range []struct {
		views     []feature.View
		catalogue bool
		table     bool
		want      string
	}{
		{[]feature.View{}, false, true, "flagtui register flags.yaml                              keep it in the database\n"},
		{[]feature.View{}, false, false, "keep it in the database, after flagtui init has made the table\n"},
		{[]feature.View{}, true, true, ""},
		{sampleViews(system), false, true, ""},
	} {
		b := newBrowse(NewTheme(true, false), keys.Default())
		b.HasCatalogueTable = c.table
		b.Show(system, c.views, c.catalogue)
		b.Resize(120, 30)
		body := strings.Join(b.Body(), "\n") + "\n"
		if c.want != "" && !strings.Contains(body, c.want) || c.want == "" && strings.Contains(body, "flagtui register flags.yaml  ") {
			t.Errorf("%d flags, catalogue %v, table %v:\n%s", len(c.views), c.catalogue, c.table, body)
		}
	}
}
