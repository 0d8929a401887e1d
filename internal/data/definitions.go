package data

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"flagtui/internal/flag"
)

// Definitions implements Store.
func (s *sqlStore) Definitions(ctx context.Context) ([]flag.Definition, error) {
	if !s.facts.HasDefinitions {
		return nil, nil
	}
	defs := []flag.Definition{}
	err := s.read(ctx, func(ctx context.Context) error {
		return query(ctx, s.db, `SELECT name, description, default_enabled, scopes FROM `+s.definitions.ref()+` ORDER BY name`, nil,
			func(rows *sql.Rows) error {
				var def flag.Definition
				var enabled onValue
				var scopes string
				if err := rows.Scan(&def.Name, &def.Description, &enabled, &scopes); err != nil {
					return err
				}
				def.Default = bool(enabled)
				for word := range strings.FieldsSeq(scopes) {
					def.Scopes = append(def.Scopes, flag.Kind(word))
				}
				defs = append(defs, def)
				return nil
			})
	})
	return defs, err
}

// Register implements Store.
func (s *sqlStore) Register(ctx context.Context, defs []flag.Definition) error {
	if !s.facts.HasDefinitions {
		return &flag.Problem{Kind: flag.ErrUnknown, Text: fmt.Sprintf("this database has no table %s", definitionTable),
			Hint: "`flagtui init` makes it"}
	}
	return s.write(ctx, func(ctx context.Context, tx *sqlx.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM `+s.definitions.ref()); err != nil {
			return err
		}
		for part := range slices.Chunk(defs, chunk) {
			args := make([]any, 0, 4*len(part))
			for _, def := range part {
				scopes := make([]string, len(def.Scopes))
				for i, kind := range def.Scopes {
					scopes[i] = string(kind)
				}
				args = append(args, def.Name, def.Description, s.enabled(flag.SettingOf(def.Default)), strings.Join(scopes, " "))
			}
			_, err := tx.ExecContext(ctx, tx.Rebind(`INSERT INTO `+s.definitions.ref()+
				` (name, description, default_enabled, scopes) VALUES `+list(len(part), "(?, ?, ?, ?)")), args...)
			if err != nil {
				return err
			}
		}
		return nil
	})
}
