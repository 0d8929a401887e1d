package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"flagtui/internal/change"
	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/words"
)

// planned is a change of overrides with the output of its command.
type planned struct {
	feature.Proposal
	definitions []feature.Definition
	// show prints the effect before the confirmation.
	show func() error
	// flags returns the changed flags after the change. applied is false if nothing was
	// written, as in a dry run.
	flags func(changes []feature.Change, applied bool) ([]feature.View, error)
	// print prints the result.
	print func(result changeResult, changes []feature.Change)
}

// write shows a change, confirms it, writes it in one transaction, and prints the
// result.
func (a *app) write(ctx context.Context, store data.Store, p planned) error {
	info, changes := store.Info(), p.Changes
	if err := cmp.Or(info.Writable(), a.stepsErr); err != nil {
		return err
	}
	var followed error
	result := changeResult{Live: info.Kinds.LiveAt(feature.KindOf(changes)), Flags: []feature.View{}, Changed: len(changes)}
	if len(changes) > 0 {
		if !a.yes || a.dryRun {
			if err := p.show(); err != nil {
				return err
			}
		}
		ok, err := a.confirmWrite(ctx, p.What)
		if err != nil {
			return err
		}
		if ok {
			applied, err := change.Apply(ctx, store, p.Proposal, a.newChangeSet(p.definitions))
			if err != nil {
				return err
			}
			a.add(&result, applied)
			changes = applied.Changed
			defer a.notify(ctx, store, applied)()
			followed = a.runSteps(ctx, store, applied, &result)
		}
	}
	flags, err := p.flags(changes, result.Change != nil || len(changes) == 0)
	if err != nil {
		return bothFailed(followed, a.notReread(result, err))
	}
	if result.Flags = flags; a.json {
		return bothFailed(followed, a.printJSON(result))
	}
	p.print(result, changes)
	a.saved(result)
	return followed
}

// newChangeSet returns an empty change-set of this actor. known holds the definitions.
func (a *app) newChangeSet(known []feature.Definition) feature.ChangeSet {
	actor, client := a.who()
	return feature.ChangeSet{Actor: actor, Client: client, Author: a.author, Reason: a.reason, Definitions: known}
}

// maxShown is the largest number of changes printed before a confirmation.
const maxShown = 20

// showChanges prints changes before the confirmation.
func (a *app) showChanges(kinds feature.KindList, p feature.Proposal) {
	for i, c := range p.Changes {
		if i == maxShown {
			a.warn("… and %d more", len(p.Changes)-maxShown)
			break
		}
		a.warn("%s at %s: %s", c.Name, c.Scope, c.Text(words.English, kinds.Of(c.Scope.Kind), " -> ", p.UnknownAfter(c)))
	}
}

// writeChanges writes changes at several scopes, as write does. The result has the flags
// of systemViews.
func (a *app) writeChanges(ctx context.Context, store data.Store, p feature.Proposal, defs []feature.Definition) error {
	p.What += " (" + feature.CountText(words.English, p.Changes, store.Info().Kinds) + ")"
	if rows := feature.RowsOnly(p.Changes, defs); rows > 0 {
		a.warn("%s", change.RowsOnlyText(words.English, rows))
	}
	return a.write(ctx, store, planned{
		Proposal: p, definitions: defs,
		show: func() error {
			a.showChanges(store.Info().Kinds, p)
			removed, _, stay := p.KilledTargeting(store.Info().Kinds)
			if len(removed) > 0 {
				a.warn("also removes the targeting %s", strings.Join(removed, ", "))
			}
			if p.Irreversible {
				a.warn("%s", words.English.Say(words.Irreversible))
			}
			if len(stay) > 0 {
				a.warn("keeps the targeting %s, which may still decide", strings.Join(stay, ", "))
			}
			return nil
		},
		flags: func(changes []feature.Change, _ bool) ([]feature.View, error) {
			return systemViews(ctx, store, changes, defs)
		},
		print: func(_ changeResult, changes []feature.Change) {
			if len(changes) == 0 {
				a.warn("nothing to change")
			}
			for _, c := range changes {
				fmt.Fprintf(a.out, "%s at %s: %s%s\n", a.text(c.Name), a.text(c.Scope.String()), c.AfterText(words.English, store.Info().Kinds.Of(c.Scope.Kind), false), a.dryRunNote())
			}
		},
	})
}

// systemViews returns the changed flags as the system sees them. If all changes are at
// one project or section, it returns the flags as that scope sees them. For several
// projects or sections, it returns none.
func systemViews(ctx context.Context, store data.Store, changes []feature.Change, defs []feature.Definition) ([]feature.View, error) {
	var names []string
	for _, c := range changes {
		names = append(names, c.Name)
	}
	names = unique(names)
	if len(names) == 0 {
		return []feature.View{}, nil
	}
	scope := feature.SystemScope()
	if first := changes[0].Scope; !store.Info().Kinds.Of(first.Kind).SeesSystem() { // the system does not see a project's overrides
		if slices.ContainsFunc(changes, func(c feature.Change) bool { return c.Scope != first }) {
			return []feature.View{}, nil
		}
		scope = first
	}
	return resolveNamed(ctx, store, scope, defs, names)
}

// resolveNamed reads the named flags again. It returns their views in the order of
// names.
func resolveNamed(ctx context.Context, store data.Store, scope feature.Scope, defs []feature.Definition, names []string) ([]feature.View, error) {
	stored := change.Snapshot{Scope: scope}
	if err := stored.Read(ctx, store, names...); err != nil {
		return nil, err
	}
	return stored.ViewsOf(defs, names), nil
}
