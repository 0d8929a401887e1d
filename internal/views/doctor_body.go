package views

import (
	"strings"

	"flagtui/internal/words"
)

// intro returns the lines above the findings: the number of each kind, and headings. A
// low terminal has no headings.
func (d *Doctor) intro() []string {
	t := d.Theme
	if !d.read || len(d.diagnosis.Findings) == 0 {
		return nil
	}
	var counts []string
	for _, c := range d.diagnosis.Counts {
		counts = append(counts, t.Thousands(c.N)+" "+t.clean(c.Kind))
	}
	low, most := d.height < 12, 2
	if low {
		most = 1
	}
	lines := t.wrap(strings.Join(counts, t.dot), d.width-1, most)
	for i := range lines {
		lines[i] = " " + lines[i]
	}
	if low {
		return lines
	}
	return append(lines, "", t.heading.render(d.layOutRow("  ", "  ", t.Say(words.HeadKind), t.Say(words.DoctorFix), t.Say(words.DoctorFinding))))
}

// detailLines returns the number of lines below the list, which show the finding under
// the cursor in full.
func (d *Doctor) detailLines() int {
	switch {
	case !d.read || len(d.diagnosis.Findings) == 0:
		return 0
	case d.height >= 14:
		return 6
	}
	return 2
}

// Body implements Screen.
func (d *Doctor) Body() []string {
	t := d.Theme
	switch {
	case d.reading && !d.read:
		return []string{"", " " + t.warning.render(capitalized(d.progress())), "", t.cut(t.Say(words.DoctorStops, d.Map.Leave.Help().Key), d.width)}
	case !d.read:
		return []string{"", t.cut(t.Say(words.DoctorNotRead, d.Map.Refresh.Help().Key), d.width)}
	case len(d.diagnosis.Findings) == 0:
		return []string{"", " " + t.good.render(t.cut(t.Say(words.DoctorFine), d.width-1)), t.cut(t.Say(words.DoctorRead, t.Thousands(d.diagnosis.Rows)), d.width)}
	}
	return append(append(d.intro(), d.rows.draw(t, d.width, d.row)...), d.details()...)
}

// row draws the line of one finding.
func (d *Doctor) row(i int, marked bool) string {
	t, f := d.Theme, d.diagnosis.Findings[i]
	cursor, mark, fix := "  ", "  ", "-"
	if marked {
		cursor = "> "
	}
	switch {
	case f.Change != nil && d.marked[*f.Change]:
		mark, fix = "+ ", "flagtui"
	case f.Change != nil:
		fix = "flagtui"
	case f.Fix != "":
		fix = "SQL"
	}
	return d.layOutRow(cursor, mark, t.clean(f.Kind), fix, t.clean(f.Message))
}

// layOutRow lays out one line. A narrow terminal has no room for the kind.
func (d *Doctor) layOutRow(cursor, mark, kind, fix, message string) string {
	t := d.Theme
	const fixWidth = len("flagtui") + 2
	line := cursor + mark
	room := d.width - len(line) - fixWidth
	if d.width >= defaultMinWidth {
		line += pad(t.cut(kind, d.kindWidth), d.kindWidth) + "  "
		room -= d.kindWidth + 2
	}
	return line + pad(fix, fixWidth) + t.cut(message, room)
}

// details returns the finding under the cursor in full: its message and its fix.
func (d *Doctor) details() []string {
	t, n := d.Theme, d.detailLines()
	f := d.diagnosis.Findings[d.rows.cursor]
	fix := t.Say(words.DoctorNoFixHere)
	switch {
	case f.Change != nil && d.Map.Fix.Enabled():
		fix = t.Say(words.DoctorRemoves, d.Map.Fix.Help().Key, f.Fix)
	case f.Fix != "":
		fix = f.Fix
	}
	w := max(1, d.width-3)
	var lines []string
	if n > 2 {
		lines = append(lines, t.border.render(strings.Repeat(map[bool]string{true: "-", false: "─"}[t.ascii], d.width)))
		lines = append(lines, indent(t.wrap(t.clean(f.Message), w, 2))...)
	}
	for _, line := range indent(t.wrap(t.clean(fix), w, n-len(lines))) {
		lines = append(lines, t.accent.render(line))
	}
	for len(lines) < n {
		lines = append(lines, "")
	}
	return lines
}
