package data

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

// Reads that run at once share round trips, also if one of them runs others.
func TestReadsAtOnce(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.AuditTable))
	p.own(journalTable)
	p.override("system", "", "a.b", true)
	p.override("tenant", "acme", "c.d", true)
	x := p.throughProxy()
	s := p.open()
	acme := feature.TenantScope("acme")
	var log []string
	read := func(scope feature.Scope, times int, then ...func(context.Context) error) func(context.Context) error {
		return func(ctx context.Context) error {
			for range times {
				stored, err := s.Stored(ctx, scope)
				if err != nil {
					return err
				}
				log = append(log, fmt.Sprint(scope.Kind, len(stored)))
			}
			return s.AtOnce(ctx, then...)
		}
	}
	before := x.Trips()
	if err := s.AtOnce(t.Context(), read(acme, 1), read(feature.SystemScope(), 2, read(acme, 1), read(acme, 2)), read(acme, 3)); err != nil {
		t.Fatal(err)
	}
	if trips := x.Trips() - before; trips != 4 {
		t.Errorf("the reads took %d round trips, want the 4 of the longest", trips)
	}
	if len(log) != 9 {
		t.Errorf("the reads have read %q", log)
	}

	other, failed := 0, errors.New("a failure of one read")
	for _, ctx := range []context.Context{t.Context(), ended(t)} {
		err := s.AtOnce(ctx, func(ctx context.Context) error {
			defer func() { other++ }()
			return read(acme, 2)(ctx)
		}, func(ctx context.Context) error {
			if err := read(acme, 1)(ctx); err != nil {
				return err
			}
			return failed
		})
		if want := map[bool]error{false: failed, true: context.Canceled}[ctx.Err() != nil]; !errors.Is(err, want) {
			t.Errorf("the error is %v, want %v", err, want)
		}
	}
	if other != 2 {
		t.Errorf("%d of 2 other reads have ended", other)
	}
	// A bad statement fails all of its message. The next message is not concerned.
	p.exec(`DROP TABLE flagtui_change`)
	if err := s.AtOnce(t.Context(), read(acme, 1), func(ctx context.Context) error { _, err := s.ChangeSet(ctx, "c"); return err }); err == nil {
		t.Error("a missing table is no error")
	}
	if err := s.AtOnce(t.Context(), read(acme, 1), read(acme, 2)); err != nil {
		t.Error(err)
	}

	// All reads of a snapshot see one moment. A snapshot of one read is its own.
	err := s.InSnapshot(t.Context(), func(ctx context.Context) error {
		if err := read(acme, 1)(ctx); err != nil {
			return err
		}
		p.override("tenant", "acme", "new", true)
		return s.AtOnce(ctx, func(ctx context.Context) error {
			if stored, err := s.Stored(ctx, acme); err != nil || len(stored) != 1 {
				return fmt.Errorf("the snapshot has %v: %w", stored, err)
			}
			return nil
		}, read(acme, 1))
	})
	if err != nil {
		t.Error(err)
	}
	err = s.AtOnce(t.Context(), read(acme, 1), func(ctx context.Context) error { return s.InSnapshot(ctx, read(acme, 2)) })
	if last := log[len(log)-1]; err != nil || last != "tenant2" {
		t.Error(err, last)
	}
}

// ended returns a context that has ended.
func ended(t *testing.T) context.Context {
	ctx, end := context.WithCancel(t.Context())
	end()
	return ctx
}

// A panic of one read is a panic of the caller, which reports it.
func TestAPanicAtOnce(t *testing.T) {
	t.Parallel()
	s := newPostgres(t, tablesOf(t, "postgres", simplemodule.AuditTable)).open()
	defer func() {
		if bug := recover(); bug != "a bug" {
			t.Errorf("recovered %v", bug)
		}
	}()
	err := s.AtOnce(t.Context(), func(ctx context.Context) error { _, err := s.All(ctx); return err }, func(context.Context) error { panic("a bug") })
	t.Errorf("AtOnce returned %v", err)
}

// Reads at once in the background do not wait for each other's turn, and others wait for
// all of them.
func TestReadsAtOnceInTheBackground(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	s := p.open()
	read := func(ctx context.Context) error {
		_, err := s.Stored(ctx, feature.SystemScope())
		return err
	}
	two := func(ctx context.Context) error { return s.AtOnce(ctx, read, read) }
	ctx := Background(t.Context())
	if err := inTime(t, func() error { return s.AtOnce(ctx, two, read, two) }); err != nil {
		t.Error(err)
	}
	if err := inTime(t, func() error { return read(ctx) }); err != nil {
		t.Errorf("a read after them: %v", err)
	}
}
