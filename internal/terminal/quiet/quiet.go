// Package quiet keeps bubbletea v1 from asking the terminal for its
// background colour when the program starts: its package init does, waits up
// to five seconds for an answer, and does so even for "version"
// (github.com/charmbracelet/bubbletea/issues/1771). Once lipgloss has been
// told the answer it does not ask.
//
// Go initialises packages in the order of their import paths as far as their
// imports allow, so this one, which imports lipgloss only, comes before
// bubbletea as long as its path sorts first: "flagtui/…" does.
package quiet

import "github.com/charmbracelet/lipgloss"

func init() { lipgloss.SetHasDarkBackground(true) }
