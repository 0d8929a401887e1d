package cli

import (
	"context"
	"fmt"
	"maps"
	"runtime"
	"slices"

	"github.com/charmbracelet/x/term"
)

// faultReport prints what a report of a fault in flagtui needs: versions, the terminal, where
// the settings come from, and what doctor finds, as numbers. Flags, scopes, people and
// secrets are not in it. If the database cannot be checked, the report says why.
func (a *app) faultReport(ctx context.Context) error {
	d, inspection, err := a.diagnose(ctx)
	sections := append(a.reportOfProgram(), a.reportOfSettings())
	if err != nil {
		return a.printSections(append(sections, reportSection{"The database cannot be checked", lines([]string{err.Error()})}))
	}
	findings := reportSection{"Findings, by kind", nil}
	for _, code := range slices.Sorted(maps.Keys(d.Counts)) {
		findings.lines = append(findings.lines, lines([]string{code, fmt.Sprint(d.Counts[code])})...)
	}
	if len(findings.lines) == 0 {
		findings.lines = lines([]string{"none"})
	}
	d.Database, d.User, d.Notes, d.Findings, d.App = "not shown", "", nil, nil, nil
	found := a.sections(d, inspection)
	return a.printSections(append(append(sections, found[:len(found)-1]...), findings)) // the last section lists the findings
}

// reportOfProgram returns the sections about this program and its terminal.
func (a *app) reportOfProgram() []reportSection {
	program := reportSection{"Program", lines([]string{"flagtui", currentVersion()}, []string{"go", runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH})}
	terminal := reportSection{"Terminal", nil}
	if file, ok := terminalFile(a.stdin); ok { // stdout may be a file for the report
		if width, height, err := term.GetSize(file.Fd()); err == nil {
			terminal.lines = lines([]string{"size", fmt.Sprintf("%dx%d", width, height)})
		}
	}
	for _, name := range []string{"TERM", "TERM_PROGRAM", "COLORTERM", "COLORFGBG", "NO_COLOR", "LANG", "LC_ALL"} {
		if value := a.getenv(name); value != "" {
			terminal.lines = append(terminal.lines, lines([]string{name, value})...)
		}
	}
	for _, name := range []string{"TMUX", "STY", "SSH_CONNECTION"} { // their values name people and machines
		if a.getenv(name) != "" {
			terminal.lines = append(terminal.lines, lines([]string{name, "is set"})...)
		}
	}
	return []reportSection{program, terminal}
}

// reportOfSettings returns which settings are not the default, without their values.
func (a *app) reportOfSettings() reportSection {
	settings := reportSection{"Settings", nil}
	for _, name := range slices.Sorted(maps.Keys(a.origins)) {
		settings.lines = append(settings.lines, lines([]string{name, "from " + a.origins[name]})...)
	}
	return settings
}

// lines returns the lines of a section.
func lines(all ...[]string) (made []reportLine) {
	for _, cells := range all {
		made = append(made, reportLine{cells: cells})
	}
	return made
}
