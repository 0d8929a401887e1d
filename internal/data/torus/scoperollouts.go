package torus

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// ScopeRollouts implements layout.Annotator.
func (l *Layout) ScopeRollouts(ctx context.Context, scopes []feature.Scope, names ...string) (map[feature.Scope]feature.ScopeRollouts, error) {
	rollouts := map[feature.Scope]feature.ScopeRollouts{}
	scopes = slices.DeleteFunc(slices.Clone(scopes), func(scope feature.Scope) bool { return !l.Holds(scope.Kind) })
	if len(scopes) == 0 {
		return rollouts, nil
	}
	if why := l.rolloutsUnread(); why != "" {
		for _, scope := range scopes {
			rollouts[scope] = feature.ScopeRollouts{Scope: scope, Unread: why}
		}
		return rollouts, nil
	}
	for part := range slices.Chunk(scopes, engine.Chunk) {
		var read rolloutRows
		err := l.Read(ctx, func(ctx context.Context) error {
			read = rolloutRows{}
			statements, err := l.selectScopeRollouts(&read, part, names)
			if err != nil {
				return err
			}
			return l.Batch(ctx, l.Pool, statements...)
		})
		if err != nil {
			return nil, err
		}
		read.assign(rollouts, part)
	}
	return rollouts, nil
}

// rolloutsUnread returns why flagtui cannot read rollouts or exemptions. It returns an
// empty text if flagtui can read both.
func (l *Layout) rolloutsUnread() string {
	switch {
	case l.rollouts.Name == "":
		return "the rollout: this database has no table " + RolloutTable + " with the columns that flagtui needs"
	case !l.rollouts.Readable:
		return "the rollout: this user may not read " + RolloutTable
	case l.exemptions.Name != "" && !l.exemptions.Readable:
		return "the exemption: this user may not read " + ExemptionTable
	case !l.scopeTables[feature.Project].Exists():
		return "the rollout of the project: this user may not read " + ProjectTable
	case l.exemptions.Name != "" && !l.scopeTables[feature.Project].Has("publisher_id"):
		return "the exemption: projects has no column publisher_id"
	}
	return ""
}

// rolloutRows holds the rows of the tables before assign distributes them to scopes.
type rolloutRows struct {
	parents    []scopeParent
	rollouts   []featureRollout
	exemptions []featureExemption
}

// scopeParent holds the project of a scope and the project's publisher.
type scopeParent struct {
	scope, project feature.Scope
	publisher      string // the publisher's id; empty without a publisher
}

type featureRollout struct {
	name string
	feature.Rollout
}

type featureExemption struct {
	name string
	feature.Exemption
}

// selectScopeRollouts returns the statements that read what decides canary features at
// some scopes. The statements read the scopes' projects, the exemptions of the projects'
// publishers, and the rollouts. A rollout may be global, or of a scope or its project.
func (l *Layout) selectScopeRollouts(read *rolloutRows, scopes []feature.Scope, names []string) ([]engine.Statement, error) {
	ids := map[feature.Kind][]any{}
	for _, scope := range scopes {
		id, err := idOf(scope)
		if err != nil {
			return nil, err
		}
		ids[scope.Kind] = append(ids[scope.Kind], id)
	}
	in := func(column string, kind feature.Kind) (string, []any) {
		if len(ids[kind]) == 0 {
			return "1 = 0", nil
		}
		return column + ` IN (` + engine.Repeat(len(ids[kind]), "?") + `)`, ids[kind]
	}
	sections, project := l.scopeTables[feature.Section], l.scopeTables[feature.Project]
	of := sections.Column("s", "base_project_id")
	if of == "NULL" {
		of = "CAST(NULL AS BIGINT)"
	}
	publisher := project.Column("p", "publisher_id")

	inSections, sectionIDs := in("s.id", feature.Section)
	inProjects, projectIDs := in("p.id", feature.Project)
	parents := `SELECT ` + of + ` FROM ` + sections.Source() + ` s WHERE ` + inSections
	var statements []engine.Statement
	if sections.Exists() {
		statements = append(statements, engine.Statement{Text: `SELECT 'section', s.id, ` + of + `, ` + publisher + ` FROM ` + sections.Source() + ` s LEFT JOIN ` + project.Source() + ` p ON p.id = ` + of +
			` WHERE ` + inSections, Args: sectionIDs, Each: read.parent})
	} else {
		parents, sectionIDs = `SELECT 0`, nil
	}
	statements = append(statements, engine.Statement{Text: `SELECT 'project', p.id, NULL, ` + publisher + ` FROM ` + project.Source() + ` p WHERE ` + inProjects, Args: projectIDs, Each: read.parent})

	named, nameArgs := "", []any(nil)
	if n := len(names); n > 0 && n <= engine.Chunk {
		for _, name := range names {
			nameArgs = append(nameArgs, name)
		}
		named = ` AND feature_name IN (` + engine.Repeat(n, "?") + `)`
	}
	own, ownIDs := in("r.scope_id", feature.Project)
	section, sectionScopes := in("r.scope_id", feature.Section)
	where := `(r.scope_type = 'global' OR r.scope_type = 'project' AND (` + own + ` OR r.scope_id IN (` + parents + `)) OR r.scope_type = 'section' AND ` + section + `)`
	statements = append(statements, engine.Statement{Text: `SELECT r.feature_name, r.scope_type, r.scope_id, r.stage FROM ` + l.rollouts.Source() + ` r WHERE ` + where + named,
		Args: slices.Concat(ownIDs, sectionIDs, sectionScopes, nameArgs), Each: read.rollout})
	if l.exemptions.Exists() {
		name, join := `NULL`, ``
		if l.publishers.Exists() {
			name, join = `u.name`, ` LEFT JOIN `+l.publishers.Source()+` u ON u.id = e.publisher_id`
		}
		statements = append(statements, engine.Statement{Text: `SELECT e.feature_name, e.publisher_id, ` + name + `, e.effect FROM ` + l.exemptions.Source() + ` e` + join +
			` WHERE e.publisher_id IN (SELECT p.publisher_id FROM ` + project.Source() + ` p WHERE ` + inProjects + `
				UNION ALL SELECT p.publisher_id FROM ` + project.Source() + ` p WHERE p.id IN (` + parents + `))` + named,
			Args: slices.Concat(projectIDs, sectionIDs, nameArgs), Each: read.exemption})
	}
	return statements, nil
}

