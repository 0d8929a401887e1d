package model

import (
	"context"
	"testing"

	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// openTwoContexts returns a dashboard with two contexts and their stores. The dashboard
// starts in the context "one".
func openTwoContexts(t *testing.T) (d *dash, one, two *memory) {
	t.Helper()
	one, two = newMemory(), newMemory()
	two.defs = []feature.Definition{{Name: "delta"}}
	d = open(t, one, func(o *Options) {
		o.Session.Context = "one"
		o.Contexts = contextNames("one", "two")
		first := *o
		o.Connect = func(_ context.Context, name string) (Options, error) {
			if err := two.enter("Connect"); err != nil {
				return Options{}, err
			}
			next := first
			next.Store, next.Session.Context, next.Session.Database = two, name, "flags@db2"
			return next, nil
		}
	})
	return d, one, two
}

func TestSwitchingContexts(t *testing.T) {
	d, one, two := openTwoContexts(t)
	d.drive("t", "enter", "4", "x")
	d.shows("Switch context", "one (open)")
	d.drive("j", "enter")
	d.shows("two", "flags@db2", "System (all tenants)", "delta", "1 All 1")
	d.hides("alpha", "[4 Overridden")
	if !one.closed || two.closed {
		t.Errorf("closed are one: %v, two: %v", one.closed, two.closed)
	}
	d.propose()
	d.drive("y")
	one.wantWrites(t)
	two.wantWrites(t, "system delta inherit>on")
}

func TestAContextThatCannotBeOpened(t *testing.T) {
	d, one, two := openTwoContexts(t)
	two.failing(errDown)
	d.drive("x", "j", "enter")
	d.shows("cannot reach the database", "Switch context", "flags@db1")
	d.drive("esc", "esc", "j")
	d.shows("flags@db1")
	d.cursor("beta")
	if one.closed {
		t.Error("the open database was closed")
	}
}

// A context that opens after the user has gone on is not shown, and its database is
// closed.
func TestAnAbandonedContext(t *testing.T) {
	d, one, two := openTwoContexts(t)
	d.hold = true
	d.drive("x", "j", "enter")
	d.shows("Connecting to two")
	d.drive("esc")
	d.hides("Connecting")
	d.drive("x")
	d.deliver()
	d.shows("flags@db1")
	if one.closed || !two.closed {
		t.Errorf("closed are one: %v, two: %v", one.closed, two.closed)
	}
}

// Late replies of the old database do not appear in the new one.
func TestLateAnswersOfAnotherContext(t *testing.T) {
	d, _, _ := openTwoContexts(t)
	d.drive("s")
	d.hold = true
	d.drive("r", "t")
	late := d.held
	d.hold, d.held = false, nil
	d.drive("esc", "x", "j", "enter")
	for _, msg := range late {
		d.update(msg)
	}
	d.shows("flags@db2", "delta", "1 All 1")
	d.hides("alpha", "sort changed")
}

// Only the same database of the same context opens at the scope shown.
func TestTheScopeOfAnotherDatabase(t *testing.T) {
	for _, session := range []views.Session{{Context: "two", Database: "flags@db1"}, {Context: "one", Database: "flags@db2"}} {
		d, _, two := openTwoContexts(t)
		d.m.options.Connect = func(context.Context, string) (Options, error) {
			return Options{Store: two, Session: session, Theme: d.m.frame.Theme, Scope: feature.ScopeInfo{Scope: system}}, nil
		}
		d.drive("t", "enter", "x", "j", "enter")
		d.shows(session.Database, "System (all tenants)", "delta")
	}
}

// A count of the old database is not shown in the new one.
func TestALateCountOfAnotherContext(t *testing.T) {
	d, _, two := openTwoContexts(t)
	two.defs = newMemory().defs
	d.hold = true
	d.drive("r")
	d.update(held[scopeLoaded](d)[0])
	late := held[countsLoaded](d)
	d.hold, d.held = false, nil
	two.failing(errDown, "Counts")
	d.drive("x", "j", "enter")
	d.shows("flags@db2")
	d.arrive(late)
	d.hides("12 on, 3 off")
}

// A context is not left while a write is pending or unreported.
func TestAWriteHoldsTheContext(t *testing.T) {
	d, _, two := openTwoContexts(t)
	d.propose()
	d.hold = true
	d.drive("y")
	write := d.held
	d.hold, d.held = false, nil
	d.drive("esc", "x", "j", "enter")
	d.shows("a change is still being saved", "flags@db1")
	if !two.closed {
		t.Error("the other database stays open")
	}
	for _, msg := range write {
		d.update(msg)
	}
	d.drive("esc", "enter")
	d.shows("flags@db2")
}

// R opens the database again with a read-only session. The scope stays, and the old
// connection is closed.
func TestMakingTheSessionReadOnly(t *testing.T) {
	for name, keys := range map[string][]string{"browse": {"R"}, "contexts": {"x", "R"}, "palette": {":", "r", "e", "a", "d", "-", "o", "enter"}} {
		again, s := newMemory(), newMemory()
		d := open(t, s, func(o *Options) {
			o.Contexts, o.Session.Context = contextNames("one", "two"), "one"
			first := *o
			o.ReopenReadOnly = func(context.Context) (Options, error) {
				next := first
				next.Store, next.Session.ReadOnly = again, "asked for here"
				return next, nil
			}
		})
		d.drive("t", "enter")
		d.drive(keys...)
		d.shows("Tenant acme", "read-only: asked for here", "This session is read-only from now on")
		if !s.closed || again.closed {
			t.Errorf("%s: the writable session is closed: %v, the other one: %v", name, s.closed, again.closed)
		}
		d.drive("space")
		d.hides("Change alpha")
		d.drive("R")
		d.hides("Connecting")
		d.drive("x")
		d.shows("one (open)", "two")
		again.wantWrites(t)
	}
}

// A database that cannot be opened again stays open.
func TestASessionThatCannotBeReopened(t *testing.T) {
	s := newMemory()
	d := open(t, s, func(o *Options) {
		o.ReopenReadOnly = func(context.Context) (Options, error) { return Options{}, errDown }
	})
	d.drive("R")
	d.shows("cannot reach the database", "writable")
	d.drive("esc")
	d.propose()
	d.drive("y")
	s.wantWrites(t, "system alpha inherit>on")
}

// Another context can be opened for reading only. Opening the list tries to reach each
// context.
func TestOpeningAContextReadOnly(t *testing.T) {
	d, one, two := openTwoContexts(t)
	opened := ""
	d.m.options.ConnectReadOnly = func(ctx context.Context, name string) (Options, error) {
		opened = name
		options, err := d.m.options.Connect(ctx, name)
		options.Session.ReadOnly = "asked for here"
		return options, err
	}
	d.m.options.ReopenReadOnly = func(context.Context) (Options, error) { return Options{}, errDown }
	d.m.setKeys()
	d.m.options.ReachContext = func(_ context.Context, name string) error {
		if name == "one" {
			return errDown
		}
		return nil
	}
	d.hold = true
	d.drive("x")
	d.shows("one (open) writable ?", "two writable ?")
	d.deliver()
	d.shows("one (open) writable no", "two writable yes", "cannot reach the database · check that it runs")
	d.drive("j", "R")
	d.shows("flags@db2", "read-only: asked for here")
	d.drive("x")
	d.shows("one writable ?", "two (open) read-only ?")
	if opened != "two" || !one.closed || two.closed {
		t.Errorf("%q was opened; closed are one: %v, two: %v", opened, one.closed, two.closed)
	}
}

// The cursor stays on its flag where the same database is opened otherwise, and so does the
// scope; in another database it goes to the flag of the same name.
func TestTheCursorStaysInAnotherContext(t *testing.T) {
	one, two := newMemory(), newMemory()
	d := open(t, one, func(o *Options) {
		o.Session.Context = "one"
		o.Contexts = contextNames("one", "two")
		first := o.Session.Database
		opened := func(name, readOnly string) (Options, error) {
			next := *o
			next.Store = map[string]*memory{"one": one, "two": two}[name]
			next.Session.Context, next.Session.ReadOnly = name, readOnly
			next.Session.Database = map[string]string{"one": first, "two": "flags@db2"}[name]
			return next, nil
		}
		o.Connect = func(_ context.Context, name string) (Options, error) { return opened(name, "") }
		o.ReopenReadOnly = func(context.Context) (Options, error) { return opened("one", "asked for here") }
	})
	d.drive("t", "enter", "j", "x", "R")
	d.shows("Tenant acme", "read-only: asked for here", "This session is read-only from now on")
	d.cursor("beta")
	d.drive("j")
	d.hides("This session is read-only from now on")
	d.drive("k", "R")
	d.shows("This session is read-only already")
	d.drive("x")
	d.hides("This session is read-only already")
	d.drive("enter")
	d.shows("Tenant acme", "writable")
	d.cursor("beta")
	d.drive("x", "j", "enter")
	d.shows("flags@db2", "System (all tenants)")
	d.cursor("beta")
}

// A notice that answers a key is gone with the next one.
func TestAnAnswerIsGoneWithTheNextKey(t *testing.T) {
	d := open(t, newMemory())
	for _, c := range []struct{ key, answer string }{{"c", "No override set for this flag"}, {"u", "Nothing to undo"}} {
		d.drive(c.key)
		d.shows(c.answer)
		d.drive("j")
		d.hides(c.answer)
	}
}

// What a screen of the database that was left could not read is not a problem of the other one.
func TestALateProblemOfAnotherContext(t *testing.T) {
	d, one, _ := openTwoContexts(t)
	one.before = func(method string) error {
		if method == "Overrides" || method == "Impact" {
			return errDown
		}
		return nil
	}
	for _, key := range []string{"enter", "space"} {
		d.hold = true
		d.drive(key)
		late := d.held
		d.hold, d.held = false, nil
		d.drive("esc", "x", "j", "enter")
		d.shows("delta")
		for _, msg := range late {
			d.update(msg)
		}
		d.hides("cannot reach the database")
		d, one, _ = openTwoContexts(t)
		one.before = func(method string) error {
			if method == "Impact" {
				return errDown
			}
			return nil
		}
	}
}
