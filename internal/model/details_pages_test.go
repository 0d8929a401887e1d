package model

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// pagedStore is a store whose lists of overrides and scopes have pages.
type pagedStore struct{ *historyStore }

func (s pagedStore) Overrides(ctx context.Context, q data.OverrideQuery) (data.OverridePage, error) {
	page, err := s.historyStore.Overrides(ctx, q)
	from := 1 + slices.IndexFunc(page.Overrides, func(o feature.Override) bool { return o.Scope == q.After })
	page.Overrides = page.Overrides[from:]
	page.More = len(page.Overrides) > q.Limit
	page.Overrides = page.Overrides[:min(len(page.Overrides), q.Limit)]
	return page, err
}

func (s pagedStore) Scopes(ctx context.Context, q data.ScopeQuery) (data.ScopePage, error) {
	page, err := s.historyStore.Scopes(ctx, q)
	from := 1 + slices.IndexFunc(page.Scopes, func(info feature.ScopeInfo) bool { return info.Scope.ID == q.After.ID })
	page.Scopes = page.Scopes[from:]
	page.More = len(page.Scopes) > q.Limit
	page.Scopes = page.Scopes[:min(len(page.Scopes), q.Limit)]
	if page.More {
		page.Next.ID = page.Scopes[q.Limit-1].Scope.ID
	}
	return page, err
}

// newPagedStore returns a store of n tenants. The first overriding tenants have the flag
// alpha on.
func newPagedStore(n, overriding int) pagedStore {
	s := pagedStore{newHistoryStore()}
	s.tenants = nil
	delete(s.rows, acme)
	for i := range n {
		scope := feature.TenantScope(fmt.Sprintf("t%04d", i))
		s.tenants = append(s.tenants, feature.ScopeInfo{Scope: scope, Listed: true})
		if i < overriding {
			s.set(scope, "alpha", feature.On)
		}
	}
	return s
}

// If a further page of overrides cannot be read, the next key tries again.
func TestAPageOfTheDetailsMayFail(t *testing.T) {
	for _, method := range []string{"Overrides", "ScopeRollouts", "ScopeNames"} {
		s := newPagedStore(pageSize+50, pageSize+50)
		d := open(t, s)
		d.drive("enter")
		s.failing(errDown, method)
		d.drive("end")
		d.shows("cannot reach the database", "more overrides follow")
		s.working()
		d.drive("up", "end")
		d.shows("tenant:t0149")
		d.hides("cannot reach the database", "more overrides follow")
	}
}

// A page that the user asks for while the details are read again is not read with them,
// because both would start at the first page.
func TestAPageDuringARefresh(t *testing.T) {
	s := newPagedStore(pageSize+50, pageSize+50)
	d := open(t, s)
	d.drive("enter")
	d.hold = true
	d.signal(true, data.Notified)
	d.drive("end")
	d.deliver()
	for range 3 {
		d.drive("end")
	}
	d.drive("g")
	d.shows("On by override: 150")
	d.drive("tab", "down")
	d.shows("> tenant:t0000")
	if n := d.m.screen().(*views.Details).OverridesRead(); n != pageSize+50 {
		t.Errorf("%d overrides are listed", n)
	}
}

// A section that is opened while a page is read is read afterwards.
func TestASectionOpenedDuringAPage(t *testing.T) {
	s := newPagedStore(pageSize+60, pageSize+50)
	d := open(t, s)
	d.drive("enter")
	pages := d.during("end") // asks for the overrides that follow
	d.drive("end", "right")
	d.shows("▾ Inheriting", "Reading")
	d.arrive(pages)
	d.drive("end")
	d.shows("tenant:t0159 no override")
}

// Opening the section of inheriting tenants reads pages until one has such a tenant.
func TestPagesOfInheritingTenants(t *testing.T) {
	for _, test := range []struct {
		name               string
		tenants, overrides int
		first, all         int // how many pages opening the section reads, and scrolling to the end
	}{
		{"the first page has some", 2*pageSize + 50, 10, 1, 2},
		{"only the last page has some", 2*pageSize + 50, 2*pageSize + 10, 3, 0},
		{"no page has any", 2*pageSize + 50, 2*pageSize + 50, 3, 0},
		{"none of very many pages has any", (maxHistoryPages + 2) * pageSize, (maxHistoryPages + 2) * pageSize, maxHistoryPages, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newPagedStore(test.tenants, test.overrides)
			d := open(t, s)
			d.drive("enter")
			for d.m.screen().(interface{ OverridesRead() int }).OverridesRead() < test.overrides {
				d.drive("end")
			}
			d.drive("end", "right")
			d.shows("▾ Inheriting")
			s.wantCalls(t, "Scopes", test.first)
			d.drive("end", "end", "end", "end")
			s.wantCalls(t, "Scopes", test.all)
			d.hides("bug")
		})
	}
}

// If the inheriting tenants cannot be read, a problem says so, and the next key tries
// again. A signal reads them again.
func TestInheritingTenantsMayFail(t *testing.T) {
	for _, method := range []string{"Scopes", "StoredAt"} {
		s := newPagedStore(3, 1)
		s.rows[s.tenants[1].Scope] = map[string]feature.Stored{"alpha": {Unset: true}} // no setting
		d := open(t, s)
		d.drive("enter", "end")
		s.failing(errDown, method)
		d.drive("right")
		d.shows("cannot reach the database")
		s.working()
		d.drive("up", "end")
		d.shows("tenant:t0001 no override", "tenant:t0002 no override")
		d.hides("cannot reach the database")

		s.failing(errDown, method)
		d.signal(true, data.Notified)
		d.shows("cannot reach the database")
		s.working()
		s.set(s.tenants[2].Scope, "alpha", feature.Off)
		d.signal(true, data.Notified)
		d.shows("tenant:t0001 no override", "tenant:t0002 [ ] Disabled")
		d.hides("cannot reach the database", "tenant:t0002 no override")
	}
}

// Each of the two overrides that decide at a tenant may fail alone.
func TestTheChainMayFail(t *testing.T) {
	for failing := range 2 {
		s := newHistoryStore()
		d := open(t, s)
		d.drive("t", "enter")
		rows := 0
		s.before = func(method string) error {
			if method == "Rows" {
				rows++
				if rows == failing+1 {
					return errDown
				}
			}
			return nil
		}
		d.drive("enter")
		d.shows("cannot reach the database")
	}
}

// The details of a project do not count the tenants of the same database.
func TestDetailsOfAProjectBesideTenants(t *testing.T) {
	s := &countingStore{historyStore: newHistoryStore(), projects: true}
	s.defs[0].Scopes = []feature.Kind{feature.Tenant, feature.Project}
	d := open(t, s, func(o *Options) { o.Scope.Scope = project12 })
	d.drive("enter")
	d.shows("Project 12 › alpha")
	d.hides("Tenants On for")
}

// A row without a project and without a section has no rollouts to read.
func TestDetailsOfARowWithoutAScope(t *testing.T) {
	s := newTorus()
	s.rows[feature.Scope{Kind: feature.Section}] = map[string]feature.Stored{"canvas": {Enabled: true}}
	d := open(t, s, func(o *Options) { o.Scope = s.tenants[0] })
	d.drive("enter")
	d.shows("Project 1", "› canvas")
	d.hides("is no id")
}
