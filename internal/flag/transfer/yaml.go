package transfer

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// WriteYAML writes the document, an override a line, so that a diff of two
// exports is a diff of the flags. The YAML library would build a tree of it
// first, and breaks lines where it likes.
func (d Document) WriteYAML(to io.Writer) error {
	w := bufio.NewWriter(to)
	writeList(w, "definitions", len(d.Definitions), func(i int) {
		def := d.Definitions[i]
		fmt.Fprintf(w, "  - name: %s\n", scalar(def.Name))
		if def.Description != "" {
			fmt.Fprintf(w, "    description: %s\n", scalar(def.Description))
		}
		fmt.Fprintf(w, "    default_enabled: %t\n", def.Default)
		if len(def.Scopes) > 0 {
			words := make([]string, len(def.Scopes))
			for i, kind := range def.Scopes {
				words[i] = string(kind)
			}
			fmt.Fprintf(w, "    scopes: [%s]\n", strings.Join(words, ", "))
		}
		if def.RolloutMode != "" {
			fmt.Fprintf(w, "    rollout_mode: %s\n", def.RolloutMode)
		}
	})
	writeList(w, "overrides", len(d.Overrides), func(i int) {
		o := d.Overrides[i]
		w.WriteString("  - {scope: " + string(o.Scope))
		if o.ScopeID != "" {
			w.WriteString(", scope_id: " + scalar(o.ScopeID))
		}
		fmt.Fprintf(w, ", name: %s, enabled: %t}\n", scalar(o.Name), o.Enabled)
	})
	return w.Flush() // with the first error there was
}

func writeList(w *bufio.Writer, key string, n int, item func(i int)) {
	if n == 0 {
		fmt.Fprintf(w, "%s: []\n", key)
		return
	}
	fmt.Fprintf(w, "%s:\n", key)
	for i := range n {
		item(i)
	}
}

// reservedWords are what some reader of YAML takes for something else than a string.
var reservedWords = map[string]bool{"null": true, "true": true, "false": true, "yes": true, "no": true, "on": true, "off": true, "y": true, "n": true}

// scalar writes a string as YAML that every reader reads as that string: as
// it is where that cannot be mistaken, and else in quotes, with escapes for
// all that a terminal or an editor does not show.
func scalar(text string) string {
	if isPlain(text) && !reservedWords[strings.ToLower(text)] {
		return text
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r > 0xFFFF:
			fmt.Fprintf(&b, `\U%08X`, r)
		default:
			fmt.Fprintf(&b, `\u%04X`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// isPlain tells whether text begins with a letter and holds nothing that
// means anything in YAML.
func isPlain(text string) bool {
	for i := range len(text) {
		c := text[i]
		switch {
		case 'a' <= c|0x20 && c|0x20 <= 'z', i > 0 && ('0' <= c && c <= '9' || c == '.' || c == '_' || c == '-' || c == '/'):
		case c == ' ' && i > 0 && i < len(text)-1:
		default:
			return false
		}
	}
	return text != ""
}
