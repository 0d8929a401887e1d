package views

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"flagtui/internal/feature"
	"flagtui/internal/words"
)

// maxRowsListed limits the overrides of a change-set that are listed.
const maxRowsListed = 20

// Markdown returns a history as Markdown for a chat or a ticket. Each change-set
// becomes a block, in the order of the entries: author, time (UTC), reason, the first
// overrides, and the command that undoes it. The entries of a change-set must be
// adjacent.
//
// undo reports whether flagtui has a journal, without which nothing can be undone.
// place is the name of the context, or of the database as in the header.
func Markdown(kinds feature.KindList, entries []feature.Entry, undo bool, place string) string {
	var blocks []string
	for len(entries) > 0 {
		n := 1
		for n < len(entries) && entries[n].Change == entries[0].Change && entries[0].Change != "" {
			n++
		}
		blocks = append(blocks, markdownSet(kinds, entries[:n], undo, place))
		entries = entries[n:]
	}
	return strings.Join(blocks, "\n")
}

// markdownSet returns the block of one change-set.
func markdownSet(kinds feature.KindList, entries []feature.Entry, undo bool, place string) string {
	var w strings.Builder
	set := entries[0]
	at := set.At.UTC().Format(time.DateTime + " UTC")
	switch set.Origin {
	case feature.FromOutside:
		fmt.Fprintf(&w, "### %s, %s, on %s\n\n", at, set.OutsideText(words.English), codeSpan(place))
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
		info := kinds.Of(e.Scope.Kind)
		fmt.Fprintf(&w, "| %s | %s | %s | %s |\n", tableCell(e.Name), tableCell(e.Scope.String()), info.Word(e.Before), e.Made().AfterText(words.English, info, false))
	}
	if more := len(entries) - maxRowsListed; more > 0 {
		fmt.Fprintf(&w, "\nand %s.\n", feature.Plural(more, "more override"))
	}
	if at := slices.IndexFunc(entries, func(e feature.Entry) bool { return e.Everything }); at >= 0 {
		fmt.Fprintf(&w, "\n%s.\n", capitalized(entries[at].TargetingText(words.English)))
	}
	if change, ok := feature.ShellWord(set.Change); ok && undo && set.Change != "" && set.Origin != feature.FromApp {
		fmt.Fprintf(&w, "\nTo undo it: %s\n", codeSpan("flagtui undo "+change))
	}
	return w.String()
}

// codeSpan returns text as a code span, in which Markdown treats nothing as markup, a
// link or a mention. The fence is longer than any run of back-ticks in the text.
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
		text = " " + text + " " // Markdown removes one blank from each end
	}
	return fence + text + fence
}

// tableCell returns a code span for a table. A bar would end the cell, so bars are
// escaped.
func tableCell(text string) string { return strings.ReplaceAll(codeSpan(text), "|", `\|`) }
