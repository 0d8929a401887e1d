package views

import (
	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/keys"
)

// hint is a key and what it does, as the foot of a screen shows them.
type hint struct{ key, text string }

func (h hint) width() int { return ansi.StringWidth(h.key) + 1 + ansi.StringWidth(h.text) }

// fittingHints returns the hints of a group that fit in a width, in their order. A width that
// is too small for all of them first gets short texts; then it has the pinned hints, and of
// the others those that come first. What room is left goes to the longer texts.
func fittingHints(group keys.Group, width int) []hint {
	bindings := group.Hints
	chosen := make([]bool, len(bindings))
	left := width + 2 // the first hint has no blanks before it
	choose := func(from, to int) {
		for i := from; i < to; i++ {
			if w := shortHint(bindings[i]).width() + 2; bindings[i].Enabled() && w <= left {
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
		h, long := shortHint(binding), longHint(binding)
		if more := long.width() - h.width(); more <= left {
			h, left = long, left-more
		}
		hints = append(hints, h)
	}
	return hints
}

// fitsWhole reports whether all hints of a group fit in a width.
func fitsWhole(group keys.Group, width int) bool {
	return len(fittingHints(group, width)) == len(keys.Group{Hints: group.Hints}.Enabled())
}

func longHint(b key.Binding) hint { return hint{b.Help().Key, b.Help().Desc} }

func shortHint(b key.Binding) hint { return hint{b.Help().Key, keys.ShortText(b)} }
