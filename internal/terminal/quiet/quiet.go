// Package quiet keeps bubbletea v1 from asking the terminal for its background colour
// when the program starts. The init function of bubbletea asks, and waits up to five
// seconds for an answer, even for "version"
// (github.com/charmbracelet/bubbletea/issues/1771). It does not ask if lipgloss already
// knows the answer.
//
// Go initialises packages in the order of their import paths, as far as their imports
// allow. Package quiet imports only lipgloss, and its path "flagtui/…" sorts before
// bubbletea's. So Go initialises quiet first.
package quiet

import "github.com/charmbracelet/lipgloss"

func init() { lipgloss.SetHasDarkBackground(true) }
