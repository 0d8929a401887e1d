package cli

import (
	"os"
	"strings"

	"github.com/aymanbagabas/go-osc52/v2"
)

// clipboardSequence is what asks the terminal to take a text to its clipboard
// (OSC 52), which works through SSH. tmux takes it itself where its option
// set-clipboard is on, and hands it on, wrapped, where allow-passthrough is:
// it is given both. screen needs it wrapped, too.
func clipboardSequence(text string) string {
	plain := osc52.New(text)
	switch {
	case os.Getenv("TMUX") != "":
		return plain.String() + plain.Tmux().String()
	case strings.HasPrefix(os.Getenv("TERM"), "screen"):
		return plain.Screen().String()
	}
	return plain.String()
}
