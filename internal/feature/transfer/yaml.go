package transfer

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// WriteYAML writes the document with one override on each line, so that the diff of two
// exports shows the flags that differ. The YAML library would choose other line breaks,
// and would build a tree of the document first.
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
	return w.Flush() // Flush returns the first error of any write
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

// reservedWords are words that some YAML parsers do not read as strings.
var reservedWords = map[string]bool{"null": true, "true": true, "false": true, "yes": true, "no": true, "on": true, "off": true, "y": true, "n": true}

// scalar returns a string as YAML. It quotes the string unless every parser reads the
// plain text as a string. It escapes characters that terminals and editors do not show.
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

// isPlain reports whether text starts with a letter and has no character with a meaning
// in YAML.
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
