package views

import (
	"fmt"

	"flagtui/internal/feature"
	"flagtui/internal/words"
)

// row draws the line of a scope, or of the typed id.
func (c *Picker) row(i int, marked bool) string {
	t := c.Theme
	mark := "  "
	if marked {
		mark = "> "
	}
	var line string
	if i < len(c.infos) {
		info := c.infos[i]
		name, status := t.clean(info.Name), t.clean(info.Status)
		style, statusStyle := ansiStyle{}, ansiStyle{}
		switch {
		case info.AnyID:
		case !info.Listed:
			status, statusStyle, style = t.Say(words.PickerUnknown, t.kindName(c.Kinds.Of(c.kind))), t.warning, t.faint
		case info.Status != "active":
			style, statusStyle = t.faint, t.faint
		}
		id := t.clean(info.Scope.ID)
		if !c.Kinds.Of(c.kind).Has(feature.Inherit) { // a numeric id says little
			id += " " + t.clean(info.Slug)
		}
		if info.Type != "" && info.Type != "enrollable" {
			status += ", " + t.clean(info.Type)
		}
		count := t.faint
		if info.Overrides > 0 {
			count = t.override
		}
		line = c.layOutRow(mark, style.render(name), style.render(id), statusStyle.render(status), count.render(fmt.Sprint(info.Overrides)))
	} else {
		line = t.cut(mark+t.Say(words.PickerUseID, t.clean(c.search.value())), c.width)
	}
	return line
}

// layOutRow lays out one line. A narrow terminal has no room for the status.
func (c *Picker) layOutRow(mark, name, id, status, overrides string) string {
	t := c.Theme
	countWidth := t.widest(words.HeadOverrides)
	statusWidth := 0
	if c.width >= defaultMinWidth {
		statusWidth = max(len("unknown tenant"), min(textWidth(t.Say(words.PickerUnknown, t.kindName(c.Kinds.Of(c.kind)))), 20)) + 1
		if !c.Kinds.Of(c.kind).Has(feature.Inherit) {
			statusWidth = 20 // "archived, blueprint"
		}
	}
	room := c.width - 2 - statusWidth - countWidth - 2
	idWidth := min(room/2, maxIDWidth)
	nameWidth := min(room-idWidth, 50)
	line := mark + pad(t.cut(name, nameWidth-1), nameWidth) + pad(t.cutMiddle(id, idWidth-1), idWidth) + " "
	if statusWidth > 0 {
		line += pad(t.cut(status, statusWidth-1), statusWidth)
	}
	return line + overrides
}
