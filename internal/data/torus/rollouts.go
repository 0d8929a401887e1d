package torus

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strconv"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// FeatureRollouts implements layout.Annotator.
func (l *Layout) FeatureRollouts(ctx context.Context, name string) (feature.FeatureRollouts, error) {
	var rollouts feature.FeatureRollouts
	err := l.Read(ctx, func(ctx context.Context) error {
		rollouts = feature.FeatureRollouts{}
		return l.AtOnce(ctx, func(ctx context.Context) error {
			return l.eachState(ctx, ` WHERE f.label = ?`, []any{name}, func(state feature.FeatureState) { rollouts.State = state.State })
		}, func(ctx context.Context) error {
			return l.eachRollout(ctx, ` WHERE r.feature_name = ?`, []any{name}, func(_ string, r feature.Rollout) { rollouts.Rollouts = append(rollouts.Rollouts, r) })
		}, func(ctx context.Context) error {
			return l.eachExemption(ctx, ` WHERE e.feature_name = ?`, []any{name}, func(_ string, e feature.Exemption) { rollouts.Exemptions = append(rollouts.Exemptions, e) })
		})
	})
	sortExemptions(rollouts.Exemptions)
	return rollouts, err
}

// FeatureStates implements layout.Annotator. It sorts in Go, because databases sort text
// differently.
func (l *Layout) FeatureStates(ctx context.Context) ([]feature.FeatureState, error) {
	states := []feature.FeatureState{}
	err := l.Read(ctx, func(ctx context.Context) error {
		return l.eachState(ctx, ``, nil, func(state feature.FeatureState) { states = append(states, state) })
	})
	slices.SortFunc(states, func(a, b feature.FeatureState) int { return cmp.Compare(a.Label, b.Label) })
	return states, err
}

// eachState reads the flags of the whole system that meet a condition.
func (l *Layout) eachState(ctx context.Context, condition string, args []any, each func(feature.FeatureState)) error {
	if !l.featureStates.Exists() {
		return nil
	}
	return engine.Query(ctx, l.Pool, `SELECT f.label, f.state FROM `+l.featureStates.Source()+` f`+condition, args, func(rows *sql.Rows) error {
		var label string
		var state sql.NullString
		err := rows.Scan(&label, &state)
		each(feature.FeatureState{Label: label, State: state.String})
		return err
	})
}

// Rollouts implements layout.Annotator.
func (l *Layout) Rollouts(ctx context.Context) (map[string]feature.FeatureRollouts, error) {
	all := map[string]feature.FeatureRollouts{}
	err := l.Read(ctx, func(ctx context.Context) error {
		clear(all)
		return l.AtOnce(ctx, func(ctx context.Context) error {
			return l.eachRollout(ctx, ``, nil, func(name string, r feature.Rollout) {
				rollouts := all[name]
				rollouts.Rollouts = append(rollouts.Rollouts, r)
				all[name] = rollouts
			})
		}, func(ctx context.Context) error {
			return l.eachExemption(ctx, ``, nil, func(name string, e feature.Exemption) {
				rollouts := all[name]
				rollouts.Exemptions = append(rollouts.Exemptions, e)
				all[name] = rollouts
			})
		})
	})
	for _, rollouts := range all {
		sortExemptions(rollouts.Exemptions)
	}
	return all, err
}

// eachRollout reads rollouts and the names of their features. Global rollouts come
// first, then those of projects and sections.
func (l *Layout) eachRollout(ctx context.Context, condition string, args []any, each func(name string, r feature.Rollout)) error {
	if !l.rollouts.Exists() {
		return nil
	}
	who, join := `NULL, NULL`, ``
	if l.authors.Exists() {
		who = l.authors.Column("a", "email") + `, ` + l.authors.Column("a", "name")
		join = ` LEFT JOIN ` + l.authors.Source() + ` a ON a.id = r.updated_by_author_id`
	}
	return engine.Query(ctx, l.Pool, `SELECT r.feature_name, r.scope_type, r.scope_id, r.stage, r.rollout_percentage, r.updated_at, `+who+` FROM `+l.rollouts.Source()+` r`+join+condition+`
		ORDER BY r.scope_type, r.scope_id`, args, func(rows *sql.Rows) error {
		var name string
		var r feature.Rollout
		var id sql.NullInt64
		var at engine.TimeValue
		var email, author sql.NullString
		err := rows.Scan(&name, &r.Scope.Kind, &id, &r.Stage, &r.Percentage, &at, &email, &author)
		if id.Valid {
			r.Scope.ID = strconv.FormatInt(id.Int64, 10)
		}
		r.At, r.By = at.Time, cmp.Or(email.String, author.String)
		each(name, r)
		return err
	})
}

// eachExemption reads exemptions and the names of their features.
func (l *Layout) eachExemption(ctx context.Context, condition string, args []any, each func(name string, e feature.Exemption)) error {
	if !l.exemptions.Exists() {
		return nil
	}
	publisher, join := `NULL`, ``
	if l.publishers.Exists() {
		publisher, join = `p.name`, ` LEFT JOIN `+l.publishers.Source()+` p ON p.id = e.publisher_id`
	}
	return engine.Query(ctx, l.Pool, `SELECT e.feature_name, e.publisher_id, `+publisher+`, e.effect, e.note, e.updated_at FROM `+l.exemptions.Source()+` e`+join+condition+`
		ORDER BY e.publisher_id`, args, func(rows *sql.Rows) error {
		var name string
		var e feature.Exemption
		var publisher, note sql.NullString
		var at engine.TimeValue
		err := rows.Scan(&name, &e.PublisherID, &publisher, &e.Effect, &note, &at)
		e.Publisher, e.Note, e.At = publisher.String, note.String, at.Time
		each(name, e)
		return err
	})
}

// sortExemptions sorts by publisher in Go, because databases sort text differently.
func sortExemptions(exemptions []feature.Exemption) {
	slices.SortStableFunc(exemptions, func(a, b feature.Exemption) int { return cmp.Compare(a.Publisher, b.Publisher) })
}
