package data

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"flagtui/internal/data/pgtest"
	"flagtui/internal/flag"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// place is a database that the app's own migrations have made.
type place struct {
	t   *testing.T
	url string
	raw *sql.DB // the app's side: every statement goes past flagtui
	pg  bool
}

// tablesOf returns the app's DDL, up to and with the table named.
func tablesOf(t *testing.T, dialect, last string) string {
	t.Helper()
	text, err := os.ReadFile("testdata/simple_module." + dialect + ".sql")
	if err != nil {
		t.Fatal(err)
	}
	var made []string
	for _, part := range strings.SplitAfter(string(text), "\n\n") {
		made = append(made, part)
		if strings.Contains(part, "CREATE TABLE "+last+" ") {
			break
		}
	}
	return strings.Join(made, "")
}

func newSQLite(t *testing.T, ddl string) *place {
	t.Helper()
	path := filepath.Join(t.TempDir(), "app.db")
	raw, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?_pragma=journal_mode(wal)&_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	p := &place{t: t, url: path, raw: raw}
	t.Cleanup(func() { raw.Close() })
	p.exec(ddl)
	return p
}

func newPostgres(t *testing.T, ddl string) *place {
	t.Helper()
	p := &place{t: t, url: pgtest.Database(t), pg: true}
	p.raw = p.openRaw()
	p.exec(ddl)
	return p
}

// openRaw opens a PostgreSQL place past flagtui.
func (p *place) openRaw() *sql.DB {
	p.t.Helper()
	raw, err := sql.Open("postgres", p.url)
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { raw.Close() })
	return raw
}

func (p *place) exec(text string) {
	p.t.Helper()
	if _, err := p.raw.Exec(text); err != nil {
		p.t.Fatalf("%v\n%s", err, text)
	}
}

// rows returns a query's result as text, a line a row.
func (p *place) rows(text string) string {
	p.t.Helper()
	rows, err := p.raw.Query(text)
	if err != nil {
		p.t.Fatalf("%v\n%s", err, text)
	}
	defer rows.Close()
	columns, _ := rows.Columns()
	var lines []string
	for rows.Next() {
		values := make([]sql.NullString, len(columns))
		pointers := make([]any, len(columns))
		for i := range values {
			pointers[i] = &values[i]
		}
		if err := rows.Scan(pointers...); err != nil {
			p.t.Fatal(err)
		}
		var cells []string
		for _, v := range values {
			if !v.Valid {
				v.String = "NULL"
			}
			cells = append(cells, v.String)
		}
		lines = append(lines, strings.Join(cells, "|"))
	}
	return strings.Join(lines, "\n")
}

// override adds a row as the app would.
func (p *place) override(scope, id, name string, enabled bool) {
	p.t.Helper()
	value, now := "0", "'2026-01-02 03:04:05'"
	if enabled {
		value = "1"
	}
	if p.pg {
		value = fmt.Sprint(enabled)
		now = "'2026-01-02 03:04:05+00'"
	}
	p.exec(fmt.Sprintf(`INSERT INTO feature_flags_override (scope, scope_id, name, enabled, created_at, created_by, updated_by)
		VALUES ('%s', '%s', '%s', %s, %s, 'app', 'app')`, scope, id, name, value, now))
}

func (p *place) tenant(id, name string) {
	p.t.Helper()
	p.exec(fmt.Sprintf(`INSERT INTO tenants_tenant (id, slug, name, status) VALUES ('%s', '%s-slug', '%s', 'active')`, id, id, name))
}

// open opens the store under test.
func (p *place) open(change ...func(*Options)) Store {
	p.t.Helper()
	s, err := p.tryOpen(change...)
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { s.Close() })
	return s
}

func (p *place) tryOpen(change ...func(*Options)) (Store, error) {
	options := Options{URL: p.url}
	for _, f := range change {
		f(&options)
	}
	return Open(p.t.Context(), options)
}

