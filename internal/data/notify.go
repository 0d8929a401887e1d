package data

import (
	"errors"
	"fmt"
	"slices"

	"github.com/lib/pq"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// AddTriggers adds to the plan the triggers that the watched tables lack. Triggers make
// PostgreSQL notify of every write, by any program. SQLite needs no triggers.
// AddTriggers fails as PlanInit does.
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
	// The function runs with each writer's rights. A fixed search_path keeps a writer's
	// own objects out of the function.
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

// explain adds the needed privileges to the hint of an error that refuses triggers.
func (p *InitPlan) explain(err error) error {
	problem, ok := errors.AsType[*feature.Problem](err)
	if !ok || problem.Kind != feature.ErrRefused || len(p.Triggers) == 0 {
		return err
	}
	extended := *problem
	extended.Hint = fmt.Sprintf("making triggers needs TRIGGER on the tables, CREATE on the schema %s, and ownership of an existing function %s; the owner of the tables can run the SQL that --dry-run prints",
		pq.QuoteIdentifier(p.Schema), engine.TriggerName)
	return &extended
}
