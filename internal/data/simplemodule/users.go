package simplemodule

import (
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
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
	l.names.mu.Lock()
	defer l.names.mu.Unlock()
	if l.names.known == nil {
		l.names.known = map[string]string{}
	}
	var ids []any
	for _, person := range people {
		id, err := uuid.Parse(*person)
		if _, known := l.names.known[id.String()]; err != nil || known {
			continue
		}
		l.names.known[id.String()] = ""
		ids = append(ids, id.String())
		if l.Dialect == engine.SQLite { // some releases store UUIDs without dashes
			ids = append(ids, hex.EncodeToString(id[:]))
		}
	}
	for part := range slices.Chunk(ids, engine.Chunk) {
		err := engine.Query(ctx, l.Pool, `SELECT CAST(u.id AS VARCHAR(36)), u.email FROM `+l.users.Ref()+` u WHERE u.id IN (`+engine.Repeat(len(part), "?")+`)`, part, func(rows *sql.Rows) error {
			var key, email string
			err := rows.Scan(&key, &email)
			if id, invalid := uuid.Parse(key); invalid == nil {
				l.names.known[id.String()] = email
			}
			return err
		})
		if err != nil {
			for _, id := range ids {
				delete(l.names.known, id.(string))
			}
			return err
		}
	}
	for _, person := range people {
		if id, err := uuid.Parse(*person); err == nil && l.names.known[id.String()] != "" {
			*person = l.names.known[id.String()]
		}
	}
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