// everywhere runs a test on each database, with the app's tables up to last.
func everywhere(t *testing.T, last string, test func(t *testing.T, p *place)) {
	t.Run("sqlite", func(t *testing.T) { test(t, newSQLite(t, tablesOf(t, "sqlite", last))) })
	t.Run("postgres", func(t *testing.T) { test(t, newPostgres(t, tablesOf(t, "postgres", last))) })
	t.Run("postgres schema", func(t *testing.T) {
		p := newPostgres(t, `CREATE SCHEMA feature_flags`)
		p.raw.SetMaxOpenConns(1) // keep the search_path
		p.exec(`SET search_path TO feature_flags`)
		p.exec(tablesOf(t, "postgres", last))
		test(t, p)
	})
}

func set(scope flag.Scope, name string, before, after flag.Setting) flag.ChangeSet {
	return flag.ChangeSet{Actor: "alice@ops1", Changes: []flag.Change{{Scope: scope, Name: name, Before: before, After: after}}}
}

func TestWritesAreTheORMs(t *testing.T) {
	everywhere(t, auditTable, func(t *testing.T, p *place) {
		s, acme := p.open(), flag.TenantScope("acme")
		p.tenant("acme", "Acme")
		p.override("system", "", "a.b", true)
		apply := func(scope flag.Scope, name string, before, after flag.Setting, want int) {
			t.Helper()
			applied, err := s.Apply(t.Context(), set(scope, name, before, after))
			if err != nil {
				t.Fatal(err)
			}
			if len(applied.Changed) != want || (applied.ID == "") != (want == 0) {
				t.Errorf("%s at %s from %s to %s: %+v, want %d changes", name, scope, before, after, applied, want)
			}
		}
		const all = `SELECT scope, scope_id, name, CAST(enabled AS INTEGER), created_by, updated_by, updated_at IS NULL FROM feature_flags_override ORDER BY 1, 2, 3`
		expect := func(want string) {
			t.Helper()
			yes, no := "1", "0"
			if p.pg {
				yes, no = "true", "false"
			}
			want = strings.NewReplacer("yes", yes, "no", no).Replace(want)
			if got := p.rows(all); got != want {
				t.Errorf("rows:\n%s\nwant:\n%s", got, want)
			}
		}
		apply(flag.SystemScope(), "a.b", flag.On, flag.On, 0)
		expect("system||a.b|1|app|app|yes")
		apply(flag.SystemScope(), "a.b", flag.On, flag.Off, 1)
		expect("system||a.b|0|app|flagtui:alice@ops1|no")
		apply(acme, "a.b", flag.Follow, flag.On, 1)
		expect("system||a.b|0|app|flagtui:alice@ops1|no\ntenant|acme|a.b|1|flagtui:alice@ops1|flagtui:alice@ops1|yes")
		apply(flag.SystemScope(), "a.b", flag.Off, flag.Follow, 1)
		apply(flag.SystemScope(), "a.b", flag.Follow, flag.Follow, 0)
		expect("tenant|acme|a.b|1|flagtui:alice@ops1|flagtui:alice@ops1|yes")

		if !p.pg {
			form := p.rows(`SELECT typeof(created_at), length(created_at), typeof(enabled) FROM feature_flags_override`)
			if want := "text|26|integer"; form != want { // YYYY-MM-DD HH:MM:SS.ffffff
				t.Errorf("stored as %s, want %s", form, want)
			}
		}
		rows, err := s.Overrides(t.Context(), "a.b")
		if err != nil || len(rows) != 1 {
			t.Fatal(rows, err)
		}
		if at, by := rows[0].Changed(); time.Since(at).Abs() > time.Minute || at.Location() != time.UTC || by != "flagtui:alice@ops1" {
			t.Errorf("changed at %v by %q", at, by)
		}
	})
}

