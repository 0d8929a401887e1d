package cli

import (
	"strings"

	"github.com/aymanbagabas/go-osc52/v2"
)

// clipboardSequence returns the escape sequence OSC 52, by which a terminal copies text
// to its clipboard. OSC 52 works through SSH. tmux gets the sequence twice: plain for
// its option set-clipboard, and wrapped for allow-passthrough. screen gets the wrapped
// form.
func (a *app) clipboardSequence(text string) string {
	plain := osc52.New(text)
	switch {
	case a.getenv("TMUX") != "":
		return plain.String() + plain.Tmux().String()
	case strings.HasPrefix(a.getenv("TERM"), "screen"):
		return plain.Screen().String()
	}
	return plain.String()
}
