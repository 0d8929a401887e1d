package views

import (
	"slices"
	"strings"

	"flagtui/internal/feature"
	"flagtui/internal/words"
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
		return b.Theme.Say(words.HeadNote)
	case 1:
		return strings.ToUpper(b.Theme.cut(b.Theme.kindPlural(below[0]), maxCountHeading))
	}
	return b.Theme.Say(words.HeadScopes)
}

// maxCountHeading limits the width of the heading of the column with the number of
// overrides.
const maxCountHeading = 12

func (b *Browse) headings() string {
	t, c := b.Theme, b.widths
	line := "  " + pad(t.Say(words.HeadFlag), c.name)
	if c.defaultValue > 0 {
		line += c.gap + pad(t.either(b.kind().OptIn, words.HeadScopes, words.HeadDefault), c.defaultValue)
	}
	line = pad(line+c.gap+t.Say(words.HeadStatus), c.statusEnd())
	if c.detail > 0 {
		heading := ""
		switch {
		case b.changeReplacesDetail():
			heading = t.Say(words.HeadChanged)
		case b.scope.Scope.IsSystem():
			heading = b.countHeading()
		}
		line += c.gap + pad(heading, c.detail)
	}
	if c.changed > 0 {
		line += c.gap + pad(t.Say(words.HeadChanged), c.changed)
	}
	if c.description > 0 {
		line += c.gap + t.Say(words.HeadDescription)
	}
	return line
}

// sentence returns an introduction to the list, or "" if the title says enough.
func (b *Browse) sentence() string {
	t, scope := b.Theme, b.scope.Scope
	switch {
	case !b.catalogue && scope.IsZero():
		return t.Say(words.ListNoCatalogueScopes, b.Map.Tenants.Help().Key, t.OrEach(b.Kinds.WithIDs(), words.ListTheScope), feature.CatalogueHint(t.Language, b.HasCatalogueTable))
	case !b.catalogue:
		return t.Say(words.ListNoCatalogue, feature.CatalogueHint(t.Language, b.HasCatalogueTable))
	case scope.IsZero():
		return t.Say(words.ListEveryFeature, b.Map.Tenants.Help().Key, t.OrEach(b.Kinds.WithIDs(), words.ListTheScope))
	case b.kind().Has(feature.Inherit) || scope.IsSystem():
		return ""
	}
	text := t.Say(words.ListFeaturesOf, t.kindName(b.kind()), t.clean(scope.ID))
	if live := b.Kinds.LiveAt(scope.Kind).In(t.Language).Short; live != "" {
		text += " " + t.Say(words.ListTakesEffect, t.clean(live))
	}
	return text
}

// empty returns the lines that say why the list has no rows.
func (b *Browse) empty() []string {
	t, back := b.Theme, b.Map.Back.Help().Key
	text := t.Say(words.ListNoFlags)
	switch {
	case b.views == nil: // the status line says that the flags are loading
		return nil
	case b.state == showNotLive && b.filter.value() == "":
		text = t.Say(words.ListAllLive, back)
	case b.filter.value() != "" || b.state != showAll:
		text = t.Say(words.NoMatchShowAll, back)
	case b.stateCounts[showUnregistered] > 0:
		text = t.Say(words.ListOnlyUnregistered, b.Map.ShowUnregistered.Help().Key)
	}
	var lines []string
	for _, line := range t.wrap(text, b.width-2, 4) {
		lines = append(lines, "  "+line)
	}
	if len(b.views) == 0 && !b.catalogue {
		lines = append(append(lines, ""), t.getCatalogue(b.HasCatalogueTable, b.width)...)
	}
	return lines
}
