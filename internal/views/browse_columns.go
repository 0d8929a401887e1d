package views

import (
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/feature"
)

// Terminals narrower than these lose a column, as the web page does at its
// breakpoints.
const (
	descriptionMinWidth = 90
	defaultMinWidth     = 60
	roomyMinWidth       = 120
)

// columnWidths are the widths of browse's columns. A column of width 0 is left out.
type columnWidths struct {
	gap                                                  string
	shortNote                                            bool // the note is one word
	name, description, defaultValue, state, note, detail int
}

// total is the width of all columns but the last.
func (c columnWidths) total() int {
	total := 2 + c.name // 2: the cursor
	for _, w := range []int{c.description, c.defaultValue, c.state, c.note} {
		if w > 0 {
			total += len(c.gap) + w
		}
	}
	return total
}

// naturalWidths are the widths of the longest texts.
type naturalWidths struct{ name, description, detail int }

// measureColumns finds the longest texts of all flags. It runs when the flags
// change, not for each key, so that no column moves while a filter is typed.
func (b *Browse) measureColumns() {
	b.registeredWidths, b.unregisteredWidths = naturalWidths{}, naturalWidths{}
	var text [64]byte
	for i := range b.views {
		view, want := &b.views[i], &b.registeredWidths
		if !view.Registered {
			want = &b.unregisteredWidths
		}
		want.name = maxWidth(want.name, view.Name)
		want.description = maxWidth(want.description, view.Description)
		want.detail = max(want.detail, len(b.appendDetail(text[:0], view)))
	}
	b.fitColumns()
}

// fit fits the columns to the terminal and to the flags of the state shown.
func (b *Browse) fitColumns() {
	want := b.registeredWidths
	if b.state == showOrphaned || !b.catalogue {
		want = b.unregisteredWidths
	}
	kind := b.scope.Scope.Kind
	if kind == "" && !b.scope.Scope.IsZero() { // a row whose kind is empty
		kind = "?"
	}
	b.widths = columnWidthsFor(b.width, kind, want)
}

// longer is the larger of w and the width of text. What has fewer bytes than
// w, or half as many characters, cannot be wider, unless it is hostile and gets
// cut: measuring each text would take far longer than all else.
func maxWidth(w int, text string) int {
	if len(text) <= w || 2*utf8.RuneCountInString(text) <= w {
		return w
	}
	return max(w, ansi.StringWidth(text))
}

// A name gets its minimum before the last column gets any room, and the last
// column its own before the description.
const (
	nameMinWidth   = 20
	detailMinWidth = len("System: Disabled")
)

// The most room for a name and a description side by side. Each step of the cursor
// sends two rows, so long rows make it slow on a slow line.
const (
	nameMaxWidth        = 36
	descriptionMaxWidth = 48
)

func columnWidthsFor(width int, kind feature.Kind, want naturalWidths) columnWidths {
	c := columnWidths{gap: " ", state: len("[ ] Disabled"), note: len("Following default"), defaultValue: len("Disabled")}
	switch {
	case kind == feature.Tenant:
		c.note = len("Following system")
	case kind == "":
		c.note, c.defaultValue = 0, len("authoring")
	case !kind.Inherits():
		c.note, c.defaultValue = len("since "+time.DateOnly), len("authoring")
	}
	if width >= roomyMinWidth {
		c.gap = "  "
		if !kind.Inherits() && kind != "" {
			c.note = len("since " + minute)
		}
	}
	want.name = max(want.name, len("FLAG"))
	gap := len(c.gap)
	room := width - 2 - c.state - gap // 2: the cursor
	if width < defaultMinWidth {
		c.shortNote, c.note, c.defaultValue = true, len("override"), 0
		c.name = min(want.name, room-c.note-gap)
		return c
	}
	room -= c.note + gap + c.defaultValue + gap
	least := min(want.name, nameMinWidth)
	if kind == feature.Tenant && room-least < want.detail+gap { // the system's value says more than the default
		room += c.defaultValue + gap
		c.defaultValue = 0
	}
	c.detail = min(want.detail, room-least-gap)
	if width >= descriptionMinWidth && want.description > 0 {
		c.detail = min(c.detail, max(detailMinWidth, width/4))
	}
	if c.detail < min(want.detail, len("not registered")) {
		c.detail = 0
	}
	if c.detail > 0 {
		room -= c.detail + gap
	}
	c.name = min(want.name, room)
	// A few long names must not cost every flag its description.
	name := min(c.name, nameMaxWidth, max(nameMinWidth, room*2/5, min(24, room-gap-24)))
	if left := room - name - gap; width >= descriptionMinWidth && want.description > 0 && left >= len("DESCRIPTION") {
		c.name, c.description = name, min(max(want.description, len("DESCRIPTION")), descriptionMaxWidth, left)
	}
	return c
}

// Resize implements Screen.
func (b *Browse) Resize(width, height int) {
	if width != b.width {
		b.width = width
		b.fitColumns()
	}
	b.intro = nil
	if height >= 12 { // a low terminal shows only the list
		for _, line := range b.Theme.wrap(b.sentence(), width-1, 4) {
			b.intro = append(b.intro, " "+line)
		}
		b.intro = append(b.intro, "")
	}
	if width >= defaultMinWidth {
		b.intro = append(b.intro, b.Theme.heading.render(b.headings()))
	}
	b.rows.resize(len(b.shown), height-len(b.intro))
}

// Body implements Screen.
func (b *Browse) Body() []string {
	if len(b.shown) == 0 {
		return slices.Concat(b.intro, b.empty())
	}
	return slices.Concat(b.intro, b.rows.draw(b.Theme, b.width, b.row))
}

func (b *Browse) headings() string {
	c := b.widths
	line := "  " + pad("FLAG", c.name)
	if c.description > 0 {
		line += c.gap + pad("DESCRIPTION", c.description)
	}
	if c.defaultValue > 0 {
		heading := "DEFAULT"
		if !b.scope.Scope.Kind.Inherits() {
			heading = "SCOPES"
		}
		line += c.gap + pad(heading, c.defaultValue)
	}
	return line + c.gap + "STATUS"
}

// sentence says what the list shows.
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
		return fmt.Sprintf("Viewing overrides for tenant \"%s\". Tenant overrides beat the system value.", b.Theme.clean(scope.ID))
	}
	text := fmt.Sprintf("Viewing the features of %s \"%s\". It inherits nothing: what is not set is off.", b.Theme.clean(string(scope.Kind)), b.Theme.clean(scope.ID))
	if live := b.Theme.clean(b.Live.Short); live != "" {
		text += " A saved change takes effect " + live + "."
	}
	return text
}

// empty says why the list has no rows.
func (b *Browse) empty() []string {
	text := "No feature flags registered"
	switch {
	case b.views == nil: // the status line says that it is loading
		return nil
	case b.filter.value() != "" || b.state != showAll:
		text = "No match. " + b.Map.Back.Help().Key + " shows all again."
	case b.unregisteredCount > 0:
		text += ", but some that are not have an override: " + b.Map.State.Help().Key + " shows them."
	}
	var lines []string
	for _, line := range b.Theme.wrap(text, b.width-2, 4) {
		lines = append(lines, "  "+line)
	}
	return lines
}
