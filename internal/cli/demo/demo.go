// Package demo makes the sample database of "flagtui demo".
package demo

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	_ "modernc.org/sqlite" // the driver "sqlite"

	_ "flagtui" // for schema.sql
	"flagtui/internal/feature"
	"flagtui/internal/schema"
)

// content holds the statements that fill the tables of schema.sql.
//
//go:embed demo.sql
var content string

// Create makes a new SQLite database with sample content at path. layout is one of
// Layouts, or empty for the tables of schema.sql. Create fails with feature.ErrUsage if
// the file exists. After an error, no file is left.
func Create(ctx context.Context, path, layout string) error {
	// SQLite would apply an older database's journal to the new one.
	for _, name := range []string{path, path + "-wal", path + "-journal"} {
		if _, err := os.Lstat(name); err == nil {
			return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("the file %s exists already", name),
				Hint: "name a new file, or remove that one first", Cause: fs.ErrExist}
		}
	}
	if err := create(ctx, path, layout); err != nil {
		reason := err
		var pathErr *fs.PathError // the path may be the temporary file's
		if errors.As(err, &pathErr) {
			reason = pathErr.Err
		}
		return &feature.Problem{Text: fmt.Sprintf("cannot make the demo database %s: %v", path, reason), Cause: err}
	}
	return nil
}

// create builds the database in a temporary directory beside path, and then moves the
// file. SQLite's side files stay in the directory, which is removed.
func create(ctx context.Context, path, layout string) error {
	dir, err := os.MkdirTemp(filepath.Dir(path), ".flagtui-demo-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	built := filepath.Join(dir, "demo.db")
	if err := build(ctx, built, layout); err != nil {
		return err
	}
	return os.Rename(built, path)
}

func build(ctx context.Context, path, layout string) (err error) {
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath())
	if err != nil {
		return err
	}
	// Close writes the write-ahead log into the file, so Close's error counts.
	defer func() { err = errors.Join(err, db.Close()) }()

	// The real applications use WAL mode. SQLite stores the mode in the file, and cannot
	// set the mode in a transaction.
	if _, err := db.ExecContext(ctx, `PRAGMA journal_mode = WAL`); err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // no effect after the commit
	statements := append(schema.Statements(true), content)
	if variant := variants[layout]; variant != "" {
		statements = append(statements, customers, variant)
	}
	for _, statement := range statements {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return tx.Commit()
}
