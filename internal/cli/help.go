package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"flagtui/docs"
	"flagtui/internal/feature"
	"flagtui/internal/feature/nearest"
)

// helpWidth is the width of a page where stdout is not a terminal.
const helpWidth = 90

// helpCommand prints pages of the documentation, and what commands print with --help.
func (a *app) helpCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "help [TOPIC | COMMAND]",
		Short: "Print a page about a topic, or the help of a command",
		Long: `help prints a page of the documentation. Without an argument it lists the topics. If a
topic and a command have the same name, help prints the page, and COMMAND --help prints
the options.`,
		Example: `  flagtui help keys
  flagtui help exit-codes
  flagtui help set`,
		// Nothing is loaded, so that a wrong setting cannot hide the help.
		PersistentPreRunE: func(*cobra.Command, []string) error { return nil },
		RunE: func(cmd *cobra.Command, args []string) error {
			width, height, ok := a.screen()
			if ok && !a.noPager && a.remote == nil {
				a.page(width, height)
			}
			if !ok {
				width = helpWidth
			}
			return a.help(cmd.Root(), args, min(width, 100))
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return slices.DeleteFunc(helpNames(cmd.Root()), func(name string) bool { return !strings.HasPrefix(name, typed) }), cobra.ShellCompDirectiveNoFileComp
		},
	}
	cmd.Flags().BoolVar(&a.noPager, "no-pager", false, "do not use a pager")
	return cmd
}

// help prints the page of a topic, the help of a command, or both lists.
func (a *app) help(root *cobra.Command, args []string, width int) error {
	if len(args) == 0 {
		if err := root.Help(); err != nil {
			return err
		}
		fmt.Fprint(a.out, "\nTopics (flagtui help TOPIC):\n")
		for _, topic := range docs.Topics() {
			fmt.Fprintf(a.out, "  %-11s %s\n", topic.Name, topic.Title())
		}
		return nil
	}
	command, rest, err := root.Find(args)
	isCommand := err == nil && len(rest) == 0
	if topic, ok := docs.Find(args[0]); ok && len(args) == 1 {
		text := topic.Text(width)
		if a.asciiOnly() {
			text = docs.ASCII(text)
		}
		fmt.Fprint(a.out, text)
		if isCommand {
			fmt.Fprintf(a.out, "\n`flagtui %s --help` lists the options of the command.\n", args[0])
		}
		return nil
	}
	if isCommand {
		return command.Help()
	}
	name := strings.Join(args, " ")
	hint := nearest.Hint(name, helpNames(root))
	if hint == "" {
		hint = "flagtui help lists the topics"
	}
	return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("there is no help about %q", name), Hint: hint}
}

// helpNames returns the topics and the commands.
func helpNames(root *cobra.Command) []string {
	var names []string
	for _, topic := range docs.Topics() {
		names = append(names, topic.Name)
	}
	for _, command := range root.Commands() {
		if command.IsAvailableCommand() && !slices.Contains(names, command.Name()) {
			names = append(names, command.Name())
		}
	}
	return names
}
