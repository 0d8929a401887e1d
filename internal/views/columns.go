package views

import (
	"fmt"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/flag"
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
	name, description, fallback, state, note, more int
}

// longest are the widths that the longest texts would like to have.
type longest struct {
	name, description, more int
	orphan                  bool
}

// measure fits the columns to the terminal and to the texts. It looks at
// every flag, so it runs when these change, not for each frame.
func (b *Browse) measure() {
	var want longest
	for _, i := range b.shown {
		view := &b.views[i]
		want.name = longer(want.name, view.Name)
		want.description = longer(want.description, view.Description)
		want.more = max(want.more, len(b.more(*view)))
		want.orphan = want.orphan || !view.Registered
	}
	b.widths = fitColumns(b.width, b.scope.Scope.Kind, want)
}

// longer is the larger of w and the width of text. Text of fewer bytes than w
// cannot be wider, unless it is hostile and gets cut.
func longer(w int, text string) int {
	if len(text) <= w {
		return w
	}
	return max(w, ansi.StringWidth(text))
}

func fitColumns(width int, kind flag.Kind, want longest) columns {
	c := columns{gap: " ", state: len("[ ] Disabled"), note: len("Following default")}
	if kind == flag.Tenant {
		c.note = len("Following system")
	}
	if width >= roomyFrom {
		c.gap = "  "
	}
	gap := len(c.gap)
	room := width - 2 - c.state - gap // 2: the cursor
	if width >= defaultFrom {
		c.fallback = len("Disabled")
		c.more = want.more
		room -= c.fallback + gap
		if c.more > 0 {
			room -= c.more + gap
		}
	} else {
		c.note = len("override")
		if want.orphan {
			c.note = len("not registered")
		}
	}
	room -= c.note + gap
	c.name = min(max(want.name, len("FLAG")), room)
	if width >= descriptionFrom && want.description > 0 {
		// A few long names must not cost every flag its description.
		c.name = min(c.name, max(24, room*2/5))
		c.description = min(max(want.description, len("DESCRIPTION")), room-c.name-gap)
	}
	return c
}

// Resize implements Screen.
func (b *Browse) Resize(width, height int) {
	if width != b.width {
		b.width = width
		b.measure()
	}
	b.height = height
	b.rows.resize(len(b.shown), height-len(b.above()))
}

// Body implements Screen.
func (b *Browse) Body() []string {
	above := b.above()
	if len(b.shown) == 0 {
		return append(above, b.empty()...)
	}
	return append(above, b.rows.draw(b.line)...)
}

// above is what stands over the list; a low terminal has the list only.
func (b *Browse) above() []string {
	var lines []string
	if b.height >= 12 {
		lines = append(lines, b.Theme.cut(" "+b.sentence(), b.width), "")
	}
	if b.width >= defaultFrom {
		lines = append(lines, b.Theme.heading.on(b.headings()))
	}
	return lines
}

func (b *Browse) headings() string {
	c := b.widths
	line := "  " + pad("FLAG", c.name)
	if c.description > 0 {
		line += c.gap + pad("DESCRIPTION", c.description)
	}
	return line + c.gap + pad("DEFAULT", c.fallback) + c.gap + "STATUS"
}

// sentence says what the list is of.
func (b *Browse) sentence() string {
	scope := b.scope.Scope
	switch {
	case !b.catalogue:
		return "No catalogue of flags: only rows with an override are shown. Give one with --flags FILE, or keep it here with `flagtui register FILE`."
	case scope.IsSystem():
		return "Viewing system-level flags. Switch scope to override per tenant."
	}
	return fmt.Sprintf("Viewing overrides for %s \"%s\". Tenant overrides beat the system value.", scope.Kind, b.Theme.text(scope.ID))
}

// empty is the list without a row.
func (b *Browse) empty() []string {
	text := "No feature flags registered"
	if len(b.views) > 0 {
		text = "No flag matches. esc shows all again."
	}
	return []string{"", "  " + b.Theme.cut(text, b.width-2)}
}

// line draws one flag.
func (b *Browse) line(i int, marked bool) string {
	t, c, view := b.Theme, b.widths, b.views[b.shown[i]]
	name := pad(t.middle(t.text(view.Name), c.name), c.name)
	line := "  " + name
	if marked {
		line = t.cursor.on("> " + name)
	}
	if c.description > 0 {
		line += c.gap + t.faint.on(pad(t.cut(t.text(view.Description), c.description), c.description))
	}
	if c.fallback > 0 {
		line += c.gap + pad(onOff(view.Default), c.fallback)
	}
	line += c.gap
	if view.Enabled {
		line += t.on.on(pad(state(view), c.state))
	} else {
		line += state(view)
	}
	note := t.noted(view, b.scope.Scope.Kind, c)
	if more := b.more(view); c.more > 0 && more != "" {
		return line + c.gap + note + pad("", c.note-ansi.StringWidth(note)) + c.gap + more
	}
	return line + c.gap + note
}

// noted is origin as browse shows it.
func (t Theme) noted(view flag.View, kind flag.Kind, c columns) string {
	style, text := t.faint, origin(view, kind)
	if view.Overridden {
		style = t.override
	}
	if c.fallback == 0 { // a narrow terminal has room for a word only
		switch {
		case !view.Registered:
			style, text = t.warn, "not registered"
		case view.Overridden:
			text = "override"
		default:
			text = string(view.Source)
		}
	}
	return style.on(text)
}

// state is a flag's effective value, told by a box and by a word.
func state(view flag.View) string {
	if view.Enabled {
		return "[x] Enabled"
	}
	return "[ ] Disabled"
}

// origin says where the value comes from, in the web page's words.
func origin(view flag.View, kind flag.Kind) string {
	switch {
	case view.Overridden:
		return "Override active"
	case kind == flag.Tenant:
		return "Following system"
	}
	return "Following default"
}

// more is the last column: in tenant scope the system's value, else how many
// tenants override the flag; and what is odd about it. It is ASCII.
func (b *Browse) more(view flag.View) string {
	text, count := "", b.counts[view.Name]
	switch {
	case view.HasSystem:
		text = "System: " + onOff(view.SystemEnabled)
	case count.On > 0 && count.Off > 0:
		text = fmt.Sprintf("%d on, %d off", count.On, count.Off)
	case count.On > 0:
		text = fmt.Sprintf("%d on", count.On)
	case count.Off > 0:
		text = fmt.Sprintf("%d off", count.Off)
	}
	for _, odd := range []struct {
		is   bool
		word string
	}{{!view.Registered, "not registered"}, {view.Odd, "odd row"}} {
		if odd.is && text != "" {
			text += ", "
		}
		if odd.is {
			text += odd.word
		}
	}
	return text
}

// onOff is the web page's word for a value.
func onOff(enabled bool) string {
	if enabled {
		return "Enabled"
	}
	return "Disabled"
}
