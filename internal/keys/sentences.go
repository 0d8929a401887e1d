package keys

import "github.com/charmbracelet/bubbles/key"

// sentences explain the keys in the help, by the help texts of their bindings. If a text
// means different things on two screens, the key for one of them is the screen's title,
// a slash and the text.
var sentences = map[string]string{
	"up":         "Move the cursor up by one row.",
	"down":       "Move the cursor down by one row.",
	"page up":    "Move the cursor up by one page.",
	"page down":  "Move the cursor down by one page.",
	"first":      "Move the cursor to the first row.",
	"last":       "Move the cursor to the last row.",
	"refresh":    "Read everything from the database again.",
	"back":       "Go back: dismiss an error, remove a filter, or close the screen.",
	"help":       "List the keys of the screen, and then all others.",
	"palette":    "Go to any view, flag, scope or context, or run an action, by typing part of its name.",
	"find":       "Search the screen's list, as you type.",
	"quit":       "Leave the screen; on the list of flags, leave the program.",
	"suspend":    "Suspend flagtui; the shell's fg brings it back.",
	"draw again": "Draw the whole screen again.",

	"change":                                "Change the flag: turn it on or off here by an override. Asks before it writes.",
	"remove override":                       "Remove the override here, so that the flag inherits again: from the system, or else the default. Asks first.",
	"details":                               "Show where the flag's value comes from, and which scopes override it.",
	"tenants":                               "Choose another scope, and show its flags.",
	"Flags/search":                          "Show only the flags that match: words, !word, /regex/, is:on, is:override, by:alice, since:7d.",
	"Enabled anywhere/search":               "Show only what matches the words that are typed.",
	"history":                               "Show who changed what, when and why.",
	"Flags/undo":                            "Undo your last change. Shows what it puts back, and asks first.",
	"Details/undo":                          "Undo the change under the cursor, or else your last one. Shows what it puts back, and asks first.",
	"Details/remove override":               "Remove the override of the scope under the cursor, so that the flag inherits again. Asks first.",
	"undo":                                  "Undo this change. Shows what it puts back, and asks first.",
	"show all flags":                        "Show all flags.",
	"show flags that are on":                "Show only the flags that are on (enabled) here.",
	"show flags that are off":               "Show only the flags that are off (disabled) here.",
	"show flags that are overridden here":   "Show only the flags that have an override here.",
	"show flags that nobody has overridden": "Show only the flags that nobody has ever overridden, anywhere.",
	"show flags that are not registered":    "Show only the flags that have rows in the database but are not in the catalogue.",
	"show flags that are not live":          "Show only the flags that the running app is not known to serve as they are stored.",
	"next filter":                           "Go on to the next of the filters above the list.",
	"sort":                                  "Sort by last change, number of overrides or name: pressed again, in the other direction, and then by the next.",
	"tree":                                  "Group the flags by module, the part of their names before the first dot, or list them all again.",
	"open the module":                       "In the tree, show the flags of the module.",
	"fold the module":                       "In the tree, go from a flag to its module, and hide the flags of the module.",
	"mark":                                  "Mark the flag, to change several at once, or remove the mark.",
	"mark all shown":                        "Mark all flags that are shown, or in the tree those of the module, or remove their marks.",
	"matrix":                                "Show flags by scopes in one table.",
	"compare":                               "Compare this scope with another, and copy overrides between them.",
	"enabled anywhere":                      "List what is on for any scope, and since when.",
	"preview":                               "Show or hide the preview of the flag beside the list.",
	"system view":                           "Go to the flags of the whole system.",
	"context":                               "Switch to another configured database (context).",
	"copy the name":                         "Copy the flag's name to the clipboard.",
	"copy the change":                       "Copy the change as Markdown, for a chat or an incident's record.",

	"Details/go there":              "Go to the scope under the cursor, and show its flags.",
	"go there":                      "Go to the flag and the scope under the cursor.",
	"off for everyone":              "The kill switch: turn the flag off for everyone, the system and every override. Asks first.",
	"scope":                         "Move the cursor to the scope on the left or on the right.",
	"only rows that differ":         "Show only the rows in which the scopes differ, or all again.",
	"tenants / projects / sections": "List the kinds of scope, in turn.",
	"copy to the right":             "Copy the marked values, or the one under the cursor, to the scope on the right. Asks first.",
	"copy to the left":              "Copy the marked values, or the one under the cursor, to the scope on the left. Asks first.",

	"ask the app": "Ask the running app what it serves, for every flag of this scope, and mark what differs from what is stored.",

	"doctor":          "Check the database for rows and tables that are wrong, and offer to fix them.",
	"next section":    "Go to the next section: off, on, inheriting, recent changes, and then the first row.",
	"open a section":  "Open the section under the cursor, such as the scopes that inherit.",
	"close a section": "Close the section under the cursor.",
	"fix the marked":  "Fix what is marked, or what is under the cursor. Shows what it writes, and asks first.",
	"copy the fix":    "Copy the command or the SQL that fixes it to the clipboard.",

	"open":                       "Open the change-set: each of its rows, before and after, and its reason.",
	"open the flag":              "Show the details of the flag under the cursor.",
	"search":                     "Show only the changes that match: flag, scope, who, reason.",
	"all, this flag, this scope": "Show the history of everything, of the flag, or of the scope.",
	"write CSV":                  "Write what is shown to a CSV file, as for an auditor.",
	"the last 24 hours":          "Show the changes of the last 24 hours.",
	"the last 7 days":            "Show the changes of the last 7 days.",
	"the last 30 days":           "Show the changes of the last 30 days.",
	"from the beginning":         "Show every change that is recorded.",

	"Palette/choose":              "Go there, or run the action.",
	"Contexts/open":               "Open this context's database.",
	"open read-only":              "Open this context's database read-only: its session refuses to write.",
	"make this session read-only": "Open the database again, read-only: its session refuses to write.",

	"Doctor/mark":           "Mark the finding, to fix several at once, or remove the mark.",
	"Doctor/mark all shown": "Mark every finding that flagtui can fix, or remove all marks.",
	"Doctor/go there":       "Go to the flag of the finding, where its override is.",
	"Scopes/choose":         "Show the flags of the scope under the cursor.",
	"choose":                "Choose on, off or inherit.",
	"complete":              "Complete the name under the cursor.",
	"apply":                 "Write the change.",
	"reason":                "Type the reason, which the history keeps.",
	"cancel":                "Go back, and write nothing.",
}

