package views

import (
	"fmt"
	"strings"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// Palette is the screen where the user types the name of a view, an action, a context,
// a flag or a scope. Enter goes to the match, or runs the action.
type Palette struct {
	Theme Theme
	Map   keys.Map

	input    textField
	commands []paletteEntry // the views, the actions of the screen below, and the contexts
	flags    []string       // the flags' names
	kinds    feature.KindList

	// close holds the commands and flags that match well. loose holds those that only
	// contain the text's characters in order.
	close, loose  []paletteEntry
	scopes        []feature.ScopeInfo
	loadingScopes bool
	rows          rows
	width         int
}

// paletteEntry is an entry of the palette.
type paletteEntry struct {
	name, description string
	key               string // the key with the same effect, or ""
	intent            Intent
	synonyms          string // further words that a search finds
}

// PaletteContents holds what a palette offers.
type PaletteContents struct {
	Flags    []string
	Kinds    feature.KindList
	Contexts []ContextInfo
	Screen   keys.Group // the keys of the screen below
}

// NewPalette returns the screen.
func NewPalette(t Theme, m keys.Map, contents PaletteContents) *Palette {
	p := &Palette{Theme: t, Map: m, input: newTextField(feature.MaxName), flags: contents.Flags, kinds: contents.Kinds}
	p.commands = t.paletteCommands(m, contents)
	p.search()
	return p
}

// TakesText implements TextTaker.
func (p *Palette) TakesText() bool { return true }

// Query returns the text and the kinds of scope to search for. A text such as
// tenant:acme selects one kind.
func (p *Palette) Query() (text string, kinds []feature.Kind) {
	text = p.input.value()
	if kind, rest, ok := strings.Cut(text, ":"); ok && p.kinds.Has(feature.Kind(kind)) {
		return rest, []feature.Kind{feature.Kind(kind)}
	}
	return text, p.kinds.WithIDs().Kinds()
}

// Show sets the scopes that match the text.
func (p *Palette) Show(scopes []feature.ScopeInfo) {
	p.scopes, p.loadingScopes = scopes, false
	p.rows.resize(p.count(), p.rows.height)
}

// Failed records that the scopes could not be read.
func (p *Palette) Failed() { p.Show(p.scopes) }

// search finds the matching commands and flags, the best first.
func (p *Palette) search() {
	p.close, p.loose = findEntries(p.input.value(), p.commands, p.flags, p.Theme.Say(words.PaletteFlag))
	p.rows = rows{height: p.rows.height}
	p.rows.resize(p.count(), p.rows.height)
}

// count returns the number of entries. It omits the loose matches while scopes are
// being read, because scopes will come before them.
func (p *Palette) count() int {
	n := len(p.close) + len(p.scopes)
	if !p.loadingScopes {
		n += len(p.loose)
	}
	return n
}

// entryAt returns an entry of the list: first the good matches, then the scopes, then
// the loose matches.
func (p *Palette) entryAt(i int) paletteEntry {
	scopesEnd := len(p.close) + len(p.scopes)
	switch {
	case i < len(p.close):
		return p.close[i]
	case i >= scopesEnd:
		return p.loose[i-scopesEnd]
	}
	info := p.scopes[i-len(p.close)]
	description := p.Theme.Known(string(info.Scope.Kind))
	for _, text := range []string{info.Name, info.Slug} {
		if text != "" && text != info.Scope.ID {
			description += ", " + text
		}
	}
	return paletteEntry{name: info.Scope.String(), description: description, intent: GoTo{Info: info}}
}

// Press takes a key. Letters search.
func (p *Palette) Press(k keys.Press) Intent {
	switch {
	case k.Matches(p.Map.Leave):
		return Back{}
	case k.Matches(p.Map.Complete()) && p.rows.cursor < p.count():
		p.input.set(p.entryAt(p.rows.cursor).name)
		return p.searchTyped()
	case k.Matches(p.Map.Choose) && p.rows.cursor < p.count():
		return p.choose(k)
	case k.Matches(p.Map.Choose) && !p.loadingScopes:
		scope, err := feature.ParseScope(p.input.value())
		if scope = p.kinds.OfTenant(scope); err == nil && p.kinds.Has(scope.Kind) {
			return GoTo{Info: feature.ScopeInfo{Scope: scope}, Typed: true}
		}
		return ShowNotice{p.Theme.Say(words.NoMatch)}
	case p.rows.press(k, p.Map.WithoutLetters()):
	case p.input.press(k):
		return p.searchTyped()
	}
	return nil
}

// choose returns the intent of the entry under the cursor. An action that writes runs
// only if enter was pressed alone.
func (p *Palette) choose(k keys.Press) Intent {
	intent := p.entryAt(p.rows.cursor).intent
	if action, ok := intent.(PressKey); ok {
		action.Press.Alone = k.Alone
		return action
	}
	return intent
}

// searchTyped searches for the typed text. The intent asks for scopes.
func (p *Palette) searchTyped() Intent {
	p.scopes, p.loadingScopes = nil, true // scopes of an earlier text
	p.search()
	return Search{}
}

// Title implements Screen.
func (p *Palette) Title() (title, count string) {
	return p.Theme.Say(words.PaletteTitle), ""
}

// Resize implements Screen.
func (p *Palette) Resize(width, height int) {
	p.width = width
	p.rows.resize(p.count(), height-1)
}

// Body implements Screen.
func (p *Palette) Body() []string {
	t := p.Theme
	lines := []string{t.cut(" :"+p.input.draw(t, max(10, p.width-4)), p.width)}
	switch {
	case p.count() > 0:
		nameWidth := p.nameWidth()
		return append(lines, p.rows.draw(t, p.width, func(i int, marked bool) string { return p.row(i, nameWidth, marked) })...)
	case p.loadingScopes:
		return append(lines, "  "+t.Say(words.Searching)+t.ellipsis)
	}
	return append(lines, "  "+t.Say(words.NoMatch))
}

const paletteKeyWidth = 8

// nameWidth returns the width of the column of names.
func (p *Palette) nameWidth() int {
	longest := 12
	for i := range p.count() {
		longest = maxWidth(longest, p.entryAt(i).name)
	}
	return min(longest+1, 60, (p.width-2-paletteKeyWidth)*3/5)
}

// row draws an entry: its name, description and key.
func (p *Palette) row(i int, nameWidth int, marked bool) string {
	t, e, room := p.Theme, p.entryAt(i), p.width-2-paletteKeyWidth
	line := pad(t.cutMiddle(t.clean(e.name), nameWidth), nameWidth) + " "
	w := min(80, room-nameWidth-1)
	line += t.faint.render(pad(t.cut(t.clean(e.description), w), w))
	key := t.cut(e.key, paletteKeyWidth-1)
	if marked {
		return "> " + line + " " + key
	}
	return "  " + line + " " + t.accent.render(key)
}

// Foot implements Screen.
func (p *Palette) Foot() string {
	if p.count() == 0 {
		return ""
	}
	foot := fmt.Sprintf("%d/%d", p.rows.cursor+1, p.count())
	if p.loadingScopes {
		foot += "  " + p.Theme.Say(words.PaletteScopes) + p.Theme.ellipsis
	}
	return foot
}

// Keys implements Screen.
func (p *Palette) Keys() keys.Group { return p.Map.PaletteKeys() }
