package views

import (
	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/keys"
)

// hint is a key and its text at the foot of a screen.
type hint struct{ key, text string }

func (h hint) width() int { return ansi.StringWidth(h.key) + 1 + ansi.StringWidth(h.text) }

// fittingHints returns the hints of a group that fit in a width, in their order. The
// pinned hints come first, then as many others as fit in their short texts. Remaining
// room turns short texts into long ones.
func (t Theme) fittingHints(group keys.Group, width int) []hint {
	bindings := group.Hints
	chosen := make([]bool, len(bindings))
	left := width + 2 // the first hint has no blanks before it
	choose := func(from, to int) {
		for i := from; i < to; i++ {
			if w := t.shortHint(bindings[i]).width() + 2; bindings[i].Enabled() && w <= left {
				chosen[i], left = true, left-w
			}
		}
	}
	first := len(bindings) - group.Pinned
	choose(first, len(bindings))
	choose(0, first)
	var hints []hint
	for i, binding := range bindings {
		if !chosen[i] {
			continue
		}
		h, long := t.shortHint(binding), t.longHint(binding)
		if more := long.width() - h.width(); more <= left {
			h, left = long, left-more
		}
		hints = append(hints, h)
	}
	return hints
}

// fitsWhole reports whether all hints of a group fit in a width, if need be in their
// short texts.
func (t Theme) fitsWhole(group keys.Group, width int) bool {
	return len(t.fittingHints(group, width)) == len(keys.Group{Hints: group.Hints}.Enabled())
}

func (t Theme) longHint(b key.Binding) hint { return hint{b.Help().Key, keys.Label(t.Language, b)} }

func (t Theme) shortHint(b key.Binding) hint {
	return hint{b.Help().Key, keys.ShortLabel(t.Language, b)}
}
