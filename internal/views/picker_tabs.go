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
	Count string // the number of scopes, such as "26" or "100+", or "" until known
}

// SetTabs sets the kinds of scope to switch between. A single kind needs no tabs.
func (c *Picker) SetTabs(tabs []PickerTab) {
	if len(tabs) > 1 {
		c.tabs = slices.Clone(tabs)
	}
}

// Tabs returns the kinds of scope to switch between.
func (c *Picker) Tabs() []PickerTab { return c.tabs }

// SetCount sets the number of scopes of a kind. If more is true, there are at least n.
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

// SetText sets the text to search for.
func (c *Picker) SetText(text string) { c.search.set(text) }

// tabLine returns the tabs, with the chosen one in brackets, or "" without tabs.
func (c *Picker) tabLine() string {
	t := c.Theme
	var texts []string
	for _, tab := range c.tabs {
		text := capitalized(t.kindPlural(c.Kinds.Of(tab.Kind)))
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

// capitalized returns text with an upper-case first letter. It changes only ASCII
// letters.
func capitalized(text string) string {
	if text == "" || text[0] >= utf8.RuneSelf {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
