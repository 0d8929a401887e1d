package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"flagtui/internal/change"
	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/feature/catalogue"
	"flagtui/internal/feature/transfer"
	"flagtui/internal/words"
)

func (a *app) applyCommand() *cobra.Command {
	var options applyOptions
	cmd := &cobra.Command{
		Use:   "apply FILE",
		Short: "Make definitions and overrides what a file says, all or none",
		Long: `apply reads a file that "flagtui export" wrote, or a catalogue, which has definitions
only. It shows the changes, and makes all of them in one transaction, or none. If a
row has changed in between, it writes nothing. Definitions and overrides that the file
lacks are kept, unless --prune is given. FILE - is stdin.

Overrides of flags that the catalogue does not define, or does not allow at their
scope, are written, too, since a backup may hold them; the plan names them.
--skip-unregistered leaves them out. It also leaves out overrides of projects,
sections and kinds of scope that do not exist here, which are refused otherwise.
--json counts both in left_out.

An unknown tenant, which neither a table nor an override has, is refused. To restore
a backup into an empty database, add --new-tenant. Definitions are kept in the table
flagtui_definition, which "flagtui init" makes.`,
		Example: `  flagtui apply flags-backup.yaml --dry-run
  flagtui apply flags-backup.yaml --prune --reason 'as before the release'
  flagtui export --db old.db | flagtui apply - --db new.db --new-tenant --yes`,
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return a.apply(cmd.Context(), args[0], options) },
	}
	cmd.Flags().BoolVar(&options.prune, "prune", false, "also remove definitions and overrides that the file does not have")
	cmd.Flags().BoolVar(&options.skip, "skip-unregistered", false, "leave out overrides of flags that the catalogue does not define or allow there, and of projects, sections and kinds of scope that do not exist")
	a.addNewTenant(cmd)
	return cmd
}

// applyOptions are the flags of apply. prune removes what the file lacks. skip leaves
// out overrides that the catalogue does not define or allow, and overrides at unknown
// scopes.
type applyOptions struct{ prune, skip bool }

// perOverride is added to the timeout for each override. Writing one takes a fraction of
// perOverride.
const perOverride = 500 * time.Microsecond

// apply reads a file, confirms its changes, writes them, and prints the result.
func (a *app) apply(ctx context.Context, path string, options applyOptions) error {
	file, contents, err := a.readContents(path)
	if err != nil {
		return err
	}
	if a.origins["timeout"] == "" && a.remote == nil { // an SSH session shares its connections
		// Even a fast database takes long for a large file.
		a.timeout += time.Duration(len(contents.Overrides)) * perOverride
	}
	store, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	if err := cmp.Or(store.Info().Writable(), a.stepsErr); err != nil {
		return err
	}
	plan, err := a.planFile(ctx, store, file, contents, options)
	if err != nil {
		return err
	}
	return a.applyPlan(ctx, store, file, plan)
}

// readContents reads a file, or stdin if path is "-". It returns the file's name for
// messages, and the contents.
func (a *app) readContents(path string) (file string, contents catalogue.Contents, err error) {
	var text []byte
	if file = path; path == "-" {
		file = "stdin"
		text, err = io.ReadAll(a.stdin)
	} else {
		_, end := a.progress.start("", "Reading %s", filepath.Base(path))
		defer end()
		text, err = os.ReadFile(path)
	}
	if err != nil {
		return file, contents, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("cannot read the file: %v", err),
			Hint: "name a file that flagtui export wrote, or - for the standard input", Cause: err}
	}
	contents, err = catalogue.ReadContents(file, text)
	return file, contents, err
}

// filePlan holds the changes that a file makes in this database.
type filePlan struct {
	transfer.Plan
	known   []feature.Definition // all definitions after the change
	leftOut leftOut
}

// leftOut counts the overrides that --skip-unregistered leaves out.
type leftOut struct {
	Unregistered int `json:"unregistered"`  // not defined by the catalogue, or not allowed at the scope
	UnknownScope int `json:"unknown_scope"` // at a scope that this database lacks
}

// planFile compares a file with the database. It fails with feature.ErrUnknown for
// unknown scopes, and for kinds of scope that the database lacks. options can leave
// these out instead.
func (a *app) planFile(ctx context.Context, store data.Store, file string, contents catalogue.Contents, options applyOptions) (plan filePlan, err error) {
	given, err := a.readCatalogue(ctx)
	if err == nil {
		err = checkKinds(slices.Concat(given, contents.Definitions), store.Info().Kinds)
	}
	if err != nil {
		return plan, err
	}
	state := transfer.State{Kinds: store.Info().Kinds, Validate: store.Info().ValidateStored}
	if store.Info().HasDefinitions || store.Info().OwnDefinitions {
		state.Definitions, err = store.Definitions(ctx)
	} else {
		state.Definitions = given
	}
	if err != nil {
		return plan, err
	}
	if state.Overrides, err = store.All(ctx); err != nil {
		return plan, err
	}
	plan.Plan = transfer.NewPlan(state, contents, options.prune)
	if !store.Info().HasDefinitions && len(plan.Definitions) > 0 {
		first := plan.Definitions[0]
		return plan, &feature.Problem{Kind: feature.ErrUnknown,
			Text: fmt.Sprintf("this database has no table for definitions, so those of %s cannot be saved: %s", file, first),
			Hint: "make the table with `flagtui init`, or give the same definitions with --flags"}
	}
	plan.known = slices.Concat(plan.Catalogue, given)
	if len(plan.known) == 0 && len(plan.Overrides) > 0 {
		a.warnNoCatalogue(store.Info())
	}
	kinds := store.Info().Kinds
	if options.skip {
		plan.leftOut.UnknownScope = plan.leaveOut(func(c transfer.OverrideChange) bool {
			return c.After != feature.Inherit && !kinds.Has(c.Scope.Kind)
		})
	}
	unregistered, err := checkOverrides(file, plan.Overrides, plan.known, kinds)
	if err != nil {
		return plan, err
	}
	if options.skip {
		plan.leftOut.Unregistered = plan.leaveOut(func(c transfer.OverrideChange) bool { return slices.Contains(unregistered, c) })
	}
	a.warnUnregistered(kinds, file, unregistered, plan.known, options.skip)
	missing, err := a.checkScopes(ctx, store, file, plan.Overrides, state.Overrides, options.skip)
	if err != nil {
		return plan, err
	}
	plan.leftOut.UnknownScope += plan.leaveOut(func(c transfer.OverrideChange) bool { return missing[c.Scope] })
	if n := plan.leftOut.UnknownScope; n > 0 {
		a.warn("left out: %s of scopes that this database does not have", feature.Plural(n, "override"))
	}
	return plan, nil
}