func TestBatchIsAllOrNothing(t *testing.T) {
	everywhere(t, overrideTable, func(t *testing.T, p *place) {
		s := p.open()
		p.override("system", "", "f.0001", true)
		batch := flag.ChangeSet{Actor: "alice"}
		for i := range 2500 {
			before := flag.Follow
			if i == 1 {
				before = flag.On
			}
			batch.Changes = append(batch.Changes, flag.Change{Scope: flag.SystemScope(), Name: fmt.Sprintf("f.%04d", i), Before: before, After: flag.Off})
		}
		batch.Changes[7].Before = flag.On // not what is there
		_, err := s.Apply(t.Context(), batch)
		if !errors.Is(err, flag.ErrConflict) {
			t.Fatalf("error %v, want a conflict", err)
		}
		if got := p.rows(`SELECT COUNT(*) FROM feature_flags_override`); got != "1" {
			t.Errorf("%s rows after a refused batch, want the 1 of before", got)
		}
		batch.Changes[7].Before = flag.Follow
		applied, err := s.Apply(t.Context(), batch)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(applied.Changed, batch.Changes) {
			t.Error("the changes are not reported in the order asked")
		}
		if got := p.rows(`SELECT COUNT(*), MAX(CAST(enabled AS INTEGER)) FROM feature_flags_override`); got != "2500|0" {
			t.Errorf("%s, want 2500 rows, all off", got)
		}
	})
}

func TestConflictSaysWhoAndWhat(t *testing.T) {
	everywhere(t, overrideTable, func(t *testing.T, p *place) {
		s := p.open()
		p.override("tenant", "acme", "a.b", true)
		for _, before := range []flag.Setting{flag.Off, flag.Follow} {
			change := set(flag.TenantScope("acme"), "a.b", before, flag.Follow)
			if before == flag.Follow {
				change.Changes[0].After = flag.Off
			}
			_, err := s.Apply(t.Context(), change)
			var conflict *Conflict
			if !errors.Is(err, flag.ErrConflict) || !errors.As(err, &conflict) {
				t.Fatalf("error %v, want a conflict", err)
			}
			want := ConflictRow{Change: change.Changes[0], Now: flag.On, At: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), By: "app"}
			if len(conflict.Rows) != 1 || conflict.Rows[0] != want {
				t.Errorf("conflict %+v, want %+v", conflict.Rows, want)
			}
		}
		if got := p.rows(`SELECT COUNT(*) FROM feature_flags_override WHERE updated_at IS NULL`); got != "1" {
			t.Error("a conflict wrote something")
		}
	})
}

func TestRacingWritersLoseNothing(t *testing.T) {
	everywhere(t, overrideTable, func(t *testing.T, p *place) {
		const writers, rounds = 4, 25
		won := make(chan int, writers)
		for range writers {
			s := p.open()
			go func() {
				n := 0
				for n < rounds {
					stored, err := s.Stored(t.Context(), flag.SystemScope())
					if err != nil {
						t.Error(err)
						break
					}
					// Go round: follow, on, off, follow. Each change counts for one writer only.
					now := flag.Follow
					if row, ok := stored["a.b"]; ok {
						now = flag.SettingOf(row.Enabled)
					}
					next := map[flag.Setting]flag.Setting{flag.Follow: flag.On, flag.On: flag.Off, flag.Off: flag.Follow}[now]
					applied, err := s.Apply(t.Context(), set(flag.SystemScope(), "a.b", now, next))
					switch {
					case errors.Is(err, flag.ErrConflict):
					case err != nil:
						t.Error(err)
						won <- n
						return
					default:
						n += len(applied.Changed)
					}
				}
				won <- n
			}()
		}
		total := 0
		for range writers {
			total += <-won
		}
		want := map[int]string{0: "0", 1: "1", 2: "1"}[total%3]
		if got := p.rows(`SELECT COUNT(*) FROM feature_flags_override`); total != writers*rounds || got != want {
			t.Errorf("%d changes, %s rows, want %d and %s", total, got, writers*rounds, want)
		}
	})
}

