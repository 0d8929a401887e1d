package simplemodule

import (
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// names caches the e-mail addresses of simple_module's users.
type names struct {
	mu    sync.Mutex
	known map[string]string // e-mail addresses by id with dashes; empty for an unknown user
}

// hasUsers reports whether the app has a table of users that flagtui can read.
func (l *Layout) hasUsers() bool { return l.users.Exists() && l.users.Has("id", "email") }

// NameUsers implements layout.ActorNamer. It replaces each known user id by the user's
// e-mail address.
func (l *Layout) NameUsers(ctx context.Context, people ...*string) error {
	if !l.hasUsers() {
		return nil
	}
	ids := map[string]uuid.UUID{} // the ids with dashes
	for _, person := range people {
		if id, err := uuid.Parse(*person); err == nil {
			ids[id.String()] = id
		}
	}
	if err := l.readNames(ctx, l.names.unknown(ids)); err != nil {
		return err
	}
	l.names.mu.Lock()
	defer l.names.mu.Unlock()
	for _, person := range people {
		if id, err := uuid.Parse(*person); err == nil && l.names.known[id.String()] != "" {
			*person = l.names.known[id.String()]
		}
	}
	return nil
}

// unknown returns the ids that known does not have.
func (n *names) unknown(ids map[string]uuid.UUID) (unknown []uuid.UUID) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for text, id := range ids {
		if _, ok := n.known[text]; !ok {
			unknown = append(unknown, id)
		}
	}
	return unknown
}

// readNames adds the e-mail addresses of users to the known ones.
func (l *Layout) readNames(ctx context.Context, users []uuid.UUID) error {
	read := map[string]string{}
	var ids []any
	for _, id := range users {
		read[id.String()] = ""
		ids = append(ids, id.String())
		if l.Dialect == engine.SQLite { // some releases store UUIDs without dashes
			ids = append(ids, hex.EncodeToString(id[:]))
		}
	}
	var statements []engine.Statement
	for part := range slices.Chunk(ids, engine.Chunk) {
		statements = append(statements, engine.Statement{Text: `SELECT CAST(u.id AS VARCHAR(36)), u.email FROM ` + l.users.Ref() + ` u WHERE u.id IN (` + engine.Repeat(len(part), "?") + `)`, Args: part, Each: func(rows *sql.Rows) error {
			var key, email string
			err := rows.Scan(&key, &email)
			if id, invalid := uuid.Parse(key); invalid == nil {
				read[id.String()] = email
			}
			return err
		}})
	}
	if err := l.Batch(ctx, l.Pool, statements...); err != nil {
		return err
	}
	l.names.mu.Lock()
	defer l.names.mu.Unlock()
	if l.names.known == nil {
		l.names.known = map[string]string{}
	}
	maps.Copy(l.names.known, read)
	return nil
}

// userID returns the id of the user with an e-mail address. The id has dashes, as in the
// app's own records. An empty address gives an empty id.
func (l *Layout) userID(ctx context.Context, q sqlx.ExtContext, email string) (string, error) {
	if email == "" {
		return "", nil
	}
	var found string
	if l.hasUsers() {
		err := engine.Query(ctx, q, `SELECT CAST(u.id AS VARCHAR(36)) FROM `+l.users.Ref()+` u WHERE u.email IN (?, LOWER(?)) ORDER BY u.email <> ?`, []any{email, email, email},
			func(rows *sql.Rows) error {
				var id string
				if err := rows.Scan(&id); err != nil || found != "" {
					return err
				}
				found = id
				return nil
			})
		if err != nil {
			return "", err
		}
	}
	id, err := uuid.Parse(found)
	if err != nil {
		return "", &feature.Problem{Kind: feature.ErrUnknown, Text: fmt.Sprintf("no user has the e-mail address %q", email),
			Hint: "--author needs the e-mail address of one of the app's users; without --author flagtui records its own name for the actor"}
	}
	return id.String(), nil
}
