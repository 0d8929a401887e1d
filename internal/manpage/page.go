// Package manpage writes commands as man pages.
package manpage

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"flagtui/docs"
	"flagtui/internal/keys"
)

// Name returns the name of a command's page, such as flagtui-set.
func Name(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") }

// Page returns the page of a command. Only the page of the program itself has the
// global options, the keys, the variables, the files and the exit codes.
func Page(cmd *cobra.Command, at time.Time) string {
	p := &page{}
	root := cmd.Root()
	p.line(`.TH %s 1 "%s" "%s" "%s"`, strings.ToUpper(escape(Name(cmd))), at.UTC().Format("2006\\-01\\-02"), escape(root.Name()), "User Commands")
	p.section("NAME")
	p.line(`%s \- %s`, escape(Name(cmd)), escape(cmd.Short))
	p.section("SYNOPSIS")
	p.line(".nf")
	for _, use := range strings.Split(cmd.Use, " | "+cmd.Name()) {
		arguments := strings.TrimPrefix(use, cmd.Name())
		if cmd == root {
			arguments = " [COMMAND]"
		}
		p.line(`\fB%s\fP%s [options]`, escape(cmd.CommandPath()), escape(arguments))
	}
	p.line(".fi")
	p.section("DESCRIPTION")
	p.text(cmp.Or(cmd.Long, cmd.Short+"."))
	if commands := available(cmd); len(commands) > 0 {
		p.section("COMMANDS")
		for _, command := range commands {
			p.item(`\fB`+escape(Name(command))+`\fP(1)`, command.Short)
		}
	}
	p.section("OPTIONS")
	cmd.NonInheritedFlags().VisitAll(p.option)
	if cmd != root {
		p.line(".PP")
		p.line(`The options of every command, such as \-\-db, are in \fB%s\fP(1).`, escape(root.Name()))
	} else {
		p.globalSections()
	}
	if cmd.Example != "" {
		p.section("EXAMPLES")
		p.text(cmd.Example)
	}
	p.section("SEE ALSO")
	if cmd == root {
		p.line(`flagtui help, with pages on:`)
		var names []string
		for _, topic := range docs.Topics() {
			names = append(names, topic.Name)
		}
		p.line("%s", escape(strings.Join(names, ", ")+"."))
	} else {
		p.line(`\fB%s\fP(1)`, escape(Name(cmd.Parent())))
	}
	return p.String()
}

// page is a man page in the making.
type page struct{ strings.Builder }

func (p *page) line(format string, args ...any) { fmt.Fprintf(p, format+"\n", args...) }

func (p *page) section(title string) { p.line(".SH %s", title) }

// item writes a term, which is roff, and its meaning, which is plain text.
func (p *page) item(term, meaning string) {
	p.line(".TP\n%s\n%s", term, escape(meaning))
}

// text writes paragraphs. Lines with an indent stay as they are.
func (p *page) text(text string) {
	code := false
	for _, line := range strings.Split(strings.Trim(text, "\n"), "\n") {
		if indented := strings.HasPrefix(line, "  "); indented != code && line != "" {
			p.line("%s", map[bool]string{true: ".PP\n.nf\n.RS 4", false: ".RE\n.fi\n.PP"}[indented])
			code = indented
		}
		switch {
		case line != "":
			p.line("%s", escape(strings.TrimPrefix(line, "  ")))
		case !code:
			p.line(".PP")
		}
	}
	if code {
		p.line(".RE\n.fi")
	}
}

// option writes an option.
func (p *page) option(option *pflag.Flag) {
	if option.Hidden {
		return
	}
	value, usage := pflag.UnquoteUsage(option)
	term := `\fB` + escape("--"+option.Name) + `\fP`
	if option.Shorthand != "" {
		term = `\fB` + escape("-"+option.Shorthand) + `\fP, ` + term
	}
	if value != "" {
		term += ` \fI` + escape(value) + `\fP`
	}
	if usage != "" && option.DefValue != "" && option.DefValue != "false" && option.DefValue != "[]" && option.DefValue != "0" {
		usage += " (default " + option.DefValue + ")"
	}
	p.item(term, usage)
}

// globalSections writes the keys, the variables, the files and the exit codes.
func (p *page) globalSections() {
	p.section("KEYS")
	p.line("Those of the dashboard, each with the name that the config file changes it by:")
	all := keys.Default()
	for _, action := range all.Actions() {
		var names []string
		for _, name := range keys.Names(*action.Binding) {
			names = append(names, `\fB`+escape(name)+`\fP`)
		}
		p.item(strings.Join(names, ", "), action.Help().Desc+" ("+action.Name+")")
	}
	environment := tablesOf("environment")
	p.section("ENVIRONMENT")
	p.rows(environment[0])
	p.section("FILES")
	p.rows(environment[1])
	p.section("EXIT STATUS")
	p.rows(tablesOf("exit-codes")[0])
}

// tablesOf returns the tables of a topic.
func tablesOf(name string) [][][]string {
	topic, ok := docs.Find(name)
	if !ok {
		panic("there is no topic " + name)
	}
	return topic.Tables()
}

// rows writes the rows of a table: the first cell as a term, the last one as its meaning.
func (p *page) rows(table [][]string) {
	for _, row := range table[1:] {
		p.item(`\fB`+escape(strings.ReplaceAll(row[0], "`", ""))+`\fP`, strings.ReplaceAll(row[len(row)-1], "`", ""))
	}
}

// available returns the commands below a command that are not hidden.
func available(cmd *cobra.Command) []*cobra.Command {
	var commands []*cobra.Command
	for _, command := range cmd.Commands() {
		if command.IsAvailableCommand() {
			commands = append(commands, command)
		}
	}
	return commands
}

// escapes has the characters that roff would read as markup, or print as others.
var escapes = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`, `"`, `\(dq`)

// escape returns text as roff writes it literally.
func escape(text string) string {
	text = escapes.Replace(text)
	if strings.HasPrefix(text, ".") {
		text = `\&` + text
	}
	return text
}
