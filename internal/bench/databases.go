package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"

	_ "github.com/lib/pq"  // the driver "postgres"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"flagtui/internal/data/pgtest"
)

// server is a database system to be measured.
type server struct {
	name    string // "SQLite" or "PostgreSQL"
	version string
	client  []string // the client's command; nil if not installed
	missing string   // measurements left out, with the reason
	create  func() (db string, err error)
	remove  func() error
}

func (s *server) sqlite() bool { return s.name == sqliteName }

const (
	sqliteName   = "SQLite"
	postgresName = "PostgreSQL"
)

// newSQLite returns a server that creates SQLite files in a directory.
func newSQLite(ctx context.Context, dir string) *server {
	s := &server{name: sqliteName, remove: func() error { return nil }}
	n := 0
	s.create = func() (string, error) {
		n++
		return filepath.Join(dir, fmt.Sprintf("app%d.db", n)), nil
	}
	if path, err := exec.LookPath("sqlite3"); err != nil {
		s.missing = "there is no sqlite3 client: nothing is compared with it"
	} else {
		s.client = []string{path, "-column"}
		s.version = programVersion(ctx, path, "--version")
	}
	return s
}

// newPostgres starts a private PostgreSQL server with settings. If PostgreSQL is not installed,
// missing says so, and create is nil.
func newPostgres(ctx context.Context, settings ...string) (*server, error) {
	s := &server{name: postgresName, remove: func() error { return nil }}
	private, err := pgtest.Start(settings...)
	switch {
	case errors.Is(err, pgtest.ErrNotInstalled):
		s.missing = err.Error()
		return s, nil
	case err != nil:
		return nil, err
	}
	s.create, s.remove = private.Database, private.Remove
	if path, err := private.Program("psql"); err != nil {
		s.missing = "there is no psql beside the server: nothing is compared with it"
	} else {
		s.client = []string{path, "-X", "-P", "pager=off"}
	}
	if path, err := private.Program("postgres"); err == nil {
		s.version = programVersion(ctx, path, "--version")
	}
	return s, nil
}

// programVersion returns the first word with a digit in a program's output.
func programVersion(ctx context.Context, program string, args ...string) string {
	out, _ := exec.CommandContext(ctx, program, args...).Output()
	for word := range strings.FieldsSeq(string(out)) {
		if strings.ContainsAny(word, "0123456789") {
			return word
		}
	}
	return ""
}

// database is a database that holds a dataset.
type database struct {
	*server
	dataset
	url string // value of --db
}

// newDatabase creates a database and fills it with a dataset.
func (s *server) newDatabase(ctx context.Context, data dataset) (*database, error) {
	db, err := s.create()
	if err != nil {
		return nil, err
	}
	driver, source := s.source(db)
	pool, err := sql.Open(driver, source)
	if err != nil {
		return nil, err
	}
	return &database{s, data, db}, errors.Join(data.fill(ctx, pool, s.sqlite()), pool.Close())
}

// source returns the driver and the data source of a database.
func (s *server) source(db string) (driver, source string) {
	if s.sqlite() { // the applications use a write-ahead log
		return "sqlite", "file:" + (&url.URL{Path: db}).EscapedPath() + "?_pragma=journal_mode(wal)"
	}
	return "postgres", db
}

// clientCommand returns the client's command that prints a query's result, or nil
// without a client.
func (p *database) clientCommand(query string) []string {
	switch {
	case p.client == nil:
		return nil
	case p.sqlite():
		return append(p.client[:len(p.client):len(p.client)], p.url, query)
	}
	return append(p.client[:len(p.client):len(p.client)], "-c", query, p.url)
}

// The client's queries return the rows that flagtui shows or has to read.
const (
	listQuery = `SELECT d.name, COALESCE(o.enabled, d.default_enabled) AS enabled, CASE WHEN o.name IS NULL THEN 'default' ELSE 'system' END AS source,
		d.default_enabled, d.description
		FROM flagtui_definition d LEFT JOIN feature_flags_override o ON o.scope = 'system' AND o.scope_id = '' AND o.name = d.name ORDER BY d.name`
	tenantQuery = `SELECT d.name, COALESCE(t.enabled, o.enabled, d.default_enabled) AS enabled,
		CASE WHEN t.name IS NOT NULL THEN 'tenant' WHEN o.name IS NOT NULL THEN 'system' ELSE 'default' END AS source,
		COALESCE(o.enabled, d.default_enabled) AS system, d.default_enabled, d.description
		FROM flagtui_definition d LEFT JOIN feature_flags_override o ON o.scope = 'system' AND o.scope_id = '' AND o.name = d.name
		LEFT JOIN feature_flags_override t ON t.scope = 'tenant' AND t.scope_id = '` + tenantID + `' AND t.name = d.name ORDER BY d.name`
	countsQuery = `SELECT name, SUM(CASE WHEN enabled THEN 1 ELSE 0 END) AS enabled, SUM(CASE WHEN enabled THEN 0 ELSE 1 END) AS disabled
		FROM feature_flags_override WHERE scope = 'tenant' GROUP BY name ORDER BY name`
	tenantsQuery = `SELECT o.scope_id, COUNT(*) AS overrides, MAX(t.name) AS name, MAX(t.slug) AS slug, MAX(t.status) AS status
		FROM feature_flags_override o LEFT JOIN tenants_tenant t ON t.id = o.scope_id
		WHERE o.scope = 'tenant' GROUP BY o.scope_id ORDER BY o.scope_id LIMIT 100`
	tenantMatches = `(t.id LIKE '%` + searchText + `%' OR t.name LIKE '%` + searchText + `%' OR t.slug LIKE '%` + searchText + `%')`
	searchQuery   = `SELECT t.id, COUNT(*) AS overrides, t.name, t.slug, t.status
		FROM feature_flags_override o JOIN tenants_tenant t ON t.id = o.scope_id
		WHERE o.scope = 'tenant' AND ` + tenantMatches + ` GROUP BY t.id, t.name, t.slug, t.status
		UNION ALL SELECT t.id, 0, t.name, t.slug, t.status FROM tenants_tenant t
		WHERE ` + tenantMatches + ` AND NOT EXISTS (SELECT 1 FROM feature_flags_override o WHERE o.scope = 'tenant' AND o.scope_id = t.id)
		ORDER BY 2 DESC, 1 LIMIT 100`
	switchQuery = `SELECT scope, name, enabled FROM feature_flags_override
		WHERE (scope = 'system' AND scope_id = '') OR (scope = 'tenant' AND scope_id = '` + tenantID + `') ORDER BY scope, name`
	historyQuery = `SELECT at, actor, reason, scope, scope_id, name, before, after FROM flagtui_change ORDER BY at DESC, id DESC LIMIT 100`
	// changeQuery changes and records one flag, and reads the system's overrides again.
	// flagtui does not change this flag in the benchmark.
	changeQuery = `BEGIN;
		UPDATE feature_flags_override SET enabled = NOT enabled, updated_at = CURRENT_TIMESTAMP WHERE scope = 'system' AND scope_id = '' AND name = 'flag000010.enabled';
		INSERT INTO flagtui_change (change, actor, scope, scope_id, name, before, after) VALUES ('by hand', 'bob@ops2', 'system', '', 'flag000010.enabled', TRUE, FALSE);
		COMMIT;
		SELECT name, enabled FROM feature_flags_override WHERE scope = 'system' AND scope_id = '' ORDER BY name`
)

// The tenant whose flags are shown, and the text that searches for tenants.
const (
	tenantID   = "tenant-000010"
	searchText = "0001"
)
