package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"flagtui/internal/change"
	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// scopeFromHelp describes --scope-from.
const scopeFromHelp = `--scope-from FILE (- is stdin) works at each scope that FILE names, at all of them in
one transaction. Each line is one KIND:ID, such as tenant:acme. A line may be an id
alone if only one kind of scope has ids, or if --scope KIND: names the kind. Blank
lines are skipped. If one line is wrong, nothing is written.`

// addScopeFrom adds the flag that names a file of scopes.
func (a *app) addScopeFrom(cmd *cobra.Command) {
	cmd.Flags().StringVar(&a.scopeFrom, "scope-from", "", "the scopes in a `FILE` (- is stdin): one KIND:ID on each line, or ids of one kind")
}

// scopeLine is a scope on a line of a file.
type scopeLine struct {
	scope feature.Scope
	place string // the file and the line number
}

// explain adds the place to an error about the line.
func (l scopeLine) explain(err error) error {
	if problem := (*feature.Problem)(nil); errors.As(err, &problem) {
		placed := *problem
		placed.Text = l.place + ": " + problem.Text
		return &placed
	}
	return err
}

// scopeFile returns the name of the file of --scope-from for messages.
func (a *app) scopeFile() string {
	if a.scopeFrom == "-" {
		return "stdin"
	}
	return a.scopeFrom
}

// readScopes reads the scopes of --scope-from. It leaves out repeated scopes. It fails
// with feature.ErrUsage for a line that is not a scope of this database, and for a file
// without scopes.
func (a *app) readScopes(kinds feature.KindList) ([]scopeLine, error) {
	kind, err := a.kindOfLines(kinds)
	if err != nil {
		return nil, err
	}
	file, text := a.scopeFile(), []byte(nil)
	if a.scopeFrom == "-" {
		text, err = io.ReadAll(a.stdin)
	} else {
		text, err = os.ReadFile(file)
	}
	if err != nil {
		return nil, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("cannot read the scopes: %v", err), Hint: "name a file with one id a line, or - for the standard input", Cause: err}
	}
	var lines []scopeLine
	seen := map[feature.Scope]bool{}
	for i, line := range strings.Split(strings.TrimPrefix(string(text), "\ufeff"), "\n") {
		if line = strings.TrimSuffix(line, "\r"); strings.TrimSpace(line) == "" {
			continue
		}
		found := scopeLine{place: fmt.Sprintf("%s:%d", file, i+1)}
		if found.scope, err = parseLine(kinds, kind, line); err != nil {
			return nil, found.explain(err)
		}
		if !seen[found.scope] {
			seen[found.scope] = true
			lines = append(lines, found)
		}
	}
	if len(lines) == 0 {
		return nil, &feature.Problem{Kind: feature.ErrUsage, Text: file + " names no scopes", Hint: "write one id a line"}
	}
	return lines, nil
}

// kindOfLines returns the kind that --scope names for plain ids. Without --scope, it
// returns an empty kind. It fails with feature.ErrUsage if an option names a whole scope.
func (a *app) kindOfLines(kinds feature.KindList) (feature.Kind, error) {
	for _, option := range scopeOptions {
		if a.origins[string(option)] != "" {
			return "", &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("--scope-from and --%s were both given", option), Hint: fmt.Sprintf("--scope %s: says that the lines are ids of that kind", option)}
		}
	}
	if a.scopeText == "" {
		return "", nil
	}
	kind, id, _ := strings.Cut(a.scopeText, ":")
	if id != "" || kind == string(feature.System) {
		return "", &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("--scope-from and --scope %s were both given", a.scopeText), Hint: "with --scope-from, --scope names a kind only, as in --scope tenant:"}
	}
	_, err := parseScope(kinds, kind+":ID")
	return feature.Kind(kind), err
}

