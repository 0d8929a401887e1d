package views

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// ContextInfo is a context of the config file.
type ContextInfo struct {
	Name     string
	Database string // without a password
	// If Protected is set, a write asks for the context's name.
	Protected bool
	ReadOnly  bool
	// LastOpened is the time when the dashboard last opened the context. It is zero if
	// unknown.
	LastOpened time.Time
}

// mode returns the context's mode as configured.
func (c ContextInfo) mode() words.Text {
	switch {
	case c.ReadOnly:
		return words.ModeReadOnly
	case c.Protected:
		return words.ModeProtected
	}
	return words.ModeWritable
}

// Contexts is the screen that lists the contexts, to switch to one.
type Contexts struct {
	Theme Theme
	Map   keys.Map

	contexts []ContextInfo
	current  string
	// checked holds the contexts that were tried, by name. The text says why the
	// database cannot be reached, and is empty if it can.
	checked map[string]string

	agesAt        time.Time // the time to which ages are counted
	rows          rows
	width, height int
}

// NewContexts returns the screen, with the cursor on the current context, and ages that are
// counted to now.
func NewContexts(t Theme, m keys.Map, contexts []ContextInfo, current string, now time.Time) *Contexts {
	c := &Contexts{Theme: t, Map: m, contexts: contexts, current: current, agesAt: now, checked: map[string]string{}}
	c.rows.resize(len(contexts), len(contexts))
	c.rows.moveTo(slices.IndexFunc(contexts, func(info ContextInfo) bool { return info.Name == current }))
	return c
}

// Checked records that a context's database was tried. why is the reason why the
// database cannot be reached, or empty.
func (c *Contexts) Checked(name, why string) { c.checked[name] = why }

// Press takes a key.
func (c *Contexts) Press(p keys.Press) Intent {
	switch {
	case p.Matches(c.Map.Leave):
		return Back{}
	case c.rows.press(p, c.Map) || c.rows.cursor >= len(c.contexts):
		return nil
	}
	name := c.contexts[c.rows.cursor].Name
	switch {
	case p.Matches(c.Map.Choose):
		return SwitchContext{Name: name}
	case p.Matches(c.Map.OpenReadOnly) && name == c.current:
		return MakeReadOnly{}
	case p.Matches(c.Map.OpenReadOnly):
		return SwitchContext{Name: name, ReadOnly: true}
	}
	return nil
}

// Title implements Screen.
func (c *Contexts) Title() (title, count string) {
	return " " + c.Theme.Say(words.ContextsTitle), fmt.Sprint(len(c.contexts))
}

// Resize implements Screen.
func (c *Contexts) Resize(width, height int) {
	c.width, c.height = width, height
	c.rows.resize(len(c.contexts), height-1-c.reasonLines())
}

// reasonLines returns the number of lines below the list that say why the context under
// the cursor cannot be reached.
func (c *Contexts) reasonLines() int {
	if c.height < 8 {
		return 1
	}
	return 3
}

// Body implements Screen.
func (c *Contexts) Body() []string {
	t := c.Theme
	lines := append([]string{t.heading.render(c.layOutRow("  ", t.Say(words.HeadContext), t.Say(words.HeadDatabase), t.Say(words.HeadMode), ansiStyle{}, t.Say(words.HeadReachable), t.Say(words.HeadOpened)))}, c.rows.draw(t, c.width, c.row)...)
	reason := ""
	if c.rows.cursor < len(c.contexts) {
		reason = c.checked[c.contexts[c.rows.cursor].Name]
	}
	if reason == "" {
		return lines
	}
	for _, line := range t.wrap(t.clean(reason), c.width-2, c.reasonLines()) {
		lines = append(lines, "  "+t.danger.render(line))
	}
	return lines
}

// row draws the line of one context.
func (c *Contexts) row(i int, marked bool) string {
	t, info := c.Theme, c.contexts[i]
	cursor, name, reachable := "  ", t.clean(info.Name), "?"
	if marked {
		cursor = "> "
	}
	if info.Name == c.current {
		name += " " + t.Say(words.ContextsOpen)
	}
	if why, ok := c.checked[info.Name]; ok {
		reachable = t.either(why == "", words.Yes, words.No)
	}
	style := map[words.Text]ansiStyle{words.ModeReadOnly: t.good, words.ModeProtected: t.danger}[info.mode()]
	opened := "-"
	if !info.LastOpened.IsZero() {
		opened = t.ageAgo(info.LastOpened, c.agesAt)
	}
	return c.layOutRow(cursor, name, t.clean(info.Database), t.Say(info.mode()), style, reachable, opened)
}

// layOutRow lays out one line. A narrow terminal has no room for the database and for
// LastOpened.
func (c *Contexts) layOutRow(cursor, name, database, mode string, style ansiStyle, reachable, opened string) string {
	t := c.Theme
	modeWidth, reachableWidth := t.widest(words.ModeReadOnly, words.ModeProtected, words.ModeWritable, words.HeadMode)+2, t.widest(words.HeadReachable, words.Yes, words.No)
	openedWidth := max(len("12m ago"), t.widest(words.HeadOpened))
	room := c.width - len(cursor) - modeWidth - reachableWidth - 1
	if c.openedShown() {
		room -= openedWidth + 2
		reachable = pad(reachable, reachableWidth) + "  " + opened
	}
	nameWidth := min(c.longestName()+2, room)
	if c.width >= defaultMinWidth {
		nameWidth = min(nameWidth, room/2)
		room = min(room-nameWidth, 60)
		name = pad(t.cut(name, nameWidth-2), nameWidth) + pad(t.cutMiddle(database, room-2), room)
	} else {
		name = pad(t.cut(name, nameWidth-2), nameWidth)
	}
	return cursor + name + style.render(mode) + strings.Repeat(" ", modeWidth-textWidth(mode)) + reachable
}

// openedShown reports whether the list shows LastOpened.
func (c *Contexts) openedShown() bool {
	return c.width >= defaultMinWidth && slices.ContainsFunc(c.contexts, func(info ContextInfo) bool { return !info.LastOpened.IsZero() })
}

// Ages implements Aging.
func (c *Contexts) Ages() (counted, wrong time.Time) {
	if c.openedShown() {
		for _, info := range c.contexts {
			wrong = earlier(wrong, ageEnd(info.LastOpened, c.agesAt))
		}
	}
	return c.agesAt, wrong
}

// CountAges implements Aging.
func (c *Contexts) CountAges(now time.Time) { c.agesAt = now }

// longestName returns the width of the longest name, including "(open)".
func (c *Contexts) longestName() int {
	longest := c.Theme.widest(words.HeadContext)
	for _, info := range c.contexts {
		longest = maxWidth(longest, c.Theme.clean(info.Name)+" "+c.Theme.Say(words.ContextsOpen))
	}
	return longest
}

// Foot implements Screen.
func (c *Contexts) Foot() string { return "" }

// Keys implements Screen.
func (c *Contexts) Keys() keys.Group { return c.Map.ContextKeys() }
