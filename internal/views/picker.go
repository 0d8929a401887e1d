package views

import (
	"fmt"
	"slices"
	"strings"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// The longest id that a user may type, and the greatest width of its column.
const (
	maxID      = 255
	maxIDWidth = 64
)

// Picker is the screen that lists the scopes to switch to. It holds the pages read so
// far.
type Picker struct {
	Theme Theme
	Map   keys.Map
	Kinds feature.KindList // the kinds of scope in the database

	kind        feature.Kind
	compare     bool                // whether to compare the chosen scope with the current one
	listedFirst []feature.ScopeInfo // scopes to list before the others
	search      textField
	infos       []feature.ScopeInfo
	hasMore     bool // whether the database has another page
	loadingPage bool // whether a page is being read
	stale       bool // whether infos belongs to an earlier text
	rows        rows

	width, height int

	tabs []PickerTab // the kinds of scope, or nil if there is only one

	// unknownScope is a typed scope that does not exist, or nil. question asks whether
	// to use that scope.
	unknownScope *feature.Scope
	question     string
}

// NewPicker returns the screen, which waits for its first page. first holds scopes to
// list before all others, such as recent ones. If compare is true, the chosen scope is
// compared with the current one.
func NewPicker(t Theme, m keys.Map, kind feature.Kind, first []feature.ScopeInfo, compare bool) *Picker {
	return &Picker{Theme: t, Map: m, kind: kind, listedFirst: first, compare: compare, search: newTextField(maxID), loadingPage: true, stale: true}
}

// Kind returns the kind of the listed scopes.
func (c *Picker) Kind() feature.Kind { return c.kind }

// Text returns the text being searched for.
func (c *Picker) Text() string { return c.search.value() }

// Compares reports whether the chosen scope is to be compared with the current one.
func (c *Picker) Compares() bool { return c.compare }

// Show adds a page of scopes. If first is true, the page replaces the list. A scope that
// is also listed first keeps its place there, with the page's data.
func (c *Picker) Show(infos []feature.ScopeInfo, first, more bool) {
	if first {
		c.infos, c.rows, c.stale = nil, rows{height: c.rows.height}, false
		for _, info := range c.listedFirst {
			if scopeMatches(info, c.Text()) {
				c.infos = append(c.infos, info)
			}
		}
	}
	for _, info := range infos {
		listed := c.infos[:min(len(c.infos), len(c.listedFirst))]
		if at := slices.IndexFunc(listed, func(l feature.ScopeInfo) bool { return l.Scope == info.Scope }); at >= 0 {
			listed[at] = info
		} else {
			c.infos = append(c.infos, info)
		}
	}
	c.hasMore, c.loadingPage = more, false
	c.rows.resize(c.count(), c.rows.height)
	if first && !c.compare && len(c.infos) > 1 && c.infos[0].Scope.IsSystem() {
		c.rows.moveTo(1) // whoever switches mostly wants another scope than the system
	}
}

// SetOverrides sets the number of overrides of a scope that is listed first.
func (c *Picker) SetOverrides(scope feature.Scope, n int) {
	for i := range c.listedFirst {
		if c.listedFirst[i].Scope == scope {
			c.listedFirst[i].Overrides = n
		}
	}
}

// scopeMatches reports whether text is part of a scope's id, name or slug.
func scopeMatches(info feature.ScopeInfo, text string) bool {
	return strings.Contains(strings.ToLower(info.Scope.ID+"\n"+info.Name+"\n"+info.Slug), strings.ToLower(text))
}

// Failed records that a page could not be read, so that the screen may ask again.
func (c *Picker) Failed() {
	if c.loadingPage = false; c.stale {
		c.Show(nil, true, false)
	}
}

// Ask asks the user whether to switch to a scope that does not exist.
func (c *Picker) Ask(scope feature.Scope, question string) {
	c.unknownScope, c.question = &scope, question
}

// typedScope returns the scope whose id the user has typed. It returns false if the
// list contains that id.
func (c *Picker) typedScope() (feature.Scope, bool) {
	id := c.search.value()
	for _, info := range c.infos {
		if info.Scope.ID == id {
			return feature.Scope{}, false
		}
	}
	return feature.Scope{Kind: c.kind, ID: id}, id != "" && !c.loadingPage && !c.compare
}

// count returns the number of rows: the scopes, and the typed id.
func (c *Picker) count() int {
	if _, ok := c.typedScope(); ok {
		return len(c.infos) + 1
	}
	return len(c.infos)
}

// Press takes a key. Letters search.
func (c *Picker) Press(p keys.Press) Intent {
	if c.unknownScope != nil {
		return c.answer(p)
	}
	switch {
	case p.Matches(c.Map.Leave):
		return Back{}
	case p.Matches(c.Map.Kind):
		return SwitchKind{}
	case p.Matches(c.Map.Choose):
		return c.choose()
	case c.rows.press(p, c.Map.WithoutLetters()):
		if c.hasMore && !c.loadingPage && c.rows.cursor+c.rows.height >= len(c.infos) {
			c.loadingPage = true
			return NextPage{}
		}
	case c.search.press(p):
		c.loadingPage, c.stale = true, true
		return Search{}
	}
	return nil
}

// choose returns the intent for the scope under the cursor, or nil while the list
// matches an earlier text.
func (c *Picker) choose() Intent {
	if c.stale {
		return nil
	}
	if c.rows.cursor < len(c.infos) && c.compare {
		return Compare{Info: c.infos[c.rows.cursor]}
	}
	if c.rows.cursor < len(c.infos) {
		return GoTo{Info: c.infos[c.rows.cursor]}
	}
	if scope, ok := c.typedScope(); ok {
		return GoTo{Info: feature.ScopeInfo{Scope: scope}, Typed: true}
	}
	return nil
}

// answer takes the answer to the question. A yes has an effect only if the key was
// pressed alone.
func (c *Picker) answer(p keys.Press) Intent {
	if p.Wheel != 0 {
		return nil
	}
	scope := *c.unknownScope
	c.unknownScope, c.question = nil, ""
	if p.MatchesAlone(c.Map.Yes) {
		return GoTo{Info: feature.ScopeInfo{Scope: scope}}
	}
	return nil
}

// Title implements Screen.
func (c *Picker) Title() (title, count string) {
	count = fmt.Sprint(c.scopesRead())
	switch {
	case c.stale:
		count = ""
	case c.hasMore:
		count += "+"
	}
	title = c.Theme.either(c.compare, words.PickerCompare, words.PickerTitle)
	return " " + title + c.Theme.dot + c.Theme.kindPlural(c.Kinds.Of(c.kind)), count
}

// scopesRead returns the number of listed scopes, without the system.
func (c *Picker) scopesRead() int {
	n := len(c.infos)
	if n > 0 && c.infos[0].Scope.IsSystem() {
		n--
	}
	return n
}

// Resize implements Screen.
func (c *Picker) Resize(width, height int) {
	c.width, c.height = width, height
	c.rows.resize(c.count(), height-len(c.intro()))
}

// intro returns the lines above the list. A very low terminal has no headings.
func (c *Picker) intro() []string {
	t := c.Theme
	lines := []string{t.cut(" "+t.Say(words.PickerSearch)+": "+c.search.draw(t, max(10, c.width-10)), c.width)}
	if tabs := c.tabLine(); tabs != "" {
		lines = append([]string{tabs}, lines...)
	}
	if c.height >= 4 {
		lines = append(lines, t.heading.render(c.layOutRow("  ", t.Say(words.HeadName), "ID", t.Say(words.HeadStatus), t.Say(words.HeadOverrides))))
	}
	return lines
}

// Body implements Screen.
func (c *Picker) Body() []string {
	t, above := c.Theme, c.intro()
	if c.unknownScope != nil {
		question := t.Say(words.PickerUseAnyway, t.clean(c.question))
		return append(above[:1], t.layOutForm([]formField{{}, {"", question, t.warning}}, c.width, c.height-1)...)
	}
	switch {
	case c.count() > 0:
		return append(above, c.rows.draw(c.Theme, c.width, c.row)...)
	case c.loadingPage:
		return append(above, "  "+t.Say(words.Searching)+t.ellipsis)
	case c.search.value() == "":
		for _, line := range t.wrap(t.Say(words.PickerNone, t.kindPlural(c.Kinds.Of(c.kind))), c.width-2, 2) {
			above = append(above, "  "+line)
		}
		return above
	}
	return append(above, "  "+t.Say(words.NoMatch))
}

// Foot implements Screen.
func (c *Picker) Foot() string {
	switch {
	case c.stale && len(c.infos) > 0: // scopes of an earlier text
		return c.Theme.Say(words.Searching) + c.Theme.ellipsis
	case c.count() == 0 || c.unknownScope != nil:
		return ""
	}
	return fmt.Sprintf("%d/%d", c.rows.cursor+1, c.count())
}

// Keys implements Screen.
func (c *Picker) Keys() keys.Group {
	if c.unknownScope != nil {
		return c.Map.QuestionKeys()
	}
	return c.Map.PickerKeys()
}
