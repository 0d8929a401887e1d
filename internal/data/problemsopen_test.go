package data

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"testing"

	"flagtui/internal/data/layout"
	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

func TestCanceledBeforeItBegins(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.TenantTable, func(t *testing.T, p *place) {
		p.own(definitionTable)
		p.override("system", "", "a.b", true)
		s := p.open()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, errCounts := countsOf(ctx, s)
		_, errScopes := s.Scopes(ctx, layout.ScopeQuery{Kind: feature.Tenant, Limit: 1})
		_, errOpen := Open(ctx, p.options())
		_, errInit := PlanInit(ctx, p.options())
		for i, err := range []error{readSystem(s)(ctx), turnOff(s)(ctx), s.Register(ctx, nil), errCounts, errScopes, errOpen, errInit} {
			if !errors.Is(err, context.Canceled) {
				t.Errorf("call %d: got error %v, want %v", i, err, context.Canceled)
			}
		}
		p.wantUntouched(s)
	})
}

func TestServerWithoutTLS(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			io.ReadFull(conn, make([]byte, 8)) // a request for TLS
			io.WriteString(conn, "N")          // declines
			conn.Close()
		}
	}()
	_, err = Open(t.Context(), Options{URL: "postgres://u@" + listener.Addr().String() + "/db?sslmode=require"})
	wantProblem(t, err, feature.ErrUnavailable, "SSL is not enabled on the server")
}

func TestNoSuchDatabase(t *testing.T) {
	p := newPostgres(t, "")
	_, err := p.tryOpen(func(o *Options) { o.URL = strings.Replace(o.URL, "flagtui_test_", "no_", 1) })
	wantProblem(t, err, feature.ErrUnavailable, "does not exist")
}

func TestTableGoesAway(t *testing.T) {
	t.Parallel()
	everywhere(t, simplemodule.OverrideTable, func(t *testing.T, p *place) {
		s := p.open()
		p.exec(`DROP TABLE feature_flags_override`)
		wantProblem(t, readSystem(s)(t.Context()), nil, simplemodule.OverrideTable, "quit and open it again")
		wantProblem(t, turnOff(s)(t.Context()), nil, simplemodule.OverrideTable, "quit and open it again")
	})
}

// If transactions are serializable by default, a race is a conflict.
func TestSerializable(t *testing.T) {
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	p.override("system", "", "a.b", true)
	var all sync.WaitGroup
	for range 4 {
		s := p.open(withURL("&default_transaction_isolation=serializable"))
		all.Go(func() {
			for i := range 20 {
				before, after := feature.On, feature.Off
				if i%2 == 1 {
					before, after = after, before
				}
				_, err := s.Apply(t.Context(), set(feature.SystemScope(), "a.b", before, after))
				if err != nil && !errors.Is(err, feature.ErrConflict) {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
}
