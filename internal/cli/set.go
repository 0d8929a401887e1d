package cli

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/words"
)

func (a *app) setCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "set NAME=on|off …",
		Short: "Set overrides at one scope, or at those of a file, all or none",
		Long: `set writes overrides at one scope in one transaction: all of them, or none. A
flag that already has the value is left alone.

` + scopeFromHelp,
		Example: `  flagtui set orders.beta=on --tenant acme --reason 'pilot, ticket 4711'
  flagtui set billing.new_invoice=off files.previews=on --yes --json
  flagtui set orders.beta=on --dry-run
  flagtui set orders.beta=on --scope-from pilots.txt --scope tenant: --yes`,
		Args:              usageArgs(cobra.MinimumNArgs(1)),
		ValidArgsFunction: a.completeSettings,
		RunE: func(cmd *cobra.Command, args []string) error {
			names, wanted, err := parseSettings(args)
			if err != nil {
				return err
			}
			return a.change(cmd.Context(), names, func(found resolved) ([]feature.View, []feature.Setting, error) {
				picked, err := found.settable(names)
				return picked, wanted, err
			})
		},
	}
	a.addScope(cmd)
	a.addScopeFrom(cmd)
	return cmd
}

func (a *app) clearCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "clear NAME …",
		Short: "Remove overrides at one scope, or at those of a file, all or none",
		Long: `clear removes overrides at one scope in one transaction: all of them, or none.
A flag that is not registered, but has an override, can be cleared too.

` + scopeFromHelp,
		Example: `  flagtui clear orders.beta --tenant acme
  flagtui clear legacy.exporter --yes --reason 'left the code in May'`,
		Args:              usageArgs(cobra.MinimumNArgs(1)),
		ValidArgsFunction: a.completeNames,
		RunE: func(cmd *cobra.Command, names []string) error {
			names = unique(names)
			return a.change(cmd.Context(), names, func(found resolved) ([]feature.View, []feature.Setting, error) {
				picked, err := found.overridden(names)
				return picked, make([]feature.Setting, len(names)), err
			})
		},
	}
	a.addScope(cmd)
	a.addScopeFrom(cmd)
	return cmd
}

// parseSettings parses arguments such as NAME=on. A repeated argument counts once. A
// name with both values is an error.
func parseSettings(args []string) (names []string, wanted []feature.Setting, err error) {
	values := map[string]feature.Setting{"on": feature.On, "off": feature.Off}
	for _, arg := range args {
		at := strings.LastIndex(arg, "=")
		setting, ok := values[strings.ToLower(arg[at+1:])]
		if at <= 0 || !ok {
			return nil, nil, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("%q is not NAME=on or NAME=off", arg),
				Hint: "for example: flagtui set orders.beta=on; flagtui clear removes an override"}
		}
		switch i := slices.Index(names, arg[:at]); {
		case i < 0:
			names, wanted = append(names, arg[:at]), append(wanted, setting)
		case wanted[i] != setting:
			return nil, nil, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("%q is given both on and off", arg[:at])}
		}
	}
	return names, wanted, nil
}

func unique(names []string) []string {
	var kept []string
	for _, name := range names {
		if !slices.Contains(kept, name) {
			kept = append(kept, name)
		}
	}
	return kept
}

// overridden returns the views of the named flags, in the order of names. It fails with
// feature.ErrUnknown for a flag without an override at the scope.
func (r resolved) overridden(names []string) ([]feature.View, error) {
	picked := make([]feature.View, len(names))
	for i, name := range names {
		view, ok := feature.Find(r.views, name)
		if !ok || !view.Overridden() {
			problem := &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("No override set for this flag: %q at %s", name, r.scope.Scope)}
			if command, ok := feature.FlagCommand("overrides", name, ""); ok {
				problem.Hint = command + " shows where it has one"
			}
			return nil, problem
		}
		picked[i] = view
	}
	return picked, nil
}

