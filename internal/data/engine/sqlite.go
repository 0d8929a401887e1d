package engine

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"
	_ "modernc.org/sqlite" // the driver "sqlite", in pure Go

	"flagtui/internal/feature"
)

// connectSQLite opens the file for reading, and for writing unless readOnly is true. It
// never creates a file.
func (s *DB) connectSQLite(where Target, timeout time.Duration, readOnly bool) (*sql.DB, error) {
	if err := missingFile(where.Path, where.Shown); err != nil {
		return nil, err
	}
	query, err := url.ParseQuery(where.dsn)
	if err != nil {
		return nil, err
	}
	if readOnly || query.Get("mode") == "" {
		query.Set("mode", map[bool]string{true: "ro", false: "rw"}[readOnly])
	}
	if readOnly {
		query.Add("_pragma", "query_only(1)")
	}
	query.Add("_pragma", fmt.Sprintf("busy_timeout(%d)", min(timeout, busyWait).Milliseconds()))
	// foreign_keys stays off, as by default, so that flagtui's deletes never cascade.
	// The default cache size is 2 MB for each connection, and takes twice as much
	// memory. A small cache suffices: flagtui seldom reads a page twice, and the system
	// caches the file.
	query.Add("_pragma", "cache_size(-400)")
	query.Set("_txlock", "immediate") // a transaction that writes takes its lock at the start
	db, files, err := openSQLite(fileURI(where.Path)+"?"+query.Encode(), where.Path, isImmutable(query))
	if s.files == nil {
		s.files = files
	}
	return db, err
}

// inspectSQLite finds the known tables in the file.
func (s *DB) inspectSQLite(ctx context.Context, where Target) ([]Table, error) {
	s.Found = Server{Dialect: SQLite.Name, Database: where.Path}
	s.Found.ReadOnly = sqliteReadOnly(where)
	var found []Table
	err := s.Read(ctx, func(ctx context.Context) error {
		return Query(ctx, s.Pool, `SELECT m.name, c.name, sqlite_version(), c.type, c."notnull", c.dflt_value IS NOT NULL, c.pk > 0,
				c.pk = 1 AND NOT EXISTS (SELECT 1 FROM pragma_table_info(m.name) k WHERE k.pk > 1), m.type = 'view',
				EXISTS (SELECT 1 FROM sqlite_master f WHERE f.sql LIKE '%collate%'),
				COALESCE((SELECT group_concat(t.sql, ' ') FROM sqlite_master t WHERE t.type = 'trigger' AND t.tbl_name = m.name COLLATE NOCASE), '')
			FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type IN ('table', 'view') AND m.name IN (`+s.knownTables()+`)`,
			nil, func(rows *sql.Rows) error {
				c := column{Select: true, Insert: true, Update: true}
				var name, triggers string
				var notNull, inKey, isKey, view bool
				if err := rows.Scan(&name, &c.Name, &s.Found.Version, &c.Type, &notNull, &c.Default, &inKey, &isKey, &view, &c.Folds, &triggers); err != nil {
					return err
				}
				c.Shown = cmp.Or(c.Type, "of no type")
				// SQLite generates values only for an INTEGER PRIMARY KEY.
				c.Rowid = isKey && strings.EqualFold(c.Type, "INTEGER")
				c.Default = c.Default || view || c.Rowid
				c.NotNull = notNull || inKey // no app means NULL in a primary key
				c.Required = (notNull || inKey) && !c.Default
				if len(found) == 0 || found[len(found)-1].Name != name {
					found = append(found, Table{Name: name, Readable: true, insertable: true, writable: true, columns: map[string]column{}, View: view, updatable: insteadOf(triggers)})
				}
				found[len(found)-1].columns[strings.ToLower(c.Name)] = c
				return nil
			})
	})
	return found, err
}

// insteadOfRE matches the event of an INSTEAD OF trigger.
var insteadOfRE = regexp.MustCompile(`(?i)\bINSTEAD\s+OF\s+(INSERT|UPDATE|DELETE)\b`)

// insteadOf reports whether triggers let a view accept inserts, updates and deletes.
func insteadOf(triggers string) bool {
	kinds := map[string]bool{}
	for _, m := range insteadOfRE.FindAllStringSubmatch(triggers, -1) {
		kinds[strings.ToUpper(m[1])] = true
	}
	return len(kinds) == 3
}

// sqliteReadOnly returns the reason why the file cannot be written, or an empty text.
// SQLite would open such a file for reading without an error. sqliteReadOnly does not
// open the file, since closing the file would drop this process's locks.
func sqliteReadOnly(where Target) string {
	params, _ := url.ParseQuery(where.dsn) // no error, since ParseDSN has encoded the parameters
	file := unix.Access(where.Path, unix.W_OK)
	switch {
	case params.Get("mode") == "ro" || isImmutable(params):
		return "asked for by the database URL"
	case errors.Is(file, unix.EROFS):
		return "the database file is on a file system that is mounted read-only"
	case file != nil:
		return "no permission to write the database file"
	case unix.Access(filepath.Dir(where.Path), unix.W_OK) != nil:
		return "no permission to write the database file's directory"
	}
	return ""
}

// isImmutable reports whether the parameters of a file: URI promise that no program
// writes the file.
func isImmutable(params url.Values) bool {
	return !slices.Contains([]string{"", "0", "no", "false", "off"}, strings.ToLower(params.Get("immutable")))
}

// moved fails if the SQLite file was moved, removed or replaced after it was opened. The
// connections would still use the old file, and changes would be lost.
func (s *DB) moved() error {
	if s.file == nil {
		return nil
	}
	now, err := os.Stat(s.path)
	if err == nil && os.SameFile(s.file, now) {
		return nil
	}
	problem := &feature.Problem{Kind: feature.ErrUnavailable, Text: fmt.Sprintf("the database file %s is no longer the file that was opened", s.path),
		Hint: "the file was moved, removed or replaced: quit, and open it again", Cause: err}
	if err != nil {
		problem.Text = fmt.Sprintf("the database file %s is gone: %v", s.path, FileError(err))
	}
	return problem
}
