package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"
	"time"

	"flagtui/internal/data"
	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
	"flagtui/internal/model"
	"flagtui/internal/views"
)

// contextInfos describes the contexts of the config file.
func (a *app) contextInfos() []views.ContextInfo {
	var all []views.ContextInfo
	var opened map[string]time.Time
	if a.remote == nil { // the file of these times is the server's
		opened = a.file.LastOpened()
	}
	for _, name := range a.file.Names() {
		p := a.file.Contexts[name]
		all = append(all, views.ContextInfo{Name: name, Database: engine.RedactPassword(p.DB), Protected: p.Protected, ReadOnly: p.ReadOnly, LastOpened: opened[name]})
	}
	return all
}

// inContext returns the settings for another context's database, at system scope.
// Settings from the command line and from variables still apply, except for db. It fails
// if the context cannot be used.
func (a *app) inContext(name string) (*app, error) {
	p, err := a.file.Context(name)
	if err != nil {
		return nil, err
	}
	b := *a
	b.context, b.db, b.live, b.layout, b.notices, b.progress = name, p.DB, p.Live, p.Layout, nil, nil
	b.stderr = io.Discard // the dashboard hides stderr, and shows notices itself
	b.origins = map[string]string{"db": "context " + name, "read-only": "context " + name}
	b.guard = b.guardOf(p)
	b.readSteps()
	if _, isFile := engine.SQLitePath(b.db); isFile {
		b.schema = p.Schema // a SQLite file has no schemas
	} else {
		b.keepExplicit(a, "schema", &b.schema, p.Schema)
	}
	b.keepExplicit(a, "flags", &b.flags, p.Flags)
	b.forgetScope()
	b.readOnly = p.ReadOnly
	if a.explicitlySet("read-only") {
		b.readOnly, b.origins["read-only"] = p.ReadOnly || a.readOnly, a.origins["read-only"]
	}
	if !a.explicitlySet("actor") {
		b.actor = p.Actor
	}
	if !a.explicitlySet("timeout") {
		b.timeout = data.DefaultTimeout
		if p.Timeout != "" {
			if b.timeout, err = time.ParseDuration(p.Timeout); err != nil {
				return nil, &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("the timeout %[2]q of the context %[1]s is not a duration", name, p.Timeout), Hint: "for example 5s"}
			}
		}
	}
	return &b, nil
}

// nameContexts adds a suggested context to an error of opening the database. If no
// database was named, it suggests any context. Otherwise it suggests a context with a
// layout for the same database.
func (a *app) nameContexts(err error) error {
	problem := (*feature.Problem)(nil)
	if !errors.Is(err, feature.ErrUsage) || !errors.As(err, &problem) || a.layout != nil {
		return err
	}
	var names []string
	for _, name := range a.file.Names() {
		c, err := a.file.Context(name) // fails for a variable that is not set
		if a.db == "" || err == nil && c.Layout != nil && engine.SameDatabase(a.db, c.DB) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return err
	}
	named := *problem
	if named.Hint = "the config file has a layout for it: add --context " + strings.Join(names, " or --context "); a.db == "" {
		named.Hint = fmt.Sprintf("name one with --db URL, or a context with --context NAME (%s); `default_context: %s` in the config file makes it the default", strings.Join(names, ", "), names[0])
	}
	return &named
}

// connect opens another context's database for the dashboard.
func (a *app) connect(ctx context.Context, name string) (model.Options, error) {
	b, err := a.inContext(name)
	if err != nil {
		return model.Options{}, err
	}
	return a.openAnother(ctx, b)
}

// connectReadOnly opens another context's database for reading only.
func (a *app) connectReadOnly(ctx context.Context, name string) (model.Options, error) {
	b, err := a.inContext(name)
	if err != nil {
		return model.Options{}, err
	}
	b.refuseWrites()
	return a.openAnother(ctx, b)
}

// openAnother opens the database of b. The explicit settings of a still apply to
// contexts that are opened later.
func (a *app) openAnother(ctx context.Context, b *app) (model.Options, error) {
	options, err := b.dashboardOptions(ctx)
	options.Connect, options.ConnectReadOnly, options.ReachContext = a.connect, a.connectReadOnly, a.reachContext
	return options, err
}

// reopenReadOnly opens the same database again for reading only.
func (a *app) reopenReadOnly(ctx context.Context) (model.Options, error) {
	b := *a
	b.origins, b.notices, b.stderr, b.progress = maps.Clone(a.origins), nil, io.Discard, nil
	b.refuseWrites()
	return b.dashboardOptions(ctx)
}

// refuseWrites makes the session read-only. The origin says that the user asked for it
// on the dashboard.
func (a *app) refuseWrites() {
	if !a.readOnly {
		a.readOnly, a.origins["read-only"] = true, "asked for here"
	}
}

// reachContext opens and closes a context's database. It fails if opening fails.
func (a *app) reachContext(ctx context.Context, name string) error {
	b, err := a.inContext(name)
	if err != nil {
		return err
	}
	b.refuseWrites()
	store, err := b.openStore(ctx, b.options())
	if err != nil {
		return err
	}
	return store.Close()
}

// keepExplicit keeps a setting that was set explicitly for the first database. It adds a
// notice, because the setting may be wrong for this database. A setting that was not set
// explicitly gets the context's value.
func (a *app) keepExplicit(first *app, option string, value *string, context string) {
	if !first.explicitlySet(option) {
		*value = context
		return
	}
	a.origins[option] = first.origins[option]
	a.notices = append(a.notices, fmt.Sprintf("the %s is still %s, by %s", map[string]string{"flags": "catalogue", "schema": "schema"}[option], *value, first.origins[option]))
}

// explicitlySet reports whether a setting comes from the command line or a variable.
func (a *app) explicitlySet(name string) bool {
	origin := a.origins[name]
	return origin != "" && !strings.HasPrefix(origin, "context ")
}
