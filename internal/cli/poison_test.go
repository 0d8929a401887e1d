package cli

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"flagtui/internal/data/pgtest"
)

// poison is a database with foreign texts in its columns.
type poison struct {
	t   *testing.T
	url string
	raw *sql.DB
	pg  bool
}

// texts returns the foreign texts that the database can hold. PostgreSQL accepts neither
// NUL nor invalid UTF-8.
func (p *poison) texts() (texts []string) {
	for _, text := range foreign {
		if !p.pg || utf8.ValidString(text) && !strings.Contains(text, "\x00") {
			texts = append(texts, text)
		}
	}
	return texts
}

// insert adds a row, and fails the test if the database refuses the row.
func (p *poison) insert(table, columns string, values ...any) {
	p.t.Helper()
	places := make([]string, len(values))
	for i := range values {
		places[i] = fmt.Sprintf("$%d", i+1)
	}
	result, err := p.raw.Exec(fmt.Sprintf(`INSERT INTO %s (%s) VALUES (%s)`, table, columns, strings.Join(places, ", ")), values...)
	if err != nil {
		p.t.Fatalf("%s (%s): %v for %q", table, columns, err, values)
	}
	if n, err := result.RowsAffected(); n != 1 || err != nil {
		p.t.Fatalf("%s (%s): %d rows (%v)", table, columns, n, err)
	}
}

// short returns the first n characters of a text.
func short(text string, n int) string {
	if runes := []rune(text); len(runes) > n && utf8.ValidString(text) {
		return string(runes[:n])
	}
	return text[:min(len(text), n)]
}

// inJSON returns JSON that holds texts.
func (p *poison) inJSON(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		p.t.Fatal(err)
	}
	return string(text)
}

const anID = "00000000-0000-4000-8000-%012d"

// poisonedOverrides puts a foreign text into every column of the override table, its
// audit trail and the related tables.
func (p *poison) poisonedOverrides() {
	p.t.Helper()
	texts := p.texts()
	for i, a := range texts {
		b := texts[(i+1)%len(texts)]
		for _, row := range [][2]string{{"system", ""}, {"tenant", b}, {"tenant", "acme"}, {short(a, 10), "acme"}, {"project", a}} {
			p.insert("feature_flags_override", "scope, scope_id, name, enabled, created_by, updated_by", row[0], row[1], a, true, a, b)
			p.insert("flagtui_change", "change, actor, reason, scope, scope_id, name, after, undoes", fmt.Sprint(i, a), a, b, row[0], row[1], a, true, b)
		}
		p.insert("tenants_tenant", "id, slug, name, status, created_by", short(a, 32), short(a, 50), a, short(b, 20), b)
		p.insert("users_user", "id, email, full_name", fmt.Sprintf(anID, i), a, b)
		var id string
		if err := p.raw.QueryRow(`SELECT id FROM feature_flags_override WHERE scope = 'tenant' AND scope_id = 'acme' AND name = $1`, a).Scan(&id); err != nil {
			p.t.Fatal(err)
		}
		changes := p.inJSON([]map[string]any{{"field": "enabled", "old": false, "new": true}, {"field": a, "old": b, "new": a}})
		p.insert("audit_log_audit_entry", "id, entity_type, entity_id, action, changes, user_id, correlation_id, tenant_id", fmt.Sprintf(anID, 3*i), "FeatureFlagOverride", id, "updated", changes, a, b, short(a, 50))
		p.insert("audit_log_audit_entry", "id, entity_type, entity_id, action, changes, user_id", fmt.Sprintf(anID, 3*i+1), "FeatureFlagOverride", id, "updated", changes, fmt.Sprintf(anID, i))
		p.insert("audit_log_audit_entry", "id, entity_type, entity_id, action, changes, user_id", fmt.Sprintf(anID, 3*i+2), a, a, short(a, 20), p.inJSON(a), a)
		p.insert("flagtui_definition", "name, description, default_enabled, scopes, rollout_mode", "a"+a, a, false, a, short(b, 20))
	}
}

