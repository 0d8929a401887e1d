package recognise

import (
	"fmt"
	"regexp"
	"strings"
)

// kindOf returns the kind of scope that a column such as workspaceId names: workspace.
func kindOf(column string) string {
	if parts := scopeColumn.FindStringSubmatch(column); parts != nil {
		column = parts[1]
	}
	return strings.ToLower(column)
}

// squeeze returns a name in lower case, without underscores.
func squeeze(name string) string { return strings.ReplaceAll(strings.ToLower(name), "_", "") }

// plainYAML matches what YAML reads as a text without quotes.
var plainYAML = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.]*$`)

// quoteYAML returns a text as a YAML scalar. It adds quotes where a flow mapping needs
// them.
func quoteYAML(text string) string {
	switch strings.ToLower(text) {
	case "on", "off", "yes", "no", "true", "false", "null", "y", "n", "":
	default:
		if plainYAML.MatchString(text) {
			return text
		}
	}
	return fmt.Sprintf("%q", text)
}