// leaveOut removes the selected changes from the plan, and returns their number.
func (p *filePlan) leaveOut(which func(transfer.OverrideChange) bool) int {
	before := len(p.Overrides)
	p.Overrides = slices.DeleteFunc(p.Overrides, which)
	return before - len(p.Overrides)
}

// applyResult is a changeResult with the numbers of changes. Flags is empty, because a
// view belongs to one scope, and a file has overrides at many.
type applyResult struct {
	changeResult
	Definitions transfer.Tally `json:"definitions"`
	Overrides   transfer.Tally `json:"overrides"`
	LeftOut     leftOut        `json:"left_out"`
}

// applyPlan shows a plan, confirms and writes the changes, and prints the result.
func (a *app) applyPlan(ctx context.Context, store data.Store, file string, plan filePlan) error {
	set := a.newChangeSet(plan.known)
	set.Changes = plan.Changes()
	var followed error
	result := applyResult{LeftOut: plan.leftOut, changeResult: changeResult{Flags: []feature.View{}, Live: store.Info().Kinds.LiveAt(feature.System)}}
	if len(plan.Definitions) > 0 {
		// The catalogue must not be nil, which would keep the definitions.
		set.Catalogue = append([]feature.Definition{}, plan.Catalogue...)
	}
	a.showPlan(file, plan.Plan, plan.known)
	if len(set.Changes) > 0 || set.Catalogue != nil {
		ok, err := a.confirmWrite(ctx, fmt.Sprintf("change %s and %s in %s",
			feature.Plural(len(plan.Definitions), "definition"), feature.Plural(len(set.Changes), "override"), store.Info().Name()))
		if err != nil {
			return err
		}
		result.Definitions = plan.TallyDefinitions()
		if ok {
			applied, err := change.Apply(ctx, store, feature.Proposal{Changes: plan.Changes()}, set)
			if err != nil {
				return err
			}
			applied.Live = result.Live // the whole file's time of effect
			a.add(&result.changeResult, applied)
			a.done = cmp.Or(a.done, "the definitions are saved")
			set.Changes = applied.Changed
			defer a.notify(ctx, store, applied)()
			followed = a.runSteps(ctx, store, applied, &result.changeResult)
		}
	}
	result.Changed, result.Overrides = len(set.Changes), transfer.TallyOverrides(set.Changes)
	if a.json {
		return bothFailed(followed, a.printJSON(result))
	}
	fmt.Fprintf(a.out, "definitions: %s%s\noverrides: %s%[2]s\n", result.Definitions, a.dryRunNote(), result.Overrides)
	a.saved(result.changeResult)
	return followed
}

// maxPlanned is the largest number of changes printed.
const maxPlanned = 50

// showPlanned prints a plan's changes on stderr, up to maxPlanned of them.
func (a *app) showPlanned(plan transfer.Plan) {
	shown := 0
	show := func(change fmt.Stringer) {
		if shown++; shown <= maxPlanned {
			a.warn("%s", change)
		}
	}
	for _, change := range plan.Definitions {
		show(change)
	}
	for _, change := range plan.Overrides {
		show(change)
	}
	if shown > maxPlanned {
		a.warn("… and %d more", shown-maxPlanned)
	}
}

// showPlan prints a file's changes on stderr.
func (a *app) showPlan(file string, plan transfer.Plan, known []feature.Definition) {
	a.showPlanned(plan)
	if len(plan.Definitions)+len(plan.Overrides) == 0 {
		a.warn("nothing to change: everything is as %s says", file)
	} else {
		a.warn("definitions: %s; overrides: %s", plan.TallyDefinitions(), transfer.TallyOverrides(plan.Changes()))
	}
	if rows := feature.RowsOnly(plan.Changes(), known); rows > 0 {
		a.warn("%s", change.RowsOnlyText(words.English, rows))
	}
	if spare := plan.Unlisted; spare.Definitions+spare.Overrides > 0 {
		a.warn("kept: %s and %s that %s does not have; --prune removes them", feature.Plural(spare.Definitions, "definition"), feature.Plural(spare.Overrides, "override"), file)
	}
	if plan.Skipped > 0 {
		a.warn("kept: %s that a file cannot hold; `flagtui doctor` names them", feature.Plural(plan.Skipped, "row"))
	}
}
