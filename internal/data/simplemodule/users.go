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

// names keeps who simple_module's user ids are.
type names struct {
	mu    sync.Mutex
	known map[string]string // e-mail addresses, by id with dashes; empty: nobody's
}

// hasUsers reports whether there is a table that says who a user id is.
func (l *Layout) hasUsers() bool { return l.users.Exists() && l.users.Has("id", "email") }

// NameUsers implements layout.ActorNamer: it replaces user ids by e-mail addresses, where the app's table of
// users has them.
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
		if l.Dialect == engine.SQLite { // whose UUIDs have no dashes in some releases
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

// userID returns the id of the user with an e-mail address, as the app records
// it: with dashes, whatever the column of ids holds. No address is no user.
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
			Hint: "--author names a user as the app knows one; without it flagtui's own name for the actor is recorded"}
	}
	return id.String(), nil
}
