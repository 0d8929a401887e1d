package flagtui_test

import (
	"go/ast"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// retiredPhrases are words that screens, help, errors and documentation no longer use, each
// with the words that they use instead.
var retiredPhrases = []struct{ phrase, instead string }{
	{`(?i)\bmanage(d|s)? mode\b|\bmanaging\b`, "writable"},
	{`\bFollowing\b(?: (?:default|system)\b)?`, "inherits; only the web page's own Following default and Following system stay"},
	{`(?i)\bfollows? (?:the )?(?:system|default)|\bunfollow`, "inherits"},
	{`(?i)\blooks every|\bevery two seconds`, "polling every 2 s"},
	{`(?i)\bnot watching`, "disconnected, retrying"},
	{`(?i)\bclear the override`, "remove override"},
	{`(?i)\boff everywhere|\boff for everybody`, "kill switch: off for everyone"},
	{`(?i)\brepeats? what|\bwould be without`, "redundant override"},
	{`(?i)\bnot listed|\bno tenant %q|\bnor an override knows|\bnothing knows`, "unknown tenant"},
	{`(?i)\bnothing has been changed in this session`, "Nothing to undo"},
	{`(?i)\bnothing (?:found|matches|is called)|\bno flag matches|\bno key does`, "No match"},
	{`(?i)\b(?:next|other) kind`, "the words of the layout: projects / sections"},
	{`(?i)\b(?:saved|saved is), live|\bis live\b|\bat its restart|\bafter the app restarts`, "takes effect within 30 s, when the app restarts, now, or at the next request"},
	{`(?i)\boutside (?:of )?(?:the app|flagtui)(?: and the app)?`, "changed outside flagtui and the app"},
	{`(?i)\bdecides? besides|\bwhat else decide`, "targeting"},
	{`(?i)\bnot the whole truth|\bis never written`, "locked, and why"},
	{`(?i)\bno catalogue tells|\bnothing tells`, "no catalogue is known; does not say"},
	{`(?i)\bhas to be\b`, "must be"},
}

// keptPhrases are what a retired phrase's pattern matches, too, but may stay.
var keptPhrases = map[string]bool{
	"Following default": true, "Following system": true, // the web page's words
	"outside flagtui and the app": true,
}

// TestPhrases: no string literal of the program, and no page of the documentation, has
// a retired phrase.
func TestPhrases(t *testing.T) {
	for page, text := range documentation(t) {
		for i, line := range strings.Split(text, "\n") {
			checkPhrases(t, page+":"+strconv.Itoa(i+1), line)
		}
	}
	eachFile(t, func(files *token.FileSet, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			literal, ok := n.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Error(err)
			}
			checkPhrases(t, files.Position(literal.Pos()).String(), strings.Join(strings.Fields(text), " "))
			return true
		})
	})
}

// checkPhrases reports the retired phrases of a text.
func checkPhrases(t *testing.T, where, text string) {
	t.Helper()
	for _, retired := range retiredPhrases {
		for _, found := range regexp.MustCompile(retired.phrase).FindAllString(text, -1) {
			if !keptPhrases[found] {
				t.Errorf("%s: %q says %q: say %s", where, text, found, retired.instead)
			}
		}
	}
}
