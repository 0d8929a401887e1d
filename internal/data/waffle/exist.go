package waffle

import (
	"database/sql"
	"fmt"
	"slices"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// checkMembers returns statements that fail with feature.ErrUnknown if a flag or a member
// does not exist. The database checks its foreign keys only at the commit, or not at all.
func (l *Layout) checkMembers(changes []feature.Change) (statements []engine.Statement) {
	known := map[string]bool{} // flags as :name, members as kind:id
	note := func(start string) func(*sql.Rows) error {
		return func(rows *sql.Rows) error {
			var text string
			err := rows.Scan(engine.TextInto(&text))
			known[start+":"+text] = true
			return err
		}
	}
	for _, m := range l.members {
		of := changesAt(changes, m.kind)
		for part := range slices.Chunk(namesAt(of, m.kind), engine.Chunk) {
			statements = append(statements, engine.Statement{Text: `SELECT f.name FROM ` + l.flags.Ref() + ` f WHERE f.name IN (` + engine.Repeat(len(part), "?") + `)`, Args: anys(part), Each: note("")})
		}
		for part := range slices.Chunk(of, engine.Chunk) {
			if !m.owners.exists() {
				break
			}
			args := make([]any, len(part))
			for i, c := range part {
				args[i], _ = m.arg(c.Scope.ID) // the statements that lock the rows have reported an invalid id
			}
			statements = append(statements, engine.Statement{Text: `SELECT u.` + m.owners.id + ` FROM ` + m.owners.ref + ` u WHERE u.` + m.owners.id + ` IN (` + engine.Repeat(len(part), "?") + `)`, Args: args, Each: note(string(m.kind))})
		}
	}
	if len(statements) > 0 {
		statements[len(statements)-1].Done = func() error { return l.unknownMember(changes, known) }
	}
	return statements
}

// unknownMember returns the error for the first change whose flag or member is not known.
func (l *Layout) unknownMember(changes []feature.Change, known map[string]bool) error {
	for _, c := range changes {
		m := l.membersOf(c.Scope.Kind)
		problem := &feature.Problem{Kind: feature.ErrUnknown, Hint: "nothing was written; `flagtui scopes " + string(c.Scope.Kind) + "` lists them"}
		switch {
		case !known[":"+c.Name]:
			problem.Text = fmt.Sprintf("%s has no flag %q", l.flags.Name, c.Name)
			problem.Hint = fmt.Sprintf("nothing was written; only a flag has %ss, a switch or a sample has none", c.Scope.Kind)
			return problem
		case m.owners.exists() && !known[string(c.Scope.Kind)+":"+c.Scope.ID]:
			problem.Text = fmt.Sprintf("no %s has the id %q", c.Scope.Kind, c.Scope.ID)
			return problem
		}
	}
	return nil
}