func TestReadsWhatIsStored(t *testing.T) {
	everywhere(t, tenantTable, func(t *testing.T, p *place) {
		s, ctx := p.open(), t.Context()
		p.tenant("acme", "Acme Inc.")
		p.tenant("globex", "Globex")
		p.tenant("initech", "Initech")
		p.override("system", "", "a.b", false)
		p.override("tenant", "acme", "a.b", true)
		p.override("tenant", "acme", "c.d", true)
		p.override("tenant", "ghost", "a.b", false)
		p.override("system", "x", "odd", true)
		p.override("Tenant", "acme", "odd", false)

		check := func(what string, got, want any, err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			if g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); g != w {
				t.Errorf("%s: %s\nwant %s", what, g, w)
			}
		}
		stored, err := s.Stored(ctx, flag.SystemScope())
		// Of the two odd rows the one that sorts last counts, as in the app;
		// which one that is depends on the database's collation.
		check("system", len(stored), 2, err)
		check("system", stored["a.b"], flag.Stored{}, err)
		check("odd", stored["odd"].Odd, true, err)
		stored, err = s.Stored(ctx, flag.TenantScope("acme"))
		check("acme", stored, map[string]flag.Stored{"a.b": {Enabled: true}, "c.d": {Enabled: true}}, err)
		counts, err := s.Counts(ctx)
		check("counts", counts, map[string]flag.Count{"a.b": {On: 1, Off: 1}, "c.d": {On: 1}}, err)
		reach, err := s.Reach(ctx, "a.b")
		check("reach", reach, flag.Reach{Followers: 2, Count: flag.Count{On: 1, Off: 1}, OnNames: []string{"acme"}, OffNames: []string{"ghost"}}, err)
		recent, err := s.Recent(ctx, flag.TenantScope("acme"))
		check("recent", recent, []string{"a.b", "c.d"}, err)
		info, err := s.Scope(ctx, flag.TenantScope("acme"))
		check("scope", info, flag.ScopeInfo{Scope: flag.TenantScope("acme"), Name: "Acme Inc.", Slug: "acme-slug", Status: "active", Overrides: 2, Listed: true}, err)
		info, err = s.Scope(ctx, flag.TenantScope("ghost"))
		check("ghost", info, flag.ScopeInfo{Scope: flag.TenantScope("ghost"), Overrides: 1}, err)
		_, err = s.Scope(ctx, flag.TenantScope("initec"))
		var problem *flag.Problem
		if !errors.Is(err, flag.ErrUnknown) || !errors.As(err, &problem) || problem.Hint != `did you mean "initech"?` {
			t.Errorf("unknown tenant: %v, %+v", err, problem)
		}
	})
}

func TestScopesArePaged(t *testing.T) {
	everywhere(t, tenantTable, func(t *testing.T, p *place) {
		s := p.open()
		for _, id := range []string{"c", "b", "a", "d"} {
			p.tenant(id, "Tenant "+strings.ToUpper(id))
		}
		p.override("tenant", "d", "x.y", true)
		p.override("tenant", "ghost", "x.y", true)
		p.override("tenant", "ghost", "x.z", true)
		for limit := 1; limit < 8; limit++ {
			var ids []string
			query := ScopeQuery{Kind: flag.Tenant, Limit: limit}
			for more := true; more; {
				page, err := s.Scopes(t.Context(), query)
				if err != nil || len(page.Scopes) > limit {
					t.Fatal(page, err)
				}
				for _, info := range page.Scopes {
					ids = append(ids, fmt.Sprintf("%s:%d", info.Scope.ID, info.Overrides))
				}
				query.After, more = page.Next, page.More
			}
			if got, want := strings.Join(ids, " "), "d:1 ghost:2 a:0 b:0 c:0"; got != want {
				t.Errorf("pages of %d: %s, want %s", limit, got, want)
			}
		}
		for text, want := range map[string]string{"tenant d": "d", "HOST": "ghost", "b-sl": "b", "%": "", "_": "", "": "d ghost a b c"} {
			page, err := s.Scopes(t.Context(), ScopeQuery{Kind: flag.Tenant, Text: text, Limit: 50})
			var ids []string
			for _, info := range page.Scopes {
				ids = append(ids, info.Scope.ID)
			}
			if got := strings.Join(ids, " "); err != nil || got != want {
				t.Errorf("search %q: %s (%v), want %s", text, got, err, want)
			}
		}
	})
}
