package views

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"flagtui/internal/feature"
)

// PickerTab is a kind of scope that the picker can list.
type PickerTab struct {
	Kind  feature.Kind
	Count string // how many scopes there are, as "26" or "100+"; empty: not known yet
}

// SetTabs shows the kinds of scope to switch between. One kind needs no tabs.
func (c *Picker) SetTabs(tabs []PickerTab) {
	if len(tabs) > 1 {
		c.tabs = slices.Clone(tabs)
	}
}

// Tabs are the kinds of scope to switch between.
func (c *Picker) Tabs() []PickerTab { return c.tabs }

// SetCount sets how many scopes of a kind there are; more: at least so many.
func (c *Picker) SetCount(kind feature.Kind, n int, more bool) {
	for i := range c.tabs {
		if c.tabs[i].Kind == kind {
			c.tabs[i].Count = fmt.Sprint(n)
			if more {
				c.tabs[i].Count += "+"
			}
		}
	}
}

// SetText sets the text that is searched for.
func (c *Picker) SetText(text string) { c.search.set(text) }

// tabLine is the line of the tabs, the one shown in brackets; empty without tabs.
func (c *Picker) tabLine() string {
	t := c.Theme
	var texts []string
	for _, tab := range c.tabs {
		text := capitalized(t.clean(c.Kinds.Of(tab.Kind).Plural))
		if tab.Count != "" {
			text += " " + tab.Count
		}
		if tab.Kind == c.kind {
			text = t.accent.render("[" + text + "]")
		}
		texts = append(texts, text)
	}
	if len(texts) == 0 {
		return ""
	}
	separator := " │ "
	if t.ascii {
		separator = " | "
	}
	return t.cut(" "+strings.Join(texts, separator), c.width)
}

// capitalized starts text with a capital letter, if it starts with an ASCII letter.
func capitalized(text string) string {
	if text == "" || text[0] >= utf8.RuneSelf {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