func (g *rolloutRows) parent(rows *sql.Rows) error {
	var h scopeParent
	var project, publisher sql.NullInt64
	err := rows.Scan(&h.scope.Kind, &h.scope.ID, &project, &publisher)
	if project.Valid {
		h.project = feature.Scope{Kind: feature.Project, ID: strconv.FormatInt(project.Int64, 10)}
	}
	if publisher.Valid {
		h.publisher = strconv.FormatInt(publisher.Int64, 10)
	}
	g.parents = append(g.parents, h)
	return err
}

func (g *rolloutRows) rollout(rows *sql.Rows) error {
	var r featureRollout
	var id sql.NullInt64
	err := rows.Scan(&r.name, &r.Scope.Kind, &id, &r.Stage)
	if id.Valid && r.Scope.Kind != feature.Global {
		r.Scope.ID = strconv.FormatInt(id.Int64, 10)
	}
	g.rollouts = append(g.rollouts, r)
	return err
}

func (g *rolloutRows) exemption(rows *sql.Rows) error {
	var e featureExemption
	var publisher sql.NullString
	err := rows.Scan(&e.name, &e.PublisherID, &publisher, &e.Effect)
	e.Publisher = publisher.String
	g.exemptions = append(g.exemptions, e)
	return err
}

// assign sets the rollouts and exemptions of each scope.
func (g *rolloutRows) assign(rollouts map[feature.Scope]feature.ScopeRollouts, scopes []feature.Scope) {
	// Databases return rows in any order. Sorting lets callers compare two results.
	slices.SortFunc(g.rollouts, func(a, b featureRollout) int {
		return strings.Compare(a.name+a.Scope.String(), b.name+b.Scope.String())
	})
	parentOf := map[feature.Scope]scopeParent{}
	for _, parent := range g.parents {
		parentOf[parent.scope] = parent
	}
	for _, scope := range scopes {
		parent := parentOf[scope]
		of := map[string]feature.FeatureRollouts{}
		for _, r := range g.rollouts {
			if r.Scope.Kind == feature.Global || r.Scope == scope || r.Scope == parent.project {
				ofFeature := of[r.name]
				ofFeature.Rollouts = append(ofFeature.Rollouts, r.Rollout)
				of[r.name] = ofFeature
			}
		}
		for _, e := range g.exemptions {
			if parent.publisher != "" && e.PublisherID == parent.publisher {
				ofFeature := of[e.name]
				ofFeature.Exemptions = append(ofFeature.Exemptions, e.Exemption)
				of[e.name] = ofFeature
			}
		}
		rollouts[scope] = feature.ScopeRollouts{Scope: scope, Project: parent.project, Of: of}
	}
}
