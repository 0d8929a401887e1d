package views

import (
	"fmt"
	"slices"

	"flagtui/internal/keys"
)

// Contexts is the list of configured databases to switch to.
type Contexts struct {
	Theme Theme
	Map   keys.Map

	names   []string
	current string
	rows    rows
	width   int
}

// NewContexts makes the screen, with the cursor on the current context.
func NewContexts(t Theme, m keys.Map, names []string, current string) *Contexts {
	c := &Contexts{Theme: t, Map: m, names: names, current: current}
	c.rows.resize(len(names), len(names))
	c.rows.moveTo(slices.Index(names, current))
	return c
}

// Press takes a key.
func (c *Contexts) Press(p keys.Press) Intent {
	switch {
	case p.Matches(c.Map.Leave):
		return Back{}
	case p.Matches(c.Map.Choose) && len(c.names) > 0:
		return SwitchContext{Name: c.names[c.rows.cursor]}
	}
	c.rows.press(p, c.Map)
	return nil
}

// Title implements Screen.
func (c *Contexts) Title() (title, count string) {
	return " Switch context", fmt.Sprint(len(c.names))
}

// Resize implements Screen.
func (c *Contexts) Resize(width, height int) {
	c.width = width
	c.rows.resize(len(c.names), height)
}

// Body implements Screen.
func (c *Contexts) Body() []string {
	return c.rows.draw(c.Theme, c.width, func(i int, marked bool) string {
		line := c.Theme.clean(c.names[i])
		if c.names[i] == c.current {
			line += "  (open)"
		}
		if line = c.Theme.cut(line, c.width-2); marked {
			return "> " + line
		}
		return "  " + line
	})
}

// Foot implements Screen.
func (c *Contexts) Foot() string { return "" }

// Keys implements Screen.
func (c *Contexts) Keys() keys.Group { return c.Map.ContextKeys() }
