package views

import "strings"

type step struct{ command, purpose string }

// FirstStart returns the page for a user who has named no database. contexts holds the
// contexts of the config file. config is the path of the config file, which may not
// exist. config may be "".
func FirstStart(t Theme, contexts []ContextInfo, config string, width int) []string {
	var lines []string
	text := func(line string) { lines = append(lines, t.wrap(line, max(width, MinWidth), 4)...) }
	lines = append(lines, t.title.render("flagtui")+": feature flags in your application's database", "")
	text("No database was named. Try flagtui on a sample:")
	lines = append(lines, t.steps([]step{{"flagtui demo", "makes a SQLite database, and removes it at the end"}}, width)...)
	if len(contexts) > 0 {
		text("Open a context of " + t.clean(config) + ":")
		var steps []step
		for _, c := range contexts {
			steps = append(steps, step{"flagtui --context " + t.clean(c.Name), t.clean(c.Database)})
		}
		lines = append(lines, t.steps(steps, width)...)
		text("default_context in that file names the context to open by default.")
		lines = append(lines, "")
	}
	text("Open your application's database:")
	lines = append(lines, t.steps([]step{
		{"flagtui --db postgres://USER@HOST/DATABASE", "PostgreSQL"},
		{"flagtui --db /srv/app/app.db", "SQLite"},
		{"flagtui --db URL --read-only", "look, and change nothing"},
	}, width)...)
	text("The address may also come from FLAGTUI_DB, SM_DATABASE_URL or DATABASE_URL.")
	if len(contexts) == 0 && config != "" {
		lines = append(lines, "")
		text("To keep it, write " + t.clean(config) + ":")
		lines = append(lines, "",
			"  default_context: dev",
			"  contexts:",
			"    dev:  {db: /srv/app/app.db}",
			"    prod: {db: \"${PROD_DB}\", protected: true, color: red}")
	}
	return append(lines, "", t.faint.render("flagtui --help lists the commands."))
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
		{"flagtui --flags flags.yaml", "take it from a file, for this session"},
		{"flagtui register flags.yaml", "keep it in the database"},
		{"flagtui register --from https://APP/api/feature_flags/", "ask an app on simple_module"},
	}
	if !table {
		steps[1].purpose += ", after flagtui init has made the table"
	}
	lines := append([]string{"  A catalogue says which flags there are. To get one, leave flagtui and type:"}, t.steps(steps, width)...)
	for i := range lines {
		lines[i] = t.cut(lines[i], width)
	}
	return lines
}
