package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	exampleLine   = regexp.MustCompile(`(?m)^ {4}.*\bflagtui .*$`)
	inlineExample = regexp.MustCompile("`flagtui ([^`]+)`")
	optionPattern = regexp.MustCompile(`--([a-z][a-z-]+)`)
	wordPattern   = regexp.MustCompile(`^[a-z][a-z-]*$`)
)

// TestPagesNameCommands: each command and each option of the documentation's examples
// exists, and the page about commands has every command.
func TestPagesNameCommands(t *testing.T) {
	root := (&app{}).rootCommand()
	root.InitDefaultHelpCmd()
	paths, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := 0
	for _, path := range append(paths, "../../README.md", "../../SECURITY.md", "../../CHANGELOG.md") {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		page := strings.ReplaceAll(string(text), "\n                                  ", " ") // a comment that goes on
		var commands []string
		for _, line := range exampleLine.FindAllString(page, -1) {
			if before, after, ok := strings.Cut(line, "flagtui "); ok && !strings.HasPrefix(after, " ") && (strings.TrimSpace(before) == "" || strings.HasSuffix(before, "| ")) {
				commands = append(commands, after)
			}
		}
		for _, match := range inlineExample.FindAllStringSubmatch(strings.Join(strings.Fields(string(text)), " "), -1) {
			commands = append(commands, match[1])
		}
		for _, example := range commands {
			examples++
			cmd := root
			for _, word := range strings.Fields(example) {
				if strings.HasPrefix(word, "-") {
					break
				}
				found, _, err := cmd.Find([]string{word})
				if err != nil && wordPattern.MatchString(word) && cmd == root {
					t.Errorf("%s: flagtui %s: there is no command %s", path, example, word)
				}
				if err != nil || found == cmd {
					break
				}
				cmd = found
			}
			cmd.InitDefaultHelpFlag()
			for _, match := range optionPattern.FindAllStringSubmatch(example, -1) {
				if cmd.Flags().Lookup(match[1]) == nil && cmd.InheritedFlags().Lookup(match[1]) == nil {
					t.Errorf("%s: flagtui %s: %s has no --%s", path, example, cmd.CommandPath(), match[1])
				}
			}
		}
	}
	if examples < 60 {
		t.Errorf("the test found only %d examples", examples)
	}
	page, err := os.ReadFile("../../docs/commands.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, cmd := range root.Commands() {
		if cmd.IsAvailableCommand() && !regexp.MustCompile(`(?m)^ {4}flagtui `+cmd.Name()+`\b`).Match(page) {
			t.Errorf("docs/commands.md does not have %s", cmd.Name())
		}
	}
}
