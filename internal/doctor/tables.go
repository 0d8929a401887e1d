package doctor

import (
	"fmt"
	"slices"
	"strings"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// addHidden adds the finding that row-level security may hide a table's rows.
func (f *finder) addHidden(t data.TableFact) {
	f.add(RowsHidden, feature.Override{Name: t.Name}, func() (message, fix string) {
		return fmt.Sprintf("row-level security may hide rows of %s from %s: a row that is not shown may exist", t.Name, f.info.User),
			fmt.Sprintf("CREATE POLICY flagtui_reads ON %s FOR SELECT TO %s USING (TRUE);", t.Ref, `"`+strings.ReplaceAll(f.info.User, `"`, `""`)+`"`)
	})
}

// addColumns adds the finding that one of flagtui's own tables lacks columns.
func (f *finder) addColumns(t data.TableFact) {
	f.add(MissingColumns, feature.Override{Name: t.Name}, func() (message, fix string) {
		var names, fixes []string
		for _, column := range t.Missing {
			names = append(names, column.Name)
			fixes = append(fixes, fmt.Sprintf("ALTER TABLE %s ADD COLUMN %s %s;", t.Ref, column.Name, column.Type))
		}
		return fmt.Sprintf("%s lacks %s", t.Name, strings.Join(names, ", ")), strings.Join(fixes, " ")
	})
}

// checkDefinition adds a finding if no catalogue could hold the definition.
func (f *finder) checkDefinition(def feature.Definition) {
	table := f.Inspection.Table("flagtui_definition").Ref
	where := " WHERE name = " + f.sqlText(def.Name) + ";"
	err := def.ValidateName()
	unknown := f.info.Kinds.Unknown(def.Scopes)
	switch {
	case err != nil:
		f.add(BadDefinition, feature.Override{Name: def.Name}, func() (message, fix string) {
			return fmt.Sprintf("a definition cannot be used: %v", err), "DELETE FROM " + table + where
		})
	case len(unknown) > 0:
		f.add(BadDefinition, feature.Override{Name: def.Name}, func() (message, fix string) {
			var known []string
			for _, kind := range feature.SortKinds(def.Scopes) {
				if !slices.Contains(unknown, kind) {
					known = append(known, string(kind))
				}
			}
			return fmt.Sprintf("the definition of %q names %q, which is not a kind of scope", def.Name, unknown[0]),
				fmt.Sprintf("UPDATE %s SET scopes = '%s'%s", table, strings.Join(known, " "), where)
		})
	}
}

// addIndex adds the finding that an index is missing. The fix for SQLite names the
// index, because SQLite does not choose a name.
func (f *finder) addIndex(o data.Anomaly) {
	columns := strings.Join(o.Columns, ", ")
	code, kind, message := NoIndex, "INDEX", fmt.Sprintf("%s has no index on %s: flagtui is slow when the table is large", o.Table, columns)
	if o.Code == data.AnomalyUnique {
		code, kind, message = NoUniqueConstraint, "UNIQUE INDEX", fmt.Sprintf("%s may hold an override twice, because it has no unique constraint on %s", o.Table, columns)
	}
	name := ""
	if f.info.Dialect == "sqlite" {
		name = map[bool]string{true: "uq", false: "ix"}[o.Code == data.AnomalyUnique] + "_" + o.Table + "_" + strings.Join(o.Columns, "_") + " "
	}
	f.add(code, feature.Override{Name: o.Table + " " + columns}, func() (string, string) {
		return message, fmt.Sprintf("CREATE %s %sON %s (%s);", kind, name, o.Ref, columns)
	})
}