// Sentence returns a full sentence about a binding of the group. If there is none, it
// returns the help text.
func (g Group) Sentence(binding key.Binding) string {
	desc := binding.Help().Desc
	if text := g.kindSentence(desc); text != "" {
		return text
	}
	if text := sentences[g.Title+"/"+desc]; text != "" {
		return text
	}
	if text := sentences[desc]; text != "" {
		return text
	}
	return desc
}

// EverywhereKeys returns the keys that work on every screen.
func (m Map) EverywhereKeys() Group {
	return Group{Title: "Everywhere", Others: []key.Binding{m.Help, relabel(m.Filter, "find"), m.Jump, m.Quit, m.Leave, m.Interrupt, m.Suspend, m.Redraw}}
}

// FindKeys returns the keys of the field that searches a list.
func (m Map) FindKeys() Group {
	m = m.WithoutLetters()
	return Group{Title: "Search", Pinned: 1, Hints: []key.Binding{relabel(m.Choose, "stay here"), join(relabel(m.Up, "other matches"), m.Down), m.Leave}}
}

// HelpKeys returns the keys of the help.
func (m Map) HelpKeys() Group {
	m = m.WithoutLetters()
	return Group{Title: "Help", Pinned: 1, Hints: []key.Binding{relabel(m.Choose, "press this key"), join(relabel(m.Up, "move"), m.Down), m.Leave},
		Others: []key.Binding{m.PageUp, m.PageDown}}
}
