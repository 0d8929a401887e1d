package data

import (
	"errors"
	"fmt"
	"slices"

	"github.com/lib/pq"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// AddTriggers adds to the plan the missing triggers that make PostgreSQL notify of every
// write to the watched tables, whoever writes. SQLite needs none. It fails as PlanInit
// does.
func (p *InitPlan) AddTriggers() error {
	if p.where.Dialect == engine.SQLite {
		return nil
	}
	tables := slices.Clone(p.silent)
	for _, name := range p.Tables {
		if table := (engine.Table{Schema: p.Schema, Name: name}); isMain(nil, table) || slices.ContainsFunc(ownTables, func(s engine.Spec) bool { return s.Name == name }) {
			tables = append(tables, table)
		}
	}
	if len(tables) == 0 {
		return nil
	}
	// Each writer runs the function with their own rights and search_path, which must
	// not lead it elsewhere.
	function := engine.Table{Schema: p.Schema, Name: engine.TriggerName}.Ref()
	p.Triggers = []string{`CREATE OR REPLACE FUNCTION ` + function + `() RETURNS trigger LANGUAGE plpgsql SET search_path TO pg_catalog, pg_temp` +
		` AS 'BEGIN PERFORM pg_notify(''` + engine.Channel + `'', TG_TABLE_SCHEMA); RETURN NULL; END'`}
	for _, t := range tables {
		// PostgreSQL 13 has no CREATE OR REPLACE TRIGGER. A disabled trigger may exist.
		p.Triggers = append(p.Triggers, `DROP TRIGGER IF EXISTS `+engine.TriggerName+` ON `+t.Ref(), `CREATE TRIGGER `+engine.TriggerName+` AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON `+t.Ref()+
			` FOR EACH STATEMENT EXECUTE FUNCTION `+function+`()`)
	}
	return p.refused()
}

// explain adds what a refused trigger needs.
func (p *InitPlan) explain(err error) error {
	problem, ok := errors.AsType[*feature.Problem](err)
	if !ok || problem.Kind != feature.ErrRefused || len(p.Triggers) == 0 {
		return err
	}
	extended := *problem
	extended.Hint = fmt.Sprintf("making triggers needs the privileges TRIGGER on the tables and CREATE on the schema %s, and an older %s to be one's own: the owner of the tables can do it, with the SQL that --dry-run prints",
		pq.QuoteIdentifier(p.Schema), engine.TriggerName)
	return &extended
}
