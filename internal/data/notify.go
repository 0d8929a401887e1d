package data

import (
	"errors"
	"fmt"
	"slices"

	"github.com/lib/pq"

	"flagtui/internal/feature"
)

// AddTriggers adds to the plan what makes PostgreSQL notify of every write to
// the tables that Watch watches, whoever makes it, where it is missing. SQLite
// needs nothing of the kind. It fails as PlanInit does.
func (p *InitPlan) AddTriggers() error {
	if p.where.dialect == sqlite {
		return nil
	}
	tables := slices.Clone(p.silent)
	for _, name := range []string{overrideTable, stateTable, definitionTable, journalTable} {
		if slices.Contains(p.Tables, name) {
			tables = append(tables, table{schema: p.Schema, name: name})
		}
	}
	if len(tables) == 0 {
		return nil
	}
	// Whoever writes to the tables runs the function, with his own rights and
	// his search_path, which must not lead it elsewhere.
	function := table{schema: p.Schema, name: triggerName}.ref()
	p.Triggers = []string{`CREATE OR REPLACE FUNCTION ` + function + `() RETURNS trigger LANGUAGE plpgsql SET search_path TO pg_catalog, pg_temp` +
		` AS 'BEGIN PERFORM pg_notify(''` + channel + `'', TG_TABLE_SCHEMA); RETURN NULL; END'`}
	for _, t := range tables {
		// PostgreSQL 13 has no CREATE OR REPLACE TRIGGER. One may be there, disabled.
		p.Triggers = append(p.Triggers, `DROP TRIGGER IF EXISTS `+triggerName+` ON `+t.ref(), `CREATE TRIGGER `+triggerName+` AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON `+t.ref()+
			` FOR EACH STATEMENT EXECUTE FUNCTION `+function+`()`)
	}
	return p.refused()
}

// explain says what a refused trigger needs.
func (p *InitPlan) explain(err error) error {
	problem, ok := errors.AsType[*feature.Problem](err)
	if !ok || problem.Kind != feature.ErrRefused || len(p.Triggers) == 0 {
		return err
	}
	told := *problem
	told.Hint = fmt.Sprintf("making triggers needs the privileges TRIGGER on the tables and CREATE on the schema %s, and an older %s to be one's own: the owner of the tables can do it, with the SQL that --dry-run prints",
		pq.QuoteIdentifier(p.Schema), triggerName)
	return &told
}