// poisonedScoped puts a foreign text into every column of the tables of scoped features.
// With full, it also fills the tables of rollouts and publishers.
func (p *poison) poisonedScoped(full bool) {
	p.t.Helper()
	const at = "2026-01-02 03:04:05"
	texts := p.texts()
	for i, a := range texts {
		b, id := texts[(i+1)%len(texts)], 100+i
		p.insert("projects", "id, title, slug, status", id, a, a, b)
		p.insert("sections", "id, type, title, slug, base_project_id", id, a, b, a, id)
		p.insert("authors", "id, email, name", id, a, b)
		p.insert("scoped_feature_flag_states", "feature_name, project_id, inserted_at, updated_at", a, id, at, at)
		p.insert("scoped_feature_flag_states", "feature_name, section_id, inserted_at, updated_at", a, id, at, at)
		details := p.inJSON(map[string]any{"feature_name": a, "source": "flagtui", "change": b, "actor": a, "reason": b})
		p.insert("audit_log_events", "author_id, event_type, project_id, details, inserted_at", id, "feature_flag_enabled", id, details, at)
		p.insert("audit_log_events", "author_id, event_type, section_id, details, inserted_at", id, "feature_flag_removed", id, p.inJSON(map[string]any{"feature_name": a, "source": b}), at)
		p.insert("audit_log_events", "author_id, event_type, section_id, details, inserted_at", id, a, id, p.inJSON(a), at)
		if full {
			p.insert("publishers", "id, name", id, a)
			if _, err := p.raw.Exec(`UPDATE projects SET publisher_id = $1, status = 'active' WHERE id = $1`, id); err != nil {
				p.t.Fatal(err)
			}
			p.insert("feature_states", "label, state", a, b)
			for _, name := range []string{a, "canvas"} {
				p.insert("scoped_feature_rollouts", "feature_name, scope_type, scope_id, stage, updated_by_author_id, inserted_at, updated_at", name, "project", id, "full", id, at, at)
				p.insert("scoped_feature_exemptions", "feature_name, publisher_id, effect, note, updated_by_author_id, inserted_at, updated_at", name, id, "deny", b, id, at, at)
			}
		}
	}
}

// onPoison runs a test on each database and layout.
func onPoison(t *testing.T, test func(t *testing.T, p *poison)) {
	execute := func(t *testing.T, raw *sql.DB, files ...string) {
		t.Helper()
		for _, file := range files {
			ddl, err := os.ReadFile(file)
			if err == nil {
				_, err = raw.Exec(string(ddl))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	const users = `CREATE TABLE users_user (id VARCHAR(36) NOT NULL PRIMARY KEY, email VARCHAR(320) NOT NULL, full_name VARCHAR(255))`
	t.Run("sqlite", func(t *testing.T) {
		path, raw := newDatabase(t, users)
		p := &poison{t: t, url: path, raw: raw}
		p.poisonedOverrides()
		p.poisonedScoped(false)
		test(t, p)
	})
	t.Run("postgres", func(t *testing.T) {
		url := pgtest.Database(t)
		p := &poison{t: t, url: url, raw: openPostgres(t, url), pg: true}
		runWith(t, "", "init", "--db", url, "--yes").expect(t, 0, "*")
		if _, err := p.raw.Exec(users); err != nil {
			t.Fatal(err)
		}
		p.poisonedOverrides()
		p.poisonedScoped(false)
		test(t, p)
	})
	t.Run("torus", func(t *testing.T) {
		url := pgtest.Database(t)
		p := &poison{t: t, url: url, raw: openPostgres(t, url), pg: true}
		execute(t, p.raw, "../../internal/data/testdata/torus.postgres.sql")
		p.poisonedScoped(true)
		test(t, p)
	})
}
