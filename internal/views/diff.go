package views

import (
	"fmt"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// Diff is the screen that lists the flags whose effective values differ between two
// scopes, and copies settings from one scope to the other.
type Diff struct {
	Theme Theme
	Map   keys.Map
	Kinds feature.KindList // the kinds of scope in the database

	a, b   feature.ScopeInfo
	pairs  []feature.Pair
	loaded bool // whether pairs has been read
	marks  map[string]bool
	rows   rows
	width  int
}

// NewDiff returns the screen of two scopes: a on the left, b on the right.
func NewDiff(t Theme, m keys.Map, a, b feature.ScopeInfo) *Diff {
	return &Diff{Theme: t, Map: m, a: a, b: b, marks: map[string]bool{}}
}

// Show sets the flags that differ. The cursor stays on its flag.
func (d *Diff) Show(pairs []feature.Pair) {
	name := ""
	if d.rows.cursor < len(d.pairs) {
		name = d.pairs[d.rows.cursor].A.Name
	}
	d.pairs, d.loaded = pairs, true
	for i := range pairs {
		if pairs[i].A.Name == name {
			d.rows.cursor = i
		}
	}
	d.rows.resize(len(pairs), d.rows.height)
}

// Press takes a key.
func (d *Diff) Press(p keys.Press) Intent {
	if d.rows.press(p, d.Map) {
		return nil
	}
	if p.Matches(d.Map.Leave) {
		return Back{}
	}
	if d.rows.cursor >= len(d.pairs) {
		return nil
	}
	at := d.pairs[d.rows.cursor]
	switch {
	case p.Matches(d.Map.Mark):
		d.marks[at.A.Name] = !d.marks[at.A.Name]
		d.rows.step(1)
	case p.Matches(d.Map.MarkAll):
		all := len(d.marked()) < len(d.pairs)
		for _, pair := range d.pairs {
			d.marks[pair.A.Name] = all
		}
	case p.Matches(d.Map.Refresh):
		return Refresh{}
	case p.Matches(d.Map.CopyName):
		return Copy{Text: at.A.Name, What: d.Theme.Say(words.TheFlagsName)}
	case p.MatchesAlone(d.Map.ToRight):
		return d.copyTo(d.a, d.b, func(p feature.Pair) (here, there feature.View) { return p.A, p.B })
	case p.MatchesAlone(d.Map.ToLeft):
		return d.copyTo(d.b, d.a, func(p feature.Pair) (here, there feature.View) { return p.B, p.A })
	}
	return nil
}

// Unmark removes all marks.
func (d *Diff) Unmark() { clear(d.marks) }

// marked returns the marked pairs.
func (d *Diff) marked() []feature.Pair {
	var chosen []feature.Pair
	for _, pair := range d.pairs {
		if d.marks[pair.A.Name] {
			chosen = append(chosen, pair)
		}
	}
	return chosen
}

// copyTo proposes to copy the marked flags, or else the flag under the cursor.
func (d *Diff) copyTo(from, to feature.ScopeInfo, sides func(feature.Pair) (here, there feature.View)) Intent {
	chosen := d.marked()
	if len(chosen) == 0 {
		chosen = d.pairs[d.rows.cursor : d.rows.cursor+1]
	}
	p := feature.Proposal{What: d.Theme.Say(words.DiffCopy, d.Theme.Count(len(chosen), words.Flag), from.Scope, to.Scope)}
	for _, pair := range chosen {
		here, there := sides(pair)
		change := feature.CopyChange(d.Kinds, from.Scope, here, to.Scope, there)
		p.Changes = append(p.Changes, change)
		if there.With(change.After, d.Kinds.Of(to.Scope.Kind)).UnknownDefault() {
			p.Unknown = append(p.Unknown, change)
		}
	}
	return ReviewCopy{p}
}

// Title implements Screen.
func (d *Diff) Title() (title, count string) {
	if d.loaded {
		count = d.Theme.Count(len(d.pairs), words.Difference)
	}
	return " " + d.Theme.Say(words.DiffTitle) + d.Theme.dot + d.Theme.clean(d.a.Scope.String()) + d.Theme.dot + d.Theme.clean(d.b.Scope.String()), count
}

// Resize implements Screen.
func (d *Diff) Resize(width, height int) {
	d.width = width
	d.rows.resize(len(d.pairs), height-1)
}

// Body implements Screen.
func (d *Diff) Body() []string {
	t := d.Theme
	head := t.heading.render(d.line("  ", t.Say(words.HeadFlag), t.clean(d.a.Scope.String()), t.clean(d.b.Scope.String())))
	switch {
	case !d.loaded:
		return []string{head, "  " + t.reading()}
	case len(d.pairs) == 0:
		return []string{head, "  " + t.cut(t.Say(words.DiffNone), d.width-2)}
	}
	return append([]string{head}, d.rows.draw(t, d.width, d.row)...)
}

// row draws a flag and its values at both scopes.
func (d *Diff) row(i int, marked bool) string {
	pair := d.pairs[i]
	return d.line(gutter(marked, d.marks[pair.A.Name], 0), d.Theme.clean(pair.A.Name), d.Theme.valueAndSource(pair.A), d.Theme.valueAndSource(pair.B))
}

// gutter returns the two cells before a row. The first shows the cursor; the second, a
// mark or a recent change by others.
func gutter(cursor, marked bool, mark byte) string {
	cells := [2]byte{' ', ' '}
	if cursor {
		cells[0] = '>'
	}
	switch {
	case marked:
		cells[1] = '+'
	case mark != 0:
		cells[1] = mark
	}
	return string(cells[:])
}

// valueAndSource returns a flag's value and its source.
func (t Theme) valueAndSource(view feature.View) string {
	source := ", " + t.clean(t.Known(string(view.Source)))
	if view.Overridden() {
		source = t.override.render(source)
	}
	return t.stateStyle(view).render(t.stateText(view)) + source
}

// stateStyle returns the style of a flag's effective value.
func (t Theme) stateStyle(view feature.View) ansiStyle {
	switch {
	case view.UnknownDefault() || len(view.Depends) > 0:
		return t.warning
	case view.Enabled:
		return t.on
	}
	return t.off
}

func (d *Diff) line(mark, name, a, b string) string {
	t := d.Theme
	side := min(30, max(11, (d.width-2)*2/7))
	w := min(60, d.width-2-2*(side+1))
	return mark + pad(t.cutMiddle(name, w), w) + " " + pad(t.cut(a, side), side) + " " + t.cut(b, side)
}

// Foot implements Screen.
func (d *Diff) Foot() string {
	if len(d.pairs) == 0 {
		return ""
	}
	foot := fmt.Sprintf("%d/%d", d.rows.cursor+1, len(d.pairs))
	if n := len(d.marked()); n > 0 {
		foot += "  " + d.Theme.Say(words.Marked, n)
	}
	return foot
}

// Keys implements Screen.
func (d *Diff) Keys() keys.Group { return d.Map.ComparisonKeys() }
