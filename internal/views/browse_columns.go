package views

import (
	"fmt"
	"slices"
	"strings"

	"flagtui/internal/feature"
)

// Resize implements Screen.
func (b *Browse) Resize(width, height int) {
	pane := b.previewWidth(width)
	resized := width != b.terminalWidth || width-pane != b.width
	b.terminalWidth, width = width, width-pane
	if resized {
		b.width = width
		b.fitColumns()
	}
	b.intro, b.low = nil, height < 12
	if !b.low {
		b.intro = append(b.intro, b.tabLine())
		if text := b.sentence(); text != "" {
			for _, line := range b.Theme.wrap(text, width-1, 4) {
				b.intro = append(b.intro, " "+line)
			}
		}
		b.intro = append(b.intro, "")
	}
	if width >= defaultMinWidth {
		b.intro = append(b.intro, b.Theme.heading.render(b.headings()))
	}
	b.rows.resize(len(b.lines), height-len(b.intro))
	b.rows.halfPages = pane > 0
	b.layOutPreview(pane, height)
}

// Body implements Screen.
func (b *Browse) Body() []string {
	if len(b.shown) == 0 {
		return b.besidePreview(slices.Concat(b.intro, b.empty()))
	}
	return b.besidePreview(slices.Concat(b.intro, b.rows.draw(b.Theme, b.width, b.row)))
}

// kind describes the kind of the scope shown.
func (b *Browse) kind() feature.KindInfo { return b.Kinds.Of(b.scope.Scope.Kind) }

// countHeading returns the heading of the column with the number of overrides.
func (b *Browse) countHeading() string {
	switch below := b.Kinds.InheritingSystem(); len(below) {
	case 0:
		return "NOTE"
	case 1:
		return strings.ToUpper(b.Theme.cut(b.Theme.clean(below[0].Plural), maxCountHeading))
	}
	return "SCOPES"
}

// maxCountHeading limits the width of the heading of the column with the number of
// overrides.
const maxCountHeading = 12

func (b *Browse) headings() string {
	c := b.widths
	line := "  " + pad("FLAG", c.name)
	if c.defaultValue > 0 {
		heading := "DEFAULT"
		if b.kind().OptIn {
			heading = "SCOPES"
		}
		line += c.gap + pad(heading, c.defaultValue)
	}
	line = pad(line+c.gap+"STATUS", c.statusEnd())
	if c.detail > 0 {
		heading := ""
		switch {
		case b.changeReplacesDetail():
			heading = "CHANGED"
		case b.scope.Scope.IsSystem():
			heading = b.countHeading()
		}
		line += c.gap + pad(heading, c.detail)
	}
	if c.changed > 0 {
		line += c.gap + pad("CHANGED", c.changed)
	}
	if c.description > 0 {
		line += c.gap + "DESCRIPTION"
	}
	return line
}

// sentence returns an introduction to the list, or "" if the title says enough.
func (b *Browse) sentence() string {
	scope := b.scope.Scope
	switch {
	case !b.catalogue && scope.IsZero():
		return "No catalogue of flags: " + b.Map.Tenants.Help().Key + " chooses " + b.Theme.clean(b.Kinds.WithIDs().Each("the ", " or ")) + " whose rows to show. To see all flags, " + feature.CatalogueHint(b.HasCatalogueTable) + "."
	case !b.catalogue:
		return "No catalogue of flags: only rows with an override are shown. To see all, " + feature.CatalogueHint(b.HasCatalogueTable) + "."
	case scope.IsZero():
		return "Viewing every feature that is defined. " + b.Map.Tenants.Help().Key + " chooses " + b.Theme.clean(b.Kinds.WithIDs().Each("the ", " or ")) + " to see it for."
	case b.kind().Has(feature.Inherit) || scope.IsSystem():
		return ""
	}
	text := fmt.Sprintf("Viewing the features of %s \"%s\". It inherits nothing: what is not set is off.", b.Theme.clean(b.kind().Name), b.Theme.clean(scope.ID))
	if live := b.Theme.clean(b.Kinds.LiveAt(scope.Kind).Short); live != "" {
		text += " A saved change takes effect " + live + "."
	}
	return text
}

// empty returns the lines that say why the list has no rows.
func (b *Browse) empty() []string {
	text := "No feature flags registered"
	switch {
	case b.views == nil: // the status line says that the flags are loading
		return nil
	case b.state == showNotLive && b.filter.value() == "":
		text = "No flag is marked not live any more. " + b.Map.Back.Help().Key + " shows all again."
	case b.filter.value() != "" || b.state != showAll:
		text = "No match. " + b.Map.Back.Help().Key + " shows all again."
	case b.stateCounts[showUnregistered] > 0:
		text += ", but flags that are not registered have overrides: " + b.Map.ShowUnregistered.Help().Key + " shows them."
	}
	var lines []string
	for _, line := range b.Theme.wrap(text, b.width-2, 4) {
		lines = append(lines, "  "+line)
	}
	if len(b.views) == 0 && !b.catalogue {
		lines = append(append(lines, ""), b.Theme.getCatalogue(b.HasCatalogueTable, b.width)...)
	}
	return lines
}
