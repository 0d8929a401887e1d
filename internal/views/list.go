package views

import (
	"bufio"

	"flagtui/internal/flag"
)

// WriteList writes flags as lines of text, with the words of the browse
// screen and without attributes.
func WriteList(w *bufio.Writer, t Theme, kind flag.Kind, list []flag.View) error {
	b := Browse{Theme: t, catalogue: true, scope: flag.ScopeInfo{Scope: flag.Scope{Kind: kind}}}
	width := 0
	for i := range list {
		width = longer(width, list[i].Name)
	}
	width = min(width, maxListed)
	for _, view := range list {
		w.WriteString(pad(t.text(view.Name), width))
		w.WriteString("  " + pad(state(view), len("[ ] Disabled")))
		w.WriteString("  " + pad(origin(view, kind), len("Following default")))
		w.WriteString("  default " + pad(onOff(view.Default), len("Disabled")))
		if more := b.more(view); more != "" {
			w.WriteString("  " + more)
		}
		if view.Description != "" {
			w.WriteString("  " + t.text(view.Description))
		}
		if err := w.WriteByte('\n'); err != nil {
			return err
		}
	}
	return nil
}

// maxListed keeps one long name from pushing the columns of every other out
// of sight.
const maxListed = 60
