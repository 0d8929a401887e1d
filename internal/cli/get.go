package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"flagtui/internal/change"
	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/feature/nearest"
)

// errNegative stands for a negative answer: off, differs, or findings.
var errNegative = fmt.Errorf("negative")

func (a *app) getCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "get NAME …",
		Short: "Print one flag at a scope, or several in the order asked",
		Example: `  flagtui get orders.beta --tenant acme
  flagtui get orders.beta billing.new_invoice --json`,
		Args:              usageArgs(cobra.MinimumNArgs(1)),
		ValidArgsFunction: a.completeNames,
		RunE: func(cmd *cobra.Command, names []string) error {
			found, err := a.get(cmd.Context(), names)
			if err != nil {
				return err
			}
			if len(names) == 1 {
				return a.printViews(found, found.views[0], nil)
			}
			return a.printViews(found, found.views, nil)
		},
	}
	a.addScope(cmd)
	a.addOutput(cmd)
	return cmd
}

func (a *app) testCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "test NAME …",
		Short: "Exit 0 when every flag named is on, 1 when one is off or not known to be on",
		Long: `test exits 0 when every flag named is known to be on at the scope, and 1 otherwise.
Where a value is not known, it says so on stderr: without a catalogue, the default
of a flag that no override sets is not known; and a canary feature of OLI Torus may
depend on who asks.`,
		Example: `  if flagtui test orders.beta --tenant acme; then echo on; fi
  flagtui test orders.beta files.previews || echo 'at least one is off'`,
		Args:              usageArgs(cobra.MinimumNArgs(1)),
		ValidArgsFunction: a.completeNames,
		RunE: func(cmd *cobra.Command, names []string) error {
			found, err := a.get(cmd.Context(), names)
			if err != nil {
				return err
			}
			if a.json {
				if err := a.printJSON(found.views); err != nil {
					return err
				}
			}
			for _, view := range found.views {
				if len(view.Depends) > 0 {
					a.warn("it is not known whether %s is on: that depends on %s", view.Name, strings.Join(view.Depends, ", "))
				}
			}
			if slices.ContainsFunc(found.views, func(v feature.View) bool { return !v.Is(true) }) {
				return errNegative
			}
			return nil
		},
	}
	a.addScope(cmd)
	return cmd
}

// get returns the named flags in the order of names.
func (a *app) get(ctx context.Context, names []string) (resolved, error) {
	store, err := a.open(ctx)
	if err != nil {
		return resolved{}, err
	}
	defer store.Close()
	found, err := a.resolveScope(ctx, store, names...)
	if err != nil {
		return resolved{}, err
	}
	found.views, err = found.pick(names)
	return found, err
}

// pick returns the views of the named flags, in the order of names. It fails with
// feature.ErrUnknown for an unregistered name, unless no catalogue is known.
func (r resolved) pick(names []string) ([]feature.View, error) {
	picked := make([]feature.View, len(names))
	for i, name := range names {
		view, ok := feature.Find(r.views, name)
		switch {
		case ok && (view.Registered || !r.catalogue):
			picked[i] = view
		case r.catalogue:
			return nil, r.unknown(name)
		default:
			if err := r.validate(feature.Change{Scope: r.scope.Scope, Name: name}); err != nil {
				return nil, err
			}
			picked[i] = feature.View{Definition: feature.Undefined(name, false, r.kind)}.At(r.kind, nil, nil)
			picked[i] = r.rollouts.Decide(picked[i], r.catalogue)
		}
	}
	return picked, nil
}

// settable returns the views of flags to be set. It fails as pick does, and for a flag
// whose definition does not allow this scope.
func (r resolved) settable(names []string) ([]feature.View, error) {
	picked, err := r.pick(names)
	for _, view := range picked {
		if view.Registered && !view.Allows(r.kind) {
			return nil, r.unknown(view.Name)
		}
	}
	return picked, err
}

// unknown returns the error for a name that no definition has at this scope.
func (r resolved) unknown(name string) error {
	known := make([]string, 0, len(r.views))
	for _, view := range r.views {
		if view.Registered {
			known = append(known, view.Name)
		}
	}
	hint := nearest.Hint(name, known)
	if hint == "" {
		hint = "flagtui list shows every flag"
	}
	if view, ok := feature.Find(r.views, name); ok && view.Overridden() {
		hint = "it still has an override: see flagtui list --orphaned"
		if command, ok := feature.FlagCommand("clear", name, ""); ok {
			hint += "; " + command + " removes it"
		}
	}
	return &feature.Problem{Kind: feature.ErrUnknown, Text: feature.Refusal(r.defs, r.kind, r.scope.Scope, name), Hint: hint}
}

// resolved holds every flag as one scope sees it, sorted by name. Unregistered flags are
// included.
type resolved struct {
	scope     feature.ScopeInfo
	kind      feature.KindInfo // description of the scope's kind
	views     []feature.View
	catalogue bool // reports whether definitions are known
	defs      []feature.Definition
	validate  func(feature.Change) error // fails for a name that no row can hold
	rollouts  feature.ScopeRollouts      // rollouts that decide canary features at the scope
}

// resolve reads the flags at the scope of the command line. With names, it reads only
// the overrides of these flags.
func (a *app) resolve(ctx context.Context, store data.Store, names ...string) (resolved, error) {
	info, err := a.scope(ctx, store)
	if err != nil {
		return resolved{}, err
	}
	defs, err := a.definitions(ctx, store)
	if err != nil {
		return resolved{}, err
	}
	return resolveAt(ctx, store, info, defs, names...)
}

// resolveScope is resolve for a command that needs a scope. It fails with
// feature.ErrUsage if the command line names none and the database has no system scope.
func (a *app) resolveScope(ctx context.Context, store data.Store, names ...string) (resolved, error) {
	found, err := a.resolve(ctx, store, names...)
	if kinds := store.Info().Kinds; err == nil && found.scope.Scope.IsZero() {
		err = &feature.Problem{Kind: feature.ErrUsage, Text: "this database has features of " + strings.Join(kinds.Plurals(), " and ") + " only",
			Hint: "say which with " + scopeExamples(kinds)}
	}
	return found, err
}

func resolveAt(ctx context.Context, store data.Store, info feature.ScopeInfo, defs []feature.Definition, names ...string) (resolved, error) {
	stored := change.Snapshot{Scope: info.Scope}
	if err := stored.Read(ctx, store, names...); err != nil {
		return resolved{}, err
	}
	return resolved{info, stored.Kind, stored.Views(defs), len(defs) > 0, defs, store.Info().ValidateChange, stored.Rollouts}, nil
}
