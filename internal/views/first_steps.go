package views

import (
	"strings"

	"flagtui/internal/words"
)

type step struct{ command, purpose string }

// FirstStart returns the page for a user who has named no database. contexts holds the
// contexts of the config file. config is the path of the config file, which may not
// exist. config may be "".
func FirstStart(t Theme, contexts []ContextInfo, config string, width int) []string {
	var lines []string
	text := func(line string) { lines = append(lines, t.wrap(line, max(width, MinWidth), 4)...) }
	lines = append(lines, t.title.render("flagtui")+": "+t.Say(words.StartTitle), "")
	text(t.Say(words.StartSample))
	lines = append(lines, t.steps([]step{{"flagtui demo", t.Say(words.StartDemo)}}, width)...)
	if len(contexts) > 0 {
		text(t.Say(words.StartContexts, t.clean(config)))
		var steps []step
		for _, c := range contexts {
			steps = append(steps, step{"flagtui --context " + t.clean(c.Name), t.clean(c.Database)})
		}
		lines = append(lines, t.steps(steps, width)...)
		text(t.Say(words.StartDefault))
		lines = append(lines, "")
	}
	text(t.Say(words.StartOpen))
	lines = append(lines, t.steps([]step{
		{"flagtui --db postgres://USER@HOST/DATABASE", "PostgreSQL"},
		{"flagtui --db /srv/app/app.db", "SQLite"},
		{"flagtui --db URL --read-only", t.Say(words.StartLook)},
	}, width)...)
	text(t.Say(words.StartEnv))
	if len(contexts) == 0 && config != "" {
		lines = append(lines, "")
		text(t.Say(words.StartKeep, t.clean(config)))
		lines = append(lines, "",
			"  default_context: dev",
			"  contexts:",
			"    dev:  {db: /srv/app/app.db}",
			"    prod: {db: \"${PROD_DB}\", protected: true, color: red}")
	}
	return append(lines, "", t.faint.render(t.Say(words.StartHelp)))
}

// steps returns commands with their purposes beside them. A purpose that does not fit
// goes below its command.
func (t Theme) steps(all []step, width int) []string {
	longest := 0
	for _, s := range all {
		longest = maxWidth(longest, s.command)
	}
	lines := []string{""}
	for _, s := range all {
		if 2+longest+3+textWidth(s.purpose) <= width {
			lines = append(lines, "  "+t.accent.render(s.command)+strings.Repeat(" ", longest-textWidth(s.command)+3)+t.faint.render(s.purpose))
			continue
		}
		lines = append(lines, "  "+t.accent.render(s.command), "    "+t.faint.render(t.cut(s.purpose, max(width-4, 0))))
	}
	return append(lines, "")
}

// getCatalogue returns the lines that say how to get a catalogue. table reports whether
// the database has the table flagtui_definition.
func (t Theme) getCatalogue(table bool, width int) []string {
	steps := []step{
		{"flagtui --flags flags.yaml", t.Say(words.StartFromFile)},
		{"flagtui register flags.yaml", t.either(table, words.StartRegister, words.StartRegisterWithInit)},
		{"flagtui register --from https://APP/api/feature_flags/", t.Say(words.StartFromApp)},
	}
	lines := append([]string{"  " + t.Say(words.StartCatalogue)}, t.steps(steps, width)...)
	for i := range lines {
		lines[i] = t.cut(lines[i], width)
	}
	return lines
}