// change runs set and clear. It reads the flags, shows the effect, confirms, writes in
// one transaction, and prints the flags again. choose returns the views of the flags
// with their new settings.
func (a *app) change(ctx context.Context, names []string, choose func(resolved) ([]feature.View, []feature.Setting, error)) error {
	if a.scopeFrom != "" {
		return a.changeScopes(ctx, names, choose)
	}
	store, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	found, err := a.resolveScope(ctx, store, names...)
	if err != nil {
		return err
	}
	picked, wanted, err := choose(found)
	if err != nil {
		return err
	}
	scope := found.scope.Scope
	p := planned{definitions: found.defs}
	for i, view := range picked {
		c, needed := view.ChangeTo(found.kind, scope, wanted[i])
		if needed && view.Locked != "" {
			return feature.LockedProblem(view.Name, view.Locked)
		}
		if needed {
			if err := found.validate(c); err != nil {
				return err
			}
			p.Changes = append(p.Changes, c)
		}
	}
	if err := a.warnMany(ctx, store, p.Changes); err != nil {
		return err
	}
	p.What = "change " + feature.Plural(len(p.Changes), "override")
	p.show = func() error { return a.showEffect(ctx, store, found, picked, wanted) }
	p.flags = func(_ []feature.Change, applied bool) ([]feature.View, error) {
		if applied { // read the values from the database
			return resolveNamed(ctx, store, scope, found.defs, names)
		}
		after := make([]feature.View, len(picked))
		for i, view := range picked {
			after[i] = view.With(wanted[i], found.kind)
		}
		return after, nil
	}
	p.print = func(result changeResult, changes []feature.Change) {
		a.printFlags(found.kind, scope, result.Flags, changes)
	}
	return a.write(ctx, store, p)
}

// warnMany warns of flags that the changes turn on at more scopes than the app may take.
func (a *app) warnMany(ctx context.Context, store data.Store, changes []feature.Change) error {
	added := map[string]int{}
	for _, c := range changes {
		if info := store.Info().Kinds.Of(c.Scope.Kind); info.Most > 0 && c.After == feature.On && c.Before != feature.On {
			added[c.Name]++
		}
	}
	for _, name := range slices.Sorted(maps.Keys(added)) {
		impact, err := store.Impact(ctx, name)
		if err != nil {
			return err
		}
		info := store.Info().Kinds.Of(changes[0].Scope.Kind)
		if warning := info.TooMany(name, impact.On+added[name]); warning != "" {
			a.warn("%s", warning)
		}
	}
	return nil
}

// printFlags prints each flag with its change at a scope, if any.
func (a *app) printFlags(kind feature.KindInfo, scope feature.Scope, flags []feature.View, changes []feature.Change) {
	for _, view := range flags {
		line := "\"" + view.Name + "\" unchanged"
		if slices.ContainsFunc(changes, func(c feature.Change) bool { return c.Name == view.Name }) {
			done := feature.Change{Scope: scope, Name: view.Name, After: view.Own()}
			line = done.Done(words.English, kind, scope, view.RowOnly(words.English)) + a.dryRunNote()
		}
		fmt.Fprintln(a.out, a.text(line))
	}
}

// showEffect prints the effect on each flag on stderr.
func (a *app) showEffect(ctx context.Context, store data.Store, found resolved, picked []feature.View, wanted []feature.Setting) error {
	t, scope := a.theme(""), found.scope.Scope
	for i, view := range picked {
		if i == maxShown {
			a.warn("… and %d more", len(picked)-maxShown)
			break
		}
		var impact *feature.Impact
		if scope.IsSystem() && len(store.Info().Kinds.InheritingSystem()) > 0 {
			found, err := store.Impact(ctx, view.Name)
			if err != nil {
				return err
			}
			impact = &found
		}
		c, _ := view.ChangeTo(found.kind, scope, wanted[i])
		a.warn("%s at %s: %s. %s", view.Name, scope, c.Text(words.English, found.kind, " -> ", view.With(wanted[i], found.kind).UnknownDefault()), t.Effect(store.Info().Kinds, scope, view, wanted[i], impact))
	}
	return nil
}
