package views

import (
	"slices"
	"strings"

	"flagtui/internal/keys"
	"flagtui/internal/words"
)

// tree groups the flags by module, which is the part of the name before the first dot.
// The zero value is switched off.
type tree struct {
	on      bool
	open    map[string]bool // the modules that the user has opened
	folded  map[string]bool // the modules folded during a search, which opens all others
	modules []module        // the modules of the flags shown, in the order of the list
}

type module struct {
	name  string
	flags []int // indexes of views
	open  bool
}

// moduleOf returns the module of a flag's name, or "".
func moduleOf(name string) string {
	before, after, _ := strings.Cut(name, ".")
	if after == "" {
		return ""
	}
	return before
}

func (b *Browse) searching() bool { return strings.TrimSpace(b.query.text) != "" }

// layOutRows rebuilds the rows, and puts the cursor on the named flag. If the flag's
// module is folded, the cursor goes to the module. An empty name keeps the cursor on
// its module.
func (b *Browse) layOutRows(name string) {
	on := ""
	if m, ok := b.moduleAt(b.rows.cursor); ok && name == "" {
		on = m.name
	}
	if b.lines = b.shown; b.tree.on {
		b.groupModules()
	}
	b.rows.resize(len(b.lines), b.rows.height)
	var at int
	if on != "" {
		at = b.moduleRow(on)
	} else {
		at = slices.IndexFunc(b.lines, func(i int) bool { return i >= 0 && b.views[i].Name == name })
	}
	if at < 0 && b.tree.on && slices.ContainsFunc(b.shown, func(i int) bool { return b.views[i].Name == name }) {
		at = b.moduleRow(moduleOf(name))
	}
	if at >= 0 {
		b.rows.moveTo(at)
	}
}

// groupModules groups the shown flags into modules and rebuilds the lines.
func (b *Browse) groupModules() {
	t := &b.tree
	t.modules, b.lines = nil, nil
	index := map[string]int{"": -1}
	var first []int // each module's first flag, and every flag without a module
	for _, i := range b.shown {
		name := moduleOf(b.views[i].Name)
		at, known := index[name]
		if !known {
			at = len(t.modules)
			index[name] = at
			t.modules = append(t.modules, module{name: name, open: t.open[name]})
			if b.searching() {
				t.modules[at].open = !t.folded[name]
			}
		}
		if !known || at < 0 {
			first = append(first, i)
		}
		if at >= 0 {
			t.modules[at].flags = append(t.modules[at].flags, i)
		}
	}
	for _, i := range first {
		at := index[moduleOf(b.views[i].Name)]
		if at < 0 {
			b.lines = append(b.lines, i)
			continue
		}
		if b.lines = append(b.lines, -1-at); t.modules[at].open {
			b.lines = append(b.lines, t.modules[at].flags...)
		}
	}
}

// moduleAt returns the module in a row. It returns false if the row is a flag.
func (b *Browse) moduleAt(row int) (*module, bool) {
	if !b.tree.on || row >= len(b.lines) || b.lines[row] >= 0 {
		return nil, false
	}
	return &b.tree.modules[-1-b.lines[row]], true
}

// moduleRow returns the row of a module, or -1.
func (b *Browse) moduleRow(name string) int {
	return slices.IndexFunc(b.lines, func(i int) bool { return i < 0 && b.tree.modules[-1-i].name == name })
}

// pressTree takes a key of the tree, or the key that switches the tree on and off.
func (b *Browse) pressTree(p keys.Press) (intent Intent, taken bool) {
	if p.Matches(b.Map.Tree) {
		b.toggleTree()
		return nil, true
	}
	if !b.tree.on {
		return nil, false
	}
	on, isModule := b.moduleAt(b.rows.cursor)
	switch {
	case p.Matches(b.Map.Fold) && isModule:
		b.setOpen(on.name, false)
	case p.Matches(b.Map.Fold):
		if at := b.moduleRow(moduleOf(b.selectedName())); at >= 0 {
			b.rows.moveTo(at)
		}
	case p.Matches(b.Map.Unfold) && isModule:
		b.setOpen(on.name, true)
	case p.Matches(b.Map.Unfold):
	case p.Matches(b.Map.Details) && isModule:
		b.setOpen(on.name, !on.open)
	case p.Matches(b.Map.MarkAll):
		b.markModule()
	case p.Matches(b.Map.Mark) && isModule:
		b.markModule()
	case isModule && len(b.marked()) == 0 && (p.MatchesAlone(b.Map.Change) || p.MatchesAlone(b.Map.Clear)):
		return ShowNotice{b.Theme.Say(words.ListIsModule, on.name, b.Map.Unfold.Help().Key, b.Map.MarkAll.Help().Key)}, true
	default:
		return nil, false
	}
	return nil, true
}

// toggleTree switches between the list and the tree. At first only the module of the
// selected flag is open.
func (b *Browse) toggleTree() {
	name := b.selectedName()
	if m, ok := b.moduleAt(b.rows.cursor); ok {
		name = b.views[m.flags[0]].Name
	}
	b.tree = tree{on: !b.tree.on, open: map[string]bool{moduleOf(name): true}, folded: map[string]bool{}}
	b.layOutRows(name)
}

func (b *Browse) setOpen(name string, open bool) {
	if b.searching() {
		b.tree.folded[name] = !open
	} else {
		b.tree.open[name] = open
	}
	b.layOutRows("")
}

// markModule marks the flags of the module under the cursor. If all are marked, it
// removes the marks. A flag without a module is marked alone.
func (b *Browse) markModule() {
	flags := []int{}
	if m, ok := b.moduleAt(b.rows.cursor); ok {
		flags = m.flags
	} else if at := b.moduleRow(moduleOf(b.selectedName())); at >= 0 {
		m, _ := b.moduleAt(at)
		flags = m.flags
	} else if b.rows.cursor < len(b.lines) {
		flags = b.lines[b.rows.cursor : b.rows.cursor+1]
	}
	b.markFlags(flags)
}

// moduleLine draws a module's heading: its name, and how many of its flags are on,
// overridden and marked.
func (b *Browse) moduleLine(m *module, cursor bool) string {
	t, c := b.Theme, b.widths
	on, overridden, marked := 0, 0, 0
	for _, i := range m.flags {
		view := &b.views[i]
		if view.Is(true) {
			on++
		}
		if view.Overridden() {
			overridden++
		}
		if b.marks[view.Name] {
			marked++
		}
	}
	sign := map[bool]string{true: "▾ ", false: "▸ "}[m.open]
	if t.ascii {
		sign = map[bool]string{true: "- ", false: "+ "}[m.open]
	}
	name := t.cutMiddle(t.clean(m.name), c.name-textWidth(sign))
	line := gutter(cursor, marked == len(m.flags), 0) + sign + t.title.render(name) + pad("", c.name-textWidth(sign)-textWidth(name))
	rest := t.Say(words.ListModuleOn, on, len(m.flags))
	if b.scope.Scope.IsZero() { // without a scope a flag has no state
		rest = t.Count(len(m.flags), words.Flag)
	}
	parts := []string{pad(rest, c.state)}
	if overridden > 0 {
		parts = append(parts, t.Say(words.ListModuleOverridden, overridden))
	}
	if marked > 0 {
		parts = append(parts, t.Say(words.Marked, marked))
	}
	if c.defaultValue > 0 {
		line += pad("", len(c.gap)+c.defaultValue)
	}
	return line + c.gap + t.cut(strings.Join(parts, c.gap), b.width-textWidth(line)-len(c.gap))
}
