package views

import (
	"fmt"
	"slices"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// Finding is a problem that the doctor found.
type Finding struct {
	Kind    string // in words
	Message string
	Fix     string          // a command or SQL, or ""
	Change  *feature.Change // removes the wrong override; nil if flagtui cannot fix the problem
}

// Diagnosis holds the doctor's findings.
type Diagnosis struct {
	Findings []Finding
	Counts   []FindingCount // of all findings, including those that Findings omits
	Rows     int            // the number of rows read
}

// FindingCount is the number of findings of a kind.
type FindingCount struct {
	Kind string
	N    int
}

// Doctor is the screen that lists the problems of the database's rows and tables. One
// key fixes all marked findings.
type Doctor struct {
	Theme Theme
	Map   keys.Map

	diagnosis Diagnosis
	// reading reports whether the database is being read, and read whether a reading has
	// succeeded.
	reading, read bool
	rowsRead      int // rows read by the current reading
	marked        map[feature.Change]bool

	rows          rows
	kindWidth     int
	width, height int
}

// NewDoctor returns the screen, which waits for its first diagnosis.
func NewDoctor(t Theme, m keys.Map) *Doctor {
	return &Doctor{Theme: t, Map: m, reading: true, marked: map[feature.Change]bool{}}
}

// maxKindWidth is the greatest width of the column of kinds.
const maxKindWidth = 20

// Reading shows that the database is being read, and how many rows were read so far.
func (d *Doctor) Reading(rows int) { d.reading, d.rowsRead = true, rows }

// Show sets the findings. A mark stays if its finding is still present.
func (d *Doctor) Show(diagnosis Diagnosis) {
	d.diagnosis, d.reading, d.read = diagnosis, false, true
	marked := map[feature.Change]bool{}
	d.kindWidth = 0
	for _, f := range diagnosis.Findings {
		d.kindWidth = min(maxWidth(d.kindWidth, f.Kind), maxKindWidth)
		if f.Change != nil && d.marked[*f.Change] {
			marked[*f.Change] = true
		}
	}
	d.marked = marked
	d.rows.resize(len(diagnosis.Findings), d.rows.height)
}

// Failed records that the database could not be read.
func (d *Doctor) Failed() { d.reading = false }

// Fixed removes the findings that the changes have fixed.
func (d *Doctor) Fixed(changes []feature.Change) {
	left := Diagnosis{Counts: slices.Clone(d.diagnosis.Counts), Rows: d.diagnosis.Rows}
	for _, f := range d.diagnosis.Findings {
		if f.Change == nil || !slices.ContainsFunc(changes, func(c feature.Change) bool { return c.Scope == f.Change.Scope && c.Name == f.Change.Name }) {
			left.Findings = append(left.Findings, f)
			continue
		}
		if at := slices.IndexFunc(left.Counts, func(c FindingCount) bool { return c.Kind == f.Kind }); at >= 0 {
			left.Counts[at].N--
		}
	}
	left.Counts = slices.DeleteFunc(left.Counts, func(c FindingCount) bool { return c.N == 0 })
	d.Show(left)
}

// Press takes a key.
func (d *Doctor) Press(p keys.Press) Intent {
	switch {
	case p.Matches(d.Map.Leave):
		return Back{}
	case p.Matches(d.Map.Refresh):
		return Refresh{}
	case d.rows.press(p, d.Map) || d.rows.cursor >= len(d.diagnosis.Findings):
		return nil
	}
	finding := d.diagnosis.Findings[d.rows.cursor]
	switch {
	case p.Matches(d.Map.Select):
		return d.mark(finding)
	case p.Matches(d.Map.MarkAll):
		d.markAll()
	case p.MatchesAlone(d.Map.Fix):
		return d.fix(finding)
	case p.Matches(d.Map.CopyName) && finding.Fix == "":
		return ShowNotice{d.Theme.Say(words.DoctorNoFix)}
	case p.Matches(d.Map.CopyName):
		return Copy{Text: finding.Fix, What: d.Theme.Say(words.DoctorTheFix)}
	case p.Matches(d.Map.Choose) && finding.Change == nil:
		return ShowNotice{d.Theme.Say(words.DoctorNoFlag)}
	case p.Matches(d.Map.Choose):
		return GoTo{Info: feature.ScopeInfo{Scope: finding.Change.Scope}, Name: finding.Change.Name}
	}
	return nil
}

// mark marks or unmarks a finding and moves the cursor to the next.
func (d *Doctor) mark(finding Finding) Intent {
	if finding.Change == nil {
		return ShowNotice{d.cannotFix(finding)}
	}
	if d.marked[*finding.Change] {
		delete(d.marked, *finding.Change)
	} else {
		d.marked[*finding.Change] = true
	}
	d.rows.step(1)
	return nil
}

// markAll marks all findings that flagtui can fix. If all are marked, it removes the
// marks.
func (d *Doctor) markAll() {
	all := map[feature.Change]bool{}
	for _, f := range d.diagnosis.Findings {
		if f.Change != nil {
			all[*f.Change] = true
		}
	}
	if len(all) == len(d.marked) {
		all = map[feature.Change]bool{}
	}
	d.marked = all
}

// fix proposes to fix the marked findings, or else this finding.
func (d *Doctor) fix(finding Finding) Intent {
	var changes []feature.Change
	for _, f := range d.diagnosis.Findings {
		if f.Change != nil && d.marked[*f.Change] {
			changes = append(changes, *f.Change)
		}
	}
	switch {
	case len(changes) > 0:
		return ProposeFixes{Changes: changes}
	case finding.Change == nil:
		return ShowNotice{d.cannotFix(finding)}
	}
	return ProposeFixes{Changes: []feature.Change{*finding.Change}}
}

// cannotFix returns why flagtui cannot fix a finding.
func (d *Doctor) cannotFix(finding Finding) string {
	if finding.Fix == "" {
		return d.Theme.Say(words.DoctorNoFix)
	}
	return d.Theme.Say(words.DoctorCannot, d.Map.CopyName.Help().Key)
}

// Title implements Screen.
func (d *Doctor) Title() (title, count string) {
	if d.read {
		count = d.Theme.Amount(d.total(), words.Finding)
	}
	return d.Theme.Say(words.DoctorTitle), count
}

// total returns the number of findings, including those that are not listed.
func (d *Doctor) total() int {
	total := 0
	for _, c := range d.diagnosis.Counts {
		total += c.N
	}
	return total
}

// Resize implements Screen.
func (d *Doctor) Resize(width, height int) {
	d.width, d.height = width, height
	d.rows.resize(len(d.diagnosis.Findings), height-len(d.intro())-d.detailLines())
}

// Foot implements Screen.
func (d *Doctor) Foot() string {
	switch n := len(d.diagnosis.Findings); {
	case d.reading && d.read:
		return d.progress()
	case n == 0:
		return ""
	default:
		foot := fmt.Sprintf("%d/%d", d.rows.cursor+1, n)
		if d.total() > n {
			foot += "  " + d.Theme.Say(words.DoctorFirst)
		}
		if len(d.marked) > 0 {
			foot += "  " + d.Theme.Say(words.Marked, len(d.marked))
		}
		return foot
	}
}

// progress returns the words for how far the reading is.
func (d *Doctor) progress() string {
	if d.rowsRead == 0 {
		return d.Theme.Say(words.DoctorTables) + d.Theme.ellipsis
	}
	return d.Theme.Say(words.DoctorRows, d.Theme.Thousands(d.rowsRead))
}

// Keys implements Screen.
func (d *Doctor) Keys() keys.Group { return d.Map.DoctorKeys() }
