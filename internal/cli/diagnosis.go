package cli

import (
	"cmp"
	"fmt"
	"strings"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// reportSection is a section of doctor's report.
type reportSection struct {
	title string
	lines []reportLine
}

// reportLine is a line of a section: a label and a text, or only a text. fix marks the
// fix of the finding before.
type reportLine struct {
	cells []string
	role  string // the label's role in the theme; may be empty
	fix   bool
}

// sections returns doctor's report.
func (a *app) sections(d diagnosis, inspection data.Inspection) []reportSection {
	var all []reportSection
	section := func(title string) { all = append(all, reportSection{title: title}) }
	add := func(line reportLine) { all[len(all)-1].lines = append(all[len(all)-1].lines, line) }
	line := func(cells ...string) { add(reportLine{cells: cells}) }

	section("Database")
	line("name", d.Database)
	line("server", d.Dialect+" "+d.Version)
	for _, row := range [][2]string{{"schema", d.Schema}, {"user", d.User}} {
		if row[1] != "" {
			line(row[0], row[1])
		}
	}
	section("Tables")
	for _, t := range d.Tables {
		state := map[bool]string{true: "found", false: "absent"}[t.Found]
		if t.Schema != "" {
			state += " in " + t.Schema
		}
		if len(t.Missing) > 0 {
			state += ", without " + strings.Join(t.Missing, ", ")
		}
		line(t.Name, state)
	}
	section("Access")
	line("read", "yes")
	if d.ReadOnly != "" {
		line("write", "no: "+d.ReadOnly)
	} else {
		line("write", "yes")
	}
	line("history", map[bool]string{true: "kept", false: "not kept"}[inspection.Table("flagtui_change").Found])
	section("Catalogue")
	source := map[string]string{"file": a.flags, "url": a.shownFlags(), "app": "the app's own table", "table": "flagtui_definition", "none": "none is known"}[d.Catalogue.Source]
	line(source, feature.Plural(d.Catalogue.Definitions, "definition"))
	if d.App != nil {
		section("App")
		line("asked for", cmp.Or(strings.Join(d.App.Asked, ", "), "nothing: there was no answer"))
	}
	if len(d.Notes) > 0 {
		section("Notes")
		for _, note := range d.Notes {
			line(note)
		}
	}
	section("Findings")
	if len(d.Findings) == 0 {
		add(reportLine{cells: []string{"none"}, role: "good"})
	}
	shown := map[string]int{}
	for i, found := range d.Findings {
		add(reportLine{cells: []string{found.Code, found.Message}, role: "warning"})
		if found.Fix != "" {
			add(reportLine{cells: []string{"", "  " + found.Fix}, fix: true})
		}
		shown[found.Code]++
		last := i+1 == len(d.Findings) || d.Findings[i+1].Code != found.Code
		if more := d.Counts[found.Code] - shown[found.Code]; last && more > 0 {
			add(reportLine{cells: []string{found.Code, fmt.Sprintf("… and %d more, %d in all: fix these, and run doctor again", more, d.Counts[found.Code])}, role: "warning"})
		}
	}
	return all
}

// printSections prints sections as plain text.
func (a *app) printSections(sections []reportSection) error {
	for i, section := range sections {
		if i > 0 {
			fmt.Fprintln(a.out)
		}
		fmt.Fprintln(a.out, section.title)
		err := a.table(func(line func(...any)) {
			for _, one := range section.lines {
				cells := []any{""}
				for _, text := range one.cells {
					cells = append(cells, text)
				}
				line(cells...)
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// writeSections prints sections on a terminal. It wraps texts at width unless width is
// 0. It does not wrap a fix, because the user copies the line.
func (a *app) writeSections(sections []reportSection, width int) error {
	t := a.theme("")
	const indent = "  "
	for i, section := range sections {
		if i > 0 {
			fmt.Fprintln(a.out)
		}
		fmt.Fprintln(a.out, t.Styled("title", section.title))
		label := 0
		for _, line := range section.lines {
			if len(line.cells) > 1 && !line.fix {
				label = max(label, views.Width(a.text(line.cells[0])))
			}
		}
		for _, line := range section.lines {
			text, head := line.cells[len(line.cells)-1], ""
			if line.fix {
				fmt.Fprintln(a.out, indent+indent+t.Styled("accent", strings.TrimSpace(text)))
				continue
			}
			before := indent
			if len(line.cells) > 1 {
				head = a.text(line.cells[0])
				before += t.Styled(line.role, head) + strings.Repeat(" ", label-views.Width(head)) + indent
			}
			lines := []string{a.text(text)}
			from := len(indent)
			if len(line.cells) > 1 {
				from += label + len(indent)
			}
			if width > 0 {
				lines = t.Wrap(text, max(20, width-from))
			}
			for n, part := range lines {
				if n > 0 {
					before = strings.Repeat(" ", from)
				}
				if len(line.cells) == 1 {
					part = t.Styled(line.role, part)
				}
				fmt.Fprintln(a.out, before+part)
			}
		}
	}
	return nil
}

// table returns the findings as a table.
func (d diagnosis) table() views.Table {
	table := views.Table{Columns: []views.Column{{Title: "FINDING"}, {Title: "WHAT", Cut: 2, Min: 20, Literal: true}, {Title: "FIX", Cut: 1, Min: 20, Literal: true}}}
	for _, found := range d.Findings {
		table.Rows = append(table.Rows, []views.Cell{cell(found.Code, "warning"), cell(found.Message, ""), cell(found.Fix, "accent")})
	}
	return table
}

// records returns the findings for CSV.
func (d diagnosis) records() [][]string {
	records := [][]string{{"code", "message", "mend"}}
	for _, found := range d.Findings {
		records = append(records, []string{found.Code, found.Message, found.Fix})
	}
	return records
}
