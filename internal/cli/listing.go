package cli

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// outputForms are the forms in which a list can be printed.
var outputForms = []string{"table", "wide", "csv", "markdown", "json"}

// outputOptions are the output flags of a command that prints a list.
type outputOptions struct {
	output                  string
	markdown, wide, noPager bool
	form                    string // the chosen one of outputForms; set by chooseOutput
}

// addOutput adds the output flags to a command.
func (a *app) addOutput(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVarP(&a.output, "output", "o", "", "print as `FORM`: "+strings.Join(outputForms, ", "))
	f.BoolVar(&a.wide, "wide", false, "at a terminal, cut nothing; the same as -o wide")
	f.BoolVar(&a.noPager, "no-pager", false, "at a terminal, do not page what is longer than the screen")
	a.completeFlag(cmd, "output", cobra.FixedCompletions(outputForms, cobra.ShellCompDirectiveNoFileComp))
}

// chooseOutput sets the form of a command that prints a list. At a terminal, it prepares
// the pager. It fails if outputForm does.
func (a *app) chooseOutput(cmd *cobra.Command) error {
	if cmd.Flags().Lookup("no-pager") == nil {
		return nil
	}
	if a.output != "" && a.origins["json"] != "--json" { // -o on the command line beats the variable FLAGTUI_JSON
		a.json = false
	}
	var err error
	if a.form, err = a.outputForm(); err != nil {
		return err
	}
	a.json = a.form == "json"
	if width, height, ok := a.screen(); ok && !a.noPager && a.remote == nil {
		a.page(width, height)
	}
	return nil
}

// outputForm returns the form that the flags ask for. It fails if they ask for two
// forms, or for an unknown one.
func (a *app) outputForm() (string, error) {
	if a.output != "" && !slices.Contains(outputForms, a.output) {
		return "", &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("-o is %q", a.output), Hint: "it is one of " + strings.Join(outputForms, ", ")}
	}
	form, asked := "table", []string{}
	for _, option := range []struct {
		given      bool
		flag, form string
	}{
		{a.output != "", "-o " + a.output, a.output}, {a.markdown, "--markdown", "markdown"}, {a.wide, "--wide", "wide"}, {a.json, "--json", "json"},
	} {
		if option.given && (len(asked) == 0 || form != option.form) {
			form, asked = option.form, append(asked, option.flag)
		}
	}
	if len(asked) > 1 {
		return "", &feature.Problem{Kind: feature.ErrUsage, Text: strings.Join(asked, " and ") + " were both given", Hint: "leave one out"}
	}
	return form, nil
}

// asksForJSON reports whether a command line asks for JSON. The rest of the line may be
// wrong.
func asksForJSON(args []string) bool {
	for i, arg := range args {
		if slices.Contains([]string{"--json", "-ojson", "-o=json", "--output=json"}, arg) ||
			i > 0 && arg == "json" && (args[i-1] == "-o" || args[i-1] == "--output") {
			return true
		}
	}
	return false
}

// screen returns the terminal's size. ok is false if stdout is not a terminal, or a
// terminal that only prints lines.
func (a *app) screen() (width, height int, ok bool) {
	if a.getenv("TERM") == "dumb" {
		return 0, 0, false
	}
	if a.remote != nil {
		return a.remote.screen()
	}
	file, ok := terminalFile(a.stdout)
	if !ok {
		return 0, 0, false
	}
	width, height, err := term.GetSize(file.Fd())
	return width, height, err == nil
}

// terminalFile returns a stream as a file if the stream is a terminal.
func terminalFile(stream any) (file *os.File, ok bool) {
	file, ok = stream.(*os.File)
	return file, ok && term.IsTerminal(file.Fd())
}

// getenv returns a variable of the environment. In an SSH session, these are the few
// variables that describe the client's terminal.
func (a *app) getenv(name string) string {
	if a.remote != nil {
		return a.remote.session.Getenv(name)
	}
	return os.Getenv(name)
}

// listing is a list that can be printed in each form.
type listing struct {
	json    any
	records func() [][]string     // records for CSV, with headings
	table   func() views.Table    // table for a terminal or Markdown
	plain   func() error          // prints the list if stdout is not a terminal
	text    func(width int) error // prints the list on a terminal in place of table; may be nil
}

// printListing prints a list in the chosen form.
func (a *app) printListing(l listing) error {
	switch {
	case a.json:
		return a.printJSON(l.json)
	case a.form == "csv":
		_, err := a.out.WriteString(views.CSV(l.records()))
		return err
	case a.form == "markdown":
		return a.theme("").WriteMarkdown(a.out, l.table())
	}
	width, _, ok := a.screen()
	if !ok {
		return l.plain()
	}
	if a.form == "wide" {
		width = 0
	}
	if l.text != nil {
		return l.text(width)
	}
	return a.theme("").WriteTable(a.out, l.table(), width)
}

// table prints lines in columns, without headings.
func (a *app) table(fill func(line func(cells ...any))) error {
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fill(func(cells ...any) {
		texts := make([]string, len(cells))
		for i, cell := range cells {
			texts[i] = a.text(fmt.Sprint(cell))
		}
		fmt.Fprintln(w, strings.TrimRight(strings.Join(texts, "\t"), "\t"))
	})
	return w.Flush()
}

// cell returns a table cell with a role of the theme.
func cell(text any, role string) views.Cell { return views.Cell{Text: fmt.Sprint(text), Role: role} }

// valueRole returns a setting's role in the theme.
func valueRole(setting feature.Setting) string {
	switch setting {
	case feature.On:
		return "on"
	case feature.Off:
		return "off"
	}
	return ""
}
