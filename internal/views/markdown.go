package views

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"flagtui/internal/feature"
)

// maxRowsListed is how many overrides of a change-set are listed one by one.
const maxRowsListed = 20

// Markdown tells a history in Markdown, fit for a chat or a ticket: a block for
// each change-set, in the order of the entries, with who, when (UTC) and why,
// its first overrides, and how to undo it. The entries of a change-set stand
// together; one without a change-set stands alone. What flagtui has not recorded
// cannot be undone; undo is false where it records nothing at all. place names
// the database: its context, or else what the header calls it.
func Markdown(entries []feature.Entry, undo bool, place string) string {
	var blocks []string
	for len(entries) > 0 {
		n := 1
		for n < len(entries) && entries[n].Change == entries[0].Change && entries[0].Change != "" {
			n++
		}
		blocks = append(blocks, markdownSet(entries[:n], undo, place))
		entries = entries[n:]
	}
	return strings.Join(blocks, "\n")
}

// markdownSet is the block of one change-set.
func markdownSet(entries []feature.Entry, undo bool, place string) string {
	var w strings.Builder
	set := entries[0]
	at := set.At.UTC().Format(time.DateTime + " UTC")
	switch set.Origin {
	case feature.FromOutside:
		fmt.Fprintf(&w, "### %s, %s, on %s\n\n", at, set.OutsideText(), codeSpan(place))
	case feature.FromApp:
		fmt.Fprintf(&w, "### %s by %s in the app, on %s\n\n", at, codeSpan(cmp.Or(set.Actor, "unknown")), codeSpan(place))
	default:
		fmt.Fprintf(&w, "### %s by %s on %s\n\n", at, codeSpan(cmp.Or(set.Actor, "unknown")), codeSpan(place))
	}
	if set.Reason != "" && set.Origin != feature.FromOutside {
		fmt.Fprintf(&w, "Reason: %s\n\n", codeSpan(set.Reason))
	}
	if set.Undoes != "" {
		fmt.Fprintf(&w, "It puts back: %s\n\n", codeSpan(set.Undoes))
	}
	w.WriteString("| flag | scope | before | after |\n| --- | --- | --- | --- |\n")
	for _, e := range entries[:min(maxRowsListed, len(entries))] {
		fmt.Fprintf(&w, "| %s | %s | %s | %s |\n", tableCell(e.Name), tableCell(e.Scope.String()), e.Scope.Kind.Word(e.Before), e.Scope.Kind.Word(e.After))
	}
	if more := len(entries) - maxRowsListed; more > 0 {
		fmt.Fprintf(&w, "\nand %s.\n", feature.Plural(more, "more override"))
	}
	if change, ok := feature.ShellWord(set.Change); ok && undo && set.Change != "" && set.Origin != feature.FromApp {
		fmt.Fprintf(&w, "\nTo undo it: %s\n", codeSpan("flagtui undo "+change))
	}
	return w.String()
}

// codeSpan shows text as it is: within its fence nothing is markup, a link or a
// mention. The fence is longer than any run of back-ticks in the text.
func codeSpan(text string) string {
	text = Clean(text)
	if text == "" {
		return "(empty)"
	}
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if strings.Trim(text, " `") != text && strings.Trim(text, " ") != "" {
		text = " " + text + " " // of which Markdown takes one off again
	}
	return fence + text + fence
}

// cell is a code span in a table, whose columns a bar would end.
func tableCell(text string) string { return strings.ReplaceAll(codeSpan(text), "|", `\|`) }
