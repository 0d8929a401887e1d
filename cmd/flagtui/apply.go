package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"flagtui/internal/data"
	"flagtui/internal/flag"
	"flagtui/internal/flag/catalogue"
	"flagtui/internal/flag/transfer"
)

func (a *app) applyCommand() *cobra.Command {
	var prune bool
	cmd := &cobra.Command{
		Use:   "apply FILE",
		Short: "Make definitions and overrides what a file says, all or none",
		Long: `apply reads what "flagtui export" wrote (or a catalogue file: then it has
definitions only), shows what that changes, and does it in one transaction: all
of it, or none, and nothing where a row has changed in between. What the file
does not have is kept, unless --prune is given. FILE - is the standard input.

A tenant that neither a table nor an override knows is refused: a backup that
is restored into an empty database needs --new-tenant. Definitions are kept in
the table flagtui_definition, which "flagtui init" makes.`,
		Example: `  flagtui apply flags-backup.yaml --dry-run
  flagtui apply flags-backup.yaml --prune --reason 'as before the release'
  flagtui export --db old.db | flagtui apply - --db new.db --new-tenant --yes`,
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return a.apply(cmd.Context(), args[0], prune) },
	}
	cmd.Flags().BoolVar(&prune, "prune", false, "also remove what the file does not have")
	a.addNewTenant(cmd)
	return cmd
}

// perOverride is several times what it takes to write an override.
const perOverride = 500 * time.Microsecond

// apply reads the file, plans, asks, writes, and prints what was done.
func (a *app) apply(ctx context.Context, path string, prune bool) error {
	file, contents, err := a.readContents(path)
	if err != nil {
		return err
	}
	if a.origins["timeout"] == "" {
		// A big file takes its time, which says nothing of the database.
		a.timeout += time.Duration(len(contents.Overrides)) * perOverride
	}
	store, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	if err := store.Facts().Writable(); err != nil {
		return err
	}
	plan, known, err := a.planFile(ctx, store, file, contents, prune)
	if err != nil {
		return err
	}
	return a.applyPlan(ctx, store, file, plan, known)
}

// readContents returns the file's name for messages, and what it says.
func (a *app) readContents(path string) (file string, contents catalogue.Contents, err error) {
	var text []byte
	if file = path; path == "-" {
		file = "stdin"
		text, err = io.ReadAll(a.stdin)
	} else {
		text, err = os.ReadFile(path)
	}
	if err != nil {
		return file, contents, &flag.Problem{Kind: flag.ErrUsage, Text: fmt.Sprintf("cannot read the file: %v", err),
			Hint: "name a file that flagtui export wrote, or - for the standard input", Cause: err}
	}
	contents, err = catalogue.ReadContents(file, text)
	return file, contents, err
}

// planFile compares the file with the database, and refuses what `flagtui set`
// would refuse. known is every definition there is then.
func (a *app) planFile(ctx context.Context, store data.Store, file string, contents catalogue.Contents, prune bool) (plan transfer.Plan, known []flag.Definition, err error) {
	given, err := a.readCatalogue()
	if err != nil {
		return plan, nil, err
	}
	var state transfer.State
	if store.Facts().HasDefinitions {
		state.Definitions, err = store.Definitions(ctx)
	} else {
		state.Definitions = given
	}
	if err != nil {
		return plan, nil, err
	}
	if state.Overrides, err = store.All(ctx); err != nil {
		return plan, nil, err
	}
	plan = transfer.NewPlan(state, contents, prune)
	if !store.Facts().HasDefinitions && len(plan.Definitions) > 0 {
		first := plan.Definitions[0]
		return plan, nil, &flag.Problem{Kind: flag.ErrUnknown,
			Text: fmt.Sprintf("this database has no table for definitions, and those of %s are not the known ones: %s", file, first),
			Hint: "flagtui init makes the table; or give the same definitions with --flags"}
	}
	known = slices.Concat(plan.Catalogue, given)
	if len(known) == 0 && len(plan.Overrides) > 0 {
		a.warn("no catalogue of flags is known, so names cannot be checked; give one with --flags FILE or `flagtui register FILE`")
	}
	if err := checkOverrides(file, plan.Overrides, known, store.Facts().Kinds); err != nil {
		return plan, nil, err
	}
	return plan, known, a.checkScopes(ctx, store, file, plan.Overrides, state.Overrides)
}

// checkOverrides refuses to write an override at a scope that this database
// has not, or of a flag that is not registered there, unless no flag is.
// Removing one is always right.
func checkOverrides(file string, changes []transfer.OverrideChange, known []flag.Definition, kinds []flag.Kind) error {
	has := map[flag.Kind]bool{}
	for _, kind := range kinds {
		has[kind] = true
	}
	allowed := map[flag.Kind]map[string]bool{}
	for _, kind := range flag.Kinds() {
		allowed[kind] = map[string]bool{}
	}
	for _, def := range known {
		for kind, names := range allowed {
			names[def.Name] = names[def.Name] || def.Allows(kind)
		}
	}
	for _, change := range changes {
		switch {
		case change.After == flag.Follow:
		case !has[change.Scope.Kind]:
			return &flag.Problem{Kind: flag.ErrUnknown, Text: fmt.Sprintf("%s:%d: this database has no %s", file, change.Line, change.Scope.Kind.Plural())}
		case len(known) > 0 && !allowed[change.Scope.Kind][change.Name]:
			return &flag.Problem{Kind: flag.ErrUnknown, Text: fmt.Sprintf("%s:%d: %s", file, change.Line, flag.Refusal(known, change.Scope, change.Name)),
				Hint: "add its definition to the file, or leave this override out"}
		}
	}
	return nil
}

