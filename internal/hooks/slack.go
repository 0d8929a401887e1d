package hooks

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"

	"flagtui/internal/feature"
)

// maxListed is the largest number of changes that a message for people lists.
const maxListed = 20

// slackText describes the event to people, in Slack's markup.
func (e Event) slackText() string {
	var b strings.Builder
	fmt.Fprintf(&b, "*%s*: %s changed %s", slackEscape(cmp.Or(e.Context, e.Database)), slackEscape(e.Actor), feature.Plural(len(e.Changes), "override"))
	if e.Undoes != "" {
		fmt.Fprintf(&b, " (undo of %s)", slackEscape(e.Undoes))
	}
	for i, c := range e.Changes {
		if i == maxListed {
			fmt.Fprintf(&b, "\n… and %d more", len(e.Changes)-maxListed)
			break
		}
		scope := feature.Scope{Kind: c.Scope, ID: c.ScopeID}
		fmt.Fprintf(&b, "\n• `%s` at %s: %s", slackEscape(c.Name), slackEscape(scope.String()), c.text())
		if c.Effect != "" {
			b.WriteString(" (" + slackEscape(c.Effect) + ")")
		}
	}
	if e.Reason != "" {
		b.WriteString("\nReason: " + slackEscape(e.Reason))
	}
	if e.Live != "" {
		b.WriteString("\nTakes effect " + slackEscape(e.Live))
	}
	if e.Undo != "" {
		b.WriteString("\nUndo: `" + slackEscape(e.Undo) + "`")
	}
	return b.String()
}

// slackEscape returns text in a form that Slack shows as it is.
func slackEscape(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '`':
			return '\''
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "�"))
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
}
