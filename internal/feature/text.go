package feature

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"flagtui/internal/words"
)

// Plural returns a number with its noun, such as "1 flag" or "312 flags".
func Plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Amount is Plural with a comma between thousands, such as "10,000 changes".
func Amount(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return words.English.Thousands(n) + " " + noun
}

// plainWord matches words that every shell takes literally.
var plainWord = regexp.MustCompile(`^[A-Za-z0-9_./:@+-]+$`)

// ShellWord returns text as one word for a POSIX shell, in printable characters. It
// returns false for text with NUL. It also returns false for unprintable text that ends
// with a line break, because $(…) would drop the line break.
func ShellWord(text string) (string, bool) {
	switch {
	case plainWord.MatchString(text):
		return text, true
	case IsPrintable(text):
		return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'", true
	case strings.HasSuffix(text, "\n") || strings.Contains(text, "\x00"):
		return "", false
	}
	// Escape every character that the shell or printf would interpret.
	var b strings.Builder
	for _, c := range []byte(text) {
		if c != '-' && plainWord.Match([]byte{c}) {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, `\%03o`, c)
		}
	}
	return `"$(printf '` + b.String() + `')"`, true
}

// FlagCommand returns a flagtui command on a flag, quoted for a shell. options must be
// empty or begin with a space. It returns false if ShellWord does.
func FlagCommand(command, name, options string) (string, bool) {
	word, ok := ShellWord(name)
	if strings.HasPrefix(name, "-") { // a name that starts with - looks like an option
		return "flagtui " + command + options + " -- " + word, ok
	}
	return "flagtui " + command + " " + word + options, ok
}

// Option returns the option that names the scope on a command line, with a blank before
// it, such as " --tenant acme" or " --scope workspace:7". For the system it returns an
// empty text. ok is false if the id is not a safe word in a shell.
func (s Scope) Option() (text string, ok bool) {
	name, value := "scope", s.String()
	switch s.Kind {
	case System:
		return "", true
	case Tenant, Project, Section:
		name, value = string(s.Kind), s.ID
	}
	word, ok := ShellWord(value)
	return " --" + name + " " + word, ok
}

// IsPrintable reports whether a terminal can show text unchanged.
func IsPrintable(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return !unicode.Is(unicode.M, first) && !strings.ContainsFunc(text, func(r rune) bool { return r == utf8.RuneError || !unicode.IsPrint(r) })
}