// someScopes is up to how many scopes of a kind are looked up one by one. Of
// more, the list of them all is read, a page at a time.
const someScopes = 20

// checkScopes refuses an override of a tenant, a project or a section that
// nothing knows yet, as every command does.
func (a *app) checkScopes(ctx context.Context, store data.Store, file string, changes []transfer.OverrideChange, stored []flag.Override) error {
	known := map[flag.Scope]bool{}
	for _, o := range stored {
		known[o.Scope] = true
	}
	news := map[flag.Kind][]transfer.OverrideChange{} // the first of each scope without overrides
	for _, change := range changes {
		kind := change.Scope.Kind
		if kind != flag.System && !known[change.Scope] && change.After != flag.Follow && !(kind == flag.Tenant && a.newTenant) {
			known[change.Scope] = true
			news[kind] = append(news[kind], change)
		}
	}
	for _, kind := range flag.Kinds() {
		listed := map[flag.Scope]bool{}
		if len(news[kind]) > someScopes {
			if err := eachScope(ctx, store, kind, func(info flag.ScopeInfo) { listed[info.Scope] = true }); err != nil {
				return err
			}
		}
		for _, change := range news[kind] {
			if !listed[change.Scope] {
				if err := a.checkScope(ctx, store, file, change); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// checkScope refuses the scope of one change in a file, if nothing knows it.
// Unlike a command, a file names a project or a section by its id alone.
func (a *app) checkScope(ctx context.Context, store data.Store, file string, change transfer.OverrideChange) error {
	info, err := a.knownScope(ctx, store, change.Scope)
	if problem := (*flag.Problem)(nil); errors.Is(err, flag.ErrUnknown) && errors.As(err, &problem) {
		problem.Text = fmt.Sprintf("%s:%d: %s", file, change.Line, problem.Text)
	}
	if err == nil && info.Scope != change.Scope {
		err = &flag.Problem{Kind: flag.ErrUnknown, Text: fmt.Sprintf("%s:%d: %q is the slug of %s, and no id", file, change.Line, change.Scope.ID, info.Scope),
			Hint: fmt.Sprintf("write scope_id: %q", info.Scope.ID)}
	}
	return err
}

// applyResult is changeResult with what was done, counted. flags is empty:
// what an override changes is seen from its own scope, and a file has many.
type applyResult struct {
	changeResult
	Definitions transfer.Tally `json:"definitions"`
	Overrides   transfer.Tally `json:"overrides"`
}

// applyPlan shows the plan, confirms it, makes it, and prints what was done.
func (a *app) applyPlan(ctx context.Context, store data.Store, file string, plan transfer.Plan, known []flag.Definition) error {
	set := a.newChangeSet(known)
	set.Changes = plan.Changes()
	result := applyResult{changeResult: changeResult{Flags: []flag.View{}, Live: store.Facts().LiveAt(flag.System)}}
	if len(plan.Definitions) > 0 {
		// Never nil, which would leave the definitions as they are.
		set.Catalogue = append([]flag.Definition{}, plan.Catalogue...)
	}
	a.showPlan(file, plan, known)
	if len(set.Changes) > 0 || set.Catalogue != nil {
		ok, err := a.confirmWrite(ctx, fmt.Sprintf("change %s and %s in %s",
			counted(len(plan.Definitions), "definition"), counted(len(set.Changes), "override"), store.Facts().Name()))
		if err != nil {
			return err
		}
		result.Definitions = plan.Defined()
		if ok {
			applied, err := store.Apply(ctx, set)
			if err != nil {
				return err
			}
			a.add(&result.changeResult, applied, store.Facts(), known)
			a.done = cmp.Or(a.done, "the definitions are saved")
			set.Changes = applied.Changed
		}
	}
	result.Changed, result.Overrides = len(set.Changes), transfer.Overridden(set.Changes)
	if a.json {
		return a.printJSON(result)
	}
	fmt.Fprintf(a.out, "definitions: %s%s\noverrides: %s%[2]s\n", result.Definitions, a.dryRunNote(), result.Overrides)
	a.saved(result.changeResult)
	return nil
}

// mostPlanned is how many changes of a plan are shown, each on a line.
const mostPlanned = 50

// showPlan tells, on stderr, what a file changes.
func (a *app) showPlan(file string, plan transfer.Plan, known []flag.Definition) {
	shown := 0
	show := func(change fmt.Stringer) {
		if shown++; shown <= mostPlanned {
			a.warn("%s", change)
		}
	}
	for _, change := range plan.Definitions {
		show(change)
	}
	for _, change := range plan.Overrides {
		show(change)
	}
	switch {
	case shown == 0:
		a.warn("nothing to change: everything is as %s says", file)
	case shown > mostPlanned:
		a.warn("… and %d more", shown-mostPlanned)
		fallthrough
	default:
		a.warn("definitions: %s; overrides: %s", plan.Defined(), transfer.Overridden(plan.Changes()))
	}
	if rows := rowsOnly(plan.Changes(), known); rows > 0 {
		a.warn("%s of canary features: they do not change who sees these, which rollouts decide", counted(rows, "row"))
	}
	if spare := plan.Spare; spare.Definitions+spare.Overrides > 0 {
		a.warn("kept: %s and %s that %s does not have; --prune removes them", counted(spare.Definitions, "definition"), counted(spare.Overrides, "override"), file)
	}
	if plan.Left > 0 {
		a.warn("left alone: %s that no file can name; `flagtui doctor` names them", counted(plan.Left, "row"))
	}
}
