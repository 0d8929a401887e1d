package views

import (
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/feature"
)

// Terminals narrower than these lose a column, as the web page does at its
// breakpoints.
const (
	descriptionFrom = 90
	defaultFrom     = 60
	roomyFrom       = 120
)

// columns are the widths of browse's columns; a column of no width is left
// out.
type columns struct {
	gap                                            string
	brief                                          bool // the note is a word
	name, description, fallback, state, note, more int
}

// total is the width of all columns but the last.
func (c columns) total() int {
	total := 2 + c.name // 2: the cursor
	for _, w := range []int{c.description, c.fallback, c.state, c.note} {
		if w > 0 {
			total += len(c.gap) + w
		}
	}
	return total
}

// longest are the widths that the longest texts would like to have.
type longest struct{ name, description, more int }

// measure finds the longest texts. It looks at every flag, so it runs when
// these change, and not for each key or frame; nor do the columns move while
// a filter is typed.
func (b *Browse) measure() {
	b.registered, b.unregistered = longest{}, longest{}
	var text [64]byte
	for i := range b.views {
		view, want := &b.views[i], &b.registered
		if !view.Registered {
			want = &b.unregistered
		}
		want.name = longer(want.name, view.Name)
		want.description = longer(want.description, view.Description)
		want.more = max(want.more, len(b.appendMore(text[:0], view)))
	}
	b.fit()
}

// fit fits the columns to the terminal and to the flags of the state shown.
func (b *Browse) fit() {
	want := b.registered
	if b.state == showOrphaned || !b.catalogue {
		want = b.unregistered
	}
	kind := b.scope.Scope.Kind
	if kind == "" && !b.scope.Scope.IsZero() { // a row whose kind is empty
		kind = "?"
	}
	b.widths = fitColumns(b.width, kind, want)
}

// longer is the larger of w and the width of text. What has fewer bytes than
// w, or half as many characters, cannot be wider, unless it is hostile and gets
// cut: measuring each text would take far longer than all else.
func longer(w int, text string) int {
	if len(text) <= w || 2*utf8.RuneCountInString(text) <= w {
		return w
	}
	return max(w, ansi.StringWidth(text))
}

// A name keeps this much, if it needs it, before the last column has any, and
// that one this much before the description has any.
const (
	leastName = 20
	leastMore = len("System: Disabled")
)

// Beside a description, a wide terminal gives a name and a description this
// much: each step of the cursor sends two lines anew, so that their length is
// what a key costs on a slow line.
const (
	mostName        = 36
	mostDescription = 48
)

func fitColumns(width int, kind feature.Kind, want longest) columns {
	c := columns{gap: " ", state: len("[ ] Disabled"), note: len("Following default"), fallback: len("Disabled")}
	switch {
	case kind == feature.Tenant:
		c.note = len("Following system")
	case kind == "":
		c.note, c.fallback = 0, len("authoring")
	case !kind.Inherits():
		c.note, c.fallback = len("since "+time.DateOnly), len("authoring")
	}
	if width >= roomyFrom {
		c.gap = "  "
		if !kind.Inherits() && kind != "" {
			c.note = len("since " + minute)
		}
	}
	want.name = max(want.name, len("FLAG"))
	gap := len(c.gap)
	room := width - 2 - c.state - gap // 2: the cursor
	if width < defaultFrom {
		c.brief, c.note, c.fallback = true, len("override"), 0
		c.name = min(want.name, room-c.note-gap)
		return c
	}
	room -= c.note + gap + c.fallback + gap
	least := min(want.name, leastName)
	if kind == feature.Tenant && room-least < want.more+gap { // the system's value says more than the default
		room += c.fallback + gap
		c.fallback = 0
	}
	c.more = min(want.more, room-least-gap)
	if width >= descriptionFrom && want.description > 0 {
		c.more = min(c.more, max(leastMore, width/4))
	}
	if c.more < min(want.more, len("not registered")) {
		c.more = 0
	}
	if c.more > 0 {
		room -= c.more + gap
	}
	c.name = min(want.name, room)
	// A few long names must not cost every flag its description.
	name := min(c.name, mostName, max(leastName, room*2/5, min(24, room-gap-24)))
	if left := room - name - gap; width >= descriptionFrom && want.description > 0 && left >= len("DESCRIPTION") {
		c.name, c.description = name, min(max(want.description, len("DESCRIPTION")), mostDescription, left)
	}
	return c
}

// Resize implements Screen.
func (b *Browse) Resize(width, height int) {
	if width != b.width {
		b.width = width
		b.fit()
	}
	b.above = nil
	if height >= 12 { // a low terminal has the list only
		for _, line := range b.Theme.wrap(b.sentence(), width-1, 4) {
			b.above = append(b.above, " "+line)
		}
		b.above = append(b.above, "")
	}
	if width >= defaultFrom {
		b.above = append(b.above, b.Theme.heading.on(b.headings()))
	}
	b.rows.resize(len(b.shown), height-len(b.above))
}

// Body implements Screen.
func (b *Browse) Body() []string {
	if len(b.shown) == 0 {
		return append(b.above, b.empty()...)
	}
	return append(b.above, b.rows.draw(b.line)...)
}

func (b *Browse) headings() string {
	c := b.widths
	line := "  " + pad("FLAG", c.name)
	if c.description > 0 {
		line += c.gap + pad("DESCRIPTION", c.description)
	}
	if c.fallback > 0 {
		heading := "DEFAULT"
		if !b.scope.Scope.Kind.Inherits() {
			heading = "SCOPES"
		}
		line += c.gap + pad(heading, c.fallback)
	}
	return line + c.gap + "STATUS"
}

// sentence says what the list is of.
func (b *Browse) sentence() string {
	scope := b.scope.Scope
	switch {
	case !b.catalogue:
		return "No catalogue of flags: only rows with an override are shown. To see all, " + feature.CatalogueHint(b.HasCatalogueTable) + "."
	case scope.IsZero():
		return "Viewing every feature that is defined. t chooses the project or the section to see it for."
	case scope.IsSystem():
		return "Viewing system-level flags. Switch scope to override per tenant."
	case scope.Kind == feature.Tenant:
		return fmt.Sprintf("Viewing overrides for tenant \"%s\". Tenant overrides beat the system value.", b.Theme.text(scope.ID))
	}
	text := fmt.Sprintf("Viewing the features of %s \"%s\". It inherits nothing: what is not set is off.", b.Theme.text(string(scope.Kind)), b.Theme.text(scope.ID))
	if live := b.Theme.text(b.Live.Short); live != "" {
		text += " What is saved is live " + live + "."
	}
	return text
}

// empty is the list without a row.
func (b *Browse) empty() []string {
	text := "No feature flags registered"
	switch {
	case b.views == nil: // the status line says what is being waited for
		return nil
	case b.filter.value() != "" || b.state != showAll:
		text = "No flag matches. " + b.Map.Back.Help().Key + " shows all again."
	case b.orphans > 0:
		text += ", but some that are not have an override: " + b.Map.State.Help().Key + " shows them."
	}
	var lines []string
	for _, line := range b.Theme.wrap(text, b.width-2, 4) {
		lines = append(lines, "  "+line)
	}
	return lines
}
