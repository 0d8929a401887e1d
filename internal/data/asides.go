package data

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strconv"

	"flagtui/internal/flag"
)

// Asides implements Store.
func (s *sqlStore) Asides(ctx context.Context, name string) (flag.Asides, error) {
	var asides flag.Asides
	if s.scoped == nil {
		return asides, nil
	}
	err := s.read(ctx, func(ctx context.Context) error {
		asides = flag.Asides{}
		err := s.scoped.eachState(ctx, ` WHERE f.label = ?`, []any{name}, func(state flag.FeatureState) { asides.State = state.State })
		if err == nil {
			asides.Rollouts, err = s.scoped.rolloutsOf(ctx, name)
		}
		if err == nil {
			asides.Exemptions, err = s.scoped.exemptionsOf(ctx, name)
		}
		return err
	})
	return asides, err
}

// FeatureStates implements Store. Databases differ in how they sort text.
func (s *sqlStore) FeatureStates(ctx context.Context) ([]flag.FeatureState, error) {
	states := []flag.FeatureState{}
	if s.scoped == nil {
		return states, nil
	}
	err := s.read(ctx, func(ctx context.Context) error {
		return s.scoped.eachState(ctx, ``, nil, func(state flag.FeatureState) { states = append(states, state) })
	})
	slices.SortFunc(states, func(a, b flag.FeatureState) int { return cmp.Compare(a.Label, b.Label) })
	return states, err
}

// eachState reads flags of the whole system.
func (l *scopedLayout) eachState(ctx context.Context, condition string, args []any, each func(flag.FeatureState)) error {
	if !l.featureStates.exists() {
		return nil
	}
	return query(ctx, l.db, `SELECT f.label, f.state FROM `+l.featureStates.ref()+` f`+condition, args, func(rows *sql.Rows) error {
		var label string
		var state sql.NullString
		err := rows.Scan(&label, &state)
		each(flag.FeatureState{Label: label, State: state.String})
		return err
	})
}

// rolloutsOf reads a feature's rollouts. The words for the scopes sort as they
// should.
func (l *scopedLayout) rolloutsOf(ctx context.Context, name string) ([]flag.Rollout, error) {
	if !l.rollouts.exists() {
		return nil, nil
	}
	who, join := `NULL, NULL`, ``
	if l.authors.exists() {
		who = l.authors.column("a", "email") + `, ` + l.authors.column("a", "name")
		join = ` LEFT JOIN ` + l.authors.ref() + ` a ON a.id = r.updated_by_author_id`
	}
	var rollouts []flag.Rollout
	err := query(ctx, l.db, `SELECT r.scope_type, r.scope_id, r.stage, r.rollout_percentage, r.updated_at, `+who+` FROM `+l.rollouts.ref()+` r`+join+`
		WHERE r.feature_name = ? ORDER BY r.scope_type, r.scope_id`, []any{name}, func(rows *sql.Rows) error {
		var r flag.Rollout
		var id sql.NullInt64
		var at timeValue
		var email, name sql.NullString
		err := rows.Scan(&r.Scope.Kind, &id, &r.Stage, &r.Percentage, &at, &email, &name)
		if id.Valid {
			r.Scope.ID = strconv.FormatInt(id.Int64, 10)
		}
		r.At, r.By = at.Time, cmp.Or(email.String, name.String)
		rollouts = append(rollouts, r)
		return err
	})
	return rollouts, err
}

// exemptionsOf reads a feature's exemptions.
func (l *scopedLayout) exemptionsOf(ctx context.Context, name string) ([]flag.Exemption, error) {
	if !l.exemptions.exists() {
		return nil, nil
	}
	publisher, join := `NULL`, ``
	if l.publishers.exists() {
		publisher, join = `p.name`, ` LEFT JOIN `+l.publishers.ref()+` p ON p.id = e.publisher_id`
	}
	var exemptions []flag.Exemption
	err := query(ctx, l.db, `SELECT e.publisher_id, `+publisher+`, e.effect, e.note, e.updated_at FROM `+l.exemptions.ref()+` e`+join+`
		WHERE e.feature_name = ? ORDER BY e.publisher_id`, []any{name}, func(rows *sql.Rows) error {
		var e flag.Exemption
		var publisher, note sql.NullString
		var at timeValue
		err := rows.Scan(&e.PublisherID, &publisher, &e.Effect, &note, &at)
		e.Publisher, e.Note, e.At = publisher.String, note.String, at.Time
		exemptions = append(exemptions, e)
		return err
	})
	slices.SortStableFunc(exemptions, func(a, b flag.Exemption) int { return cmp.Compare(a.Publisher, b.Publisher) })
	return exemptions, err
}
