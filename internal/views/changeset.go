package views

import (
	"fmt"
	"slices"
	"time"

	"flagtui/internal/feature"
	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// ChangeSet is the screen of one change-set.
type ChangeSet struct {
	Theme Theme
	Map   keys.Map
	Kinds feature.KindList // the kinds of scope in the database
	Live  LiveStates       // what is known of the running application

	entries []feature.Entry // oldest first; never empty
	undoers []feature.Entry // the later undoes: see Show
	agesAt  time.Time       // the time to which ages are counted
	loaded  bool

	rows  rows
	intro []string // the lines above the list
	width int

	nameWidth, scopeWidth int // the widths of the widest name and scope
}

// NewChangeSet returns the screen of a change-set. known holds the entries known so
// far, newest first.
func NewChangeSet(t Theme, m keys.Map, known []feature.Entry) *ChangeSet {
	entries := slices.Clone(known)
	slices.Reverse(entries)
	c := &ChangeSet{Theme: t, Map: m, entries: entries}
	c.measure()
	return c
}

// measure measures the widest name and scope.
func (c *ChangeSet) measure() {
	c.nameWidth, c.scopeWidth = 0, 0
	for _, e := range c.entries {
		c.nameWidth = max(c.nameWidth, textWidth(c.Theme.clean(e.Name)))
		c.scopeWidth = max(c.scopeWidth, textWidth(c.Theme.clean(e.Scope.String())))
	}
}

// Show sets all entries of the change-set, oldest first. undoers holds one entry of each
// later undo. The first undo reverts this change-set. Each further undo reverts the undo
// before.
func (c *ChangeSet) Show(entries, undoers []feature.Entry, readAt time.Time) {
	c.entries, c.undoers, c.loaded = entries, undoers, true
	c.measure()
	c.CountAges(readAt)
}

// Ages implements Aging.
func (c *ChangeSet) Ages() (counted, wrong time.Time) {
	if c.loaded {
		wrong = ageEnd(c.entries[0].At, c.agesAt)
	}
	return c.agesAt, wrong
}

// CountAges implements Aging.
func (c *ChangeSet) CountAges(now time.Time) {
	c.agesAt = now
	if c.width > 0 {
		c.Resize(c.width, c.rows.height+len(c.intro))
	}
}

// undone reports whether the change-set is undone. Undoing an undo makes the changes
// again.
func (c *ChangeSet) undone() bool { return len(c.undoers)%2 == 1 }

func (c *ChangeSet) byFlagtui() bool {
	origin := c.entries[0].Origin
	return origin != feature.FromApp && origin != feature.FromOutside
}

// Press takes a key.
func (c *ChangeSet) Press(p keys.Press) Intent {
	if c.rows.press(p, c.Map) {
		return nil
	}
	at := c.entries[min(c.rows.cursor, len(c.entries)-1)]
	switch {
	case p.Matches(c.Map.Leave):
		return Back{}
	case p.Matches(c.Map.Refresh):
		return Refresh{}
	case p.MatchesAlone(c.Map.Undo):
		return c.undo()
	case p.Matches(c.Map.Details):
		return OpenDetails{Scope: feature.ScopeInfo{Scope: at.Scope}, Name: at.Name}
	case p.Matches(c.Map.History):
		return OpenHistory{Name: at.Name, OfFlag: true}
	case p.Matches(c.Map.CopyName):
		return Copy{Text: at.Name, What: c.Theme.Say(words.TheFlagsName)}
	case p.MatchesAlone(c.Map.Kill):
		return ReviewKill{Name: at.Name}
	case p.Matches(c.Map.CopyChange) && c.byFlagtui():
		return CopyChange{Change: at.Change}
	case p.Matches(c.Map.CopyChange):
		return CopyChange{Entries: c.entries}
	}
	return nil
}

func (c *ChangeSet) undo() Intent {
	switch {
	case !c.byFlagtui():
		return ShowNotice{c.Theme.Say(words.HistoryOnlyOwn)}
	case c.undone():
		return ShowNotice{c.Theme.Say(words.ChangeSetUndone, c.undoers[len(c.undoers)-1].Change)}
	}
	return ReviewUndo{Change: c.entries[0].Change}
}

// Title implements Screen.
func (c *ChangeSet) Title() (title, count string) {
	title = " " + c.Theme.Say(words.ChangeSetTitle)
	if id := c.entries[0].Change; id != "" {
		title += " " + c.Theme.clean(id)
	}
	return title, c.Theme.Count(len(c.entries), words.Change)
}

// Resize implements Screen.
func (c *ChangeSet) Resize(width, height int) {
	c.width, c.intro = width, nil
	lines := c.Theme.layOutForm(c.formFields(), width, height/2)
	if len(lines) > height/2 {
		lines = lines[:max(1, height/2)]
	} else {
		lines = append(lines, "")
	}
	c.intro = lines
	c.rows.resize(len(c.entries), height-len(c.intro))
}

// formFields returns the fields of the form above the rows.
func (c *ChangeSet) formFields() []formField {
	t, e := c.Theme, c.entries[0]
	when := e.At.UTC().Format(time.DateTime + " UTC")
	if c.loaded {
		when += t.dot + t.ageAgo(e.At, c.agesAt)
	}
	source := "flagtui"
	switch e.Origin {
	case feature.FromApp:
		source = t.Say(words.ChangeSetByApp)
	case feature.FromOutside:
		source = t.clean(e.OutsideText(t.Language))
	}
	fields := []formField{{label: t.Say(words.ChangeSetWhen), text: when}, {label: t.Say(words.ChangeSetWho), text: t.clean(t.whoChanged(&e))}, {label: t.Say(words.ChangeSetSource), text: source}}
	if e.Reason != "" && e.Origin != feature.FromOutside {
		fields = append(fields, formField{label: t.Say(words.Reason), text: t.clean(e.Reason)})
	}
	if e.Undoes != "" {
		fields = append(fields, formField{label: t.Say(words.ChangeSetUndoes), text: t.Say(words.ChangeSetOf, t.clean(e.Undoes))})
	}
	if at := slices.IndexFunc(c.entries, func(e feature.Entry) bool { return e.Everything }); at >= 0 {
		fields = append(fields, formField{label: t.Say(words.ChangeSetAlso), text: c.entries[at].TargetingText(t.Language)})
	}
	if state, ok := c.Live.ofChangeSet(t, c.entries); ok {
		fields = append(fields, t.liveField(state))
	}
	for i, by := range c.undoers {
		text := words.ChangeSetUndoneBy
		if i%2 == 1 {
			text = words.ChangeSetMadeAgain
		} else if i > 0 {
			text = words.ChangeSetUndoneAgain
		}
		field := formField{text: t.Say(text, t.clean(by.Actor), by.At.UTC().Format(time.DateTime), t.clean(by.Change))}
		if i == 0 {
			field.label = t.Say(words.ChangeSetUndoneLabel)
		}
		if i == len(c.undoers)-1 && c.undone() {
			field.style = t.warning
		}
		fields = append(fields, field)
	}
	return fields
}

// Body implements Screen.
func (c *ChangeSet) Body() []string {
	return slices.Concat(c.intro, c.rows.draw(c.Theme, c.width, c.row))
}

// row draws the line of one change.
func (c *ChangeSet) row(i int, marked bool) string {
	t, e := c.Theme, c.entries[i]
	change := e.Text(t.Language, c.Kinds, t.arrow)
	room := c.width - len("> ") - 4 - len("inherit -> off")
	name := min(c.nameWidth, max(maxName, room-c.scopeWidth), room-min(c.scopeWidth, room/2-2))
	scope := min(c.scopeWidth, room-name)
	gutter := "  "
	if marked {
		gutter = "> "
	}
	return gutter + pad(t.cutMiddle(t.clean(e.Name), name), name) + "  " + pad(t.cutMiddle(t.clean(e.Scope.String()), scope), scope) + "  " + change
}

// Foot implements Screen.
func (c *ChangeSet) Foot() string { return fmt.Sprintf("%d/%d", c.rows.cursor+1, len(c.entries)) }

// SelectLine puts the cursor on the row in a line of the body.
func (c *ChangeSet) SelectLine(line int) { c.rows.selectLine(line - len(c.intro)) }

// Cursor implements List.
func (c *ChangeSet) Cursor() int { return len(c.intro) + c.rows.cursorLine() }

// Keys implements Screen.
func (c *ChangeSet) Keys() keys.Group { return c.Map.ChangeSetKeys() }