// parseLine parses a line of --scope-from. If kind is not empty, every line is an id of
// that kind. Otherwise a line that begins with the name of a kind is KIND:ID, and any
// other line is an id of the only kind that has ids.
func parseLine(kinds feature.KindList, kind feature.Kind, line string) (feature.Scope, error) {
	if kind != "" {
		return parseScope(kinds, string(kind)+":"+line)
	}
	before, _, colon := strings.Cut(line, ":")
	ids, tenant := kinds.WithIDs(), kinds.OfTenant(feature.Scope{Kind: feature.Tenant, ID: "-"}).Kind
	switch {
	case colon && (ids.Has(feature.Kind(before)) || feature.Kind(before) == feature.Tenant && ids.Has(tenant)):
		return parseScope(kinds, line)
	case len(ids) == 1:
		return parseScope(kinds, string(ids[0].Kind)+":"+line)
	case len(ids) == 0:
		return feature.Scope{}, &feature.Problem{Kind: feature.ErrUsage, Text: "this database has no scopes with an id", Hint: "leave --scope-from out"}
	}
	return feature.Scope{}, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("%q names no kind of scope", feature.Shorten(line)),
		Hint: fmt.Sprintf("write KIND:ID, where this database has %s; or name the kind of all lines, as in --scope %s:", ids.Sentence(), ids[0].Kind)}
}

// knownScopes replaces the scopes of the lines by those that the database has, and
// leaves out repeated scopes. For an unknown id, it fails as knownScope does.
func (a *app) knownScopes(ctx context.Context, store data.Store, lines []scopeLine) ([]scopeLine, error) {
	step, end := a.progress.start("ids", "Checking the scopes of %s", a.scopeFile())
	defer end()
	scopes := make([]feature.Scope, len(lines))
	for i, line := range lines {
		scopes[i] = line.scope
	}
	named := map[feature.Scope]string{}
	if len(lines) > maxLookUps {
		var err error
		if named, err = store.ScopeNames(ctx, scopes); err != nil {
			return nil, err
		}
	}
	var known []scopeLine
	seen := map[feature.Scope]bool{}
	for _, line := range lines {
		if step.add(1); named[line.scope] == "" {
			info, err := a.knownScope(ctx, store, line.scope)
			if err != nil {
				return nil, line.explain(err)
			}
			line.scope = info.Scope
		}
		if !seen[line.scope] {
			seen[line.scope] = true
			known = append(known, line)
		}
	}
	return known, nil
}

// changeScopes makes the changes at all scopes of --scope-from in one transaction.
// Otherwise it works like change.
func (a *app) changeScopes(ctx context.Context, names []string, choose func(resolved) ([]feature.View, []feature.Setting, error)) error {
	store, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	if err := store.Info().Writable(); err != nil {
		return err
	}
	lines, err := a.readScopes(store.Info().Kinds)
	if err != nil {
		return err
	}
	if lines, err = a.knownScopes(ctx, store, lines); err != nil {
		return err
	}
	defs, err := a.definitions(ctx, store)
	if err != nil {
		return err
	}
	scopes := make([]feature.Scope, len(lines))
	for i, line := range lines {
		scopes[i] = line.scope
	}
	snapshots, err := change.ReadScopes(ctx, store, scopes, names...)
	if err != nil {
		return err
	}
	concerned := definitionsOf(defs, names)
	var p feature.Proposal
	changed := map[feature.Scope]bool{}
	for _, line := range lines {
		s := snapshots[line.scope]
		found := resolved{feature.ScopeInfo{Scope: line.scope}, s.Kind, s.Views(concerned), len(defs) > 0, defs, store.Info().ValidateStored, s.Rollouts}
		picked, wanted, err := choose(found)
		if err != nil {
			return line.explain(err)
		}
		for j, view := range picked {
			if c, needed := view.ChangeTo(s.Kind, line.scope, wanted[j]); needed {
				p.Changes = append(p.Changes, c)
				changed[line.scope] = true
			}
		}
	}
	a.warn("%s: %s, of which %d change", a.scopeFile(), feature.Plural(len(lines), "scope"), len(changed))
	p.What = fmt.Sprintf("change %s at %s", feature.Plural(len(names), "flag"), feature.Plural(len(changed), "scope"))
	if err := a.warnMany(ctx, store, p.Changes); err != nil {
		return err
	}
	return a.writeChanges(ctx, store, p, defs)
}

// definitionsOf returns the definitions of the named flags. If one of the flags has no
// definition, it returns all definitions.
func definitionsOf(defs []feature.Definition, names []string) []feature.Definition {
	var found []feature.Definition
	for _, def := range defs {
		if slices.Contains(names, def.Name) {
			found = append(found, def)
		}
	}
	if len(found) < len(names) {
		return defs
	}
	return found
}
