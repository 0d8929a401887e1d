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

	"flagtui"
	"flagtui/internal/feature"
)

// content fills the tables of schema.sql.
//
//go:embed demo.sql
var content string

// Create makes a new SQLite database with the demo's content at path. It
// fails with feature.ErrUsage when there is a file already, and leaves nothing
// behind when it fails.
func Create(ctx context.Context, path string) error {
	// SQLite would play a journal left by an older database into the new one.
	for _, name := range []string{path, path + "-wal", path + "-journal"} {
		if _, err := os.Lstat(name); err == nil {
			return &feature.Problem{Kind: feature.ErrUsage, Text: fmt.Sprintf("the file %s exists already", name),
				Hint: "name a new file, or remove that one first", Cause: fs.ErrExist}
		}
	}
	if err := create(ctx, path); err != nil {
		reason := err
		var pathErr *fs.PathError // its path may be the temporary one
		if errors.As(err, &pathErr) {
			reason = pathErr.Err
		}
		return &feature.Problem{Text: fmt.Sprintf("cannot make the demo database %s: %v", path, reason), Cause: err}
	}
	return nil
}

// create builds the database in a directory of its own beside path, where
// SQLite's own side files are removed with it, and then moves it.
func create(ctx context.Context, path string) error {
	dir, err := os.MkdirTemp(filepath.Dir(path), ".flagtui-demo-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	built := filepath.Join(dir, "demo.db")
	if err := build(ctx, built); err != nil {
		return err
	}
	return os.Rename(built, path)
}

func build(ctx context.Context, path string) (err error) {
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath())
	if err != nil {
		return err
	}
	// Closing moves the write-ahead log into the file: it must succeed too.
	defer func() { err = errors.Join(err, db.Close()) }()

	// As in the real applications. The file remembers it, and no transaction
	// can do it.
	if _, err := db.ExecContext(ctx, `PRAGMA journal_mode = WAL`); err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing once committed
	for _, statement := range append(flagtui.Statements(true), content) {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return tx.Commit()
}
