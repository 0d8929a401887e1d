package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// finding is one thing that is wrong, in words.
type finding struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Mend    string `json:"mend"` // a flagtui command, or SQL for psql or sqlite3

	scope feature.Scope
	name  string
}

// The codes of findings, for scripts, in the order in which they are told:
// what has to be mended first is first.
const (
	codeHidden       = "rows_hidden"
	codeColumns      = "missing_columns"
	codeDefinition   = "bad_definition"
	codeDuplicate    = "duplicate"
	codeUnique       = "no_unique_constraint"
	codeIndex        = "no_index"
	codeMisread      = "misread"
	codeBoolean      = "not_boolean"
	codeTime         = "not_time"
	codeName         = "bad_name"
	codeUnregistered = "unregistered"
	codeScope        = "wrong_scope"
	codeNear         = "misspelt_tenant"
	codeTenant       = "unknown_tenant"
	codeRepeated     = "repeated"
	codeOutside      = "outside"
)

var findingCodes = []string{codeHidden, codeColumns, codeDefinition, codeDuplicate, codeUnique, codeIndex, codeMisread, codeBoolean, codeTime,
	codeName, codeUnregistered, codeScope, codeNear, codeTenant, codeRepeated, codeOutside}

// mostOfAKind is how many findings of one code are told; the others are only
// counted.
const mostOfAKind = 100

// finder puts what is wrong into words, and says how to mend it.
type finder struct {
	facts      data.Info
	inspection data.Inspection
	target     string // what a command has to be told to reach this database
	counts     map[string]int
	kept       map[string][]finding
}

func newFinder(facts data.Info, inspection data.Inspection, target string) *finder {
	return &finder{facts: facts, inspection: inspection, target: target, counts: map[string]int{}, kept: map[string][]finding{}}
}

// add counts a finding, and keeps it while there are few of its code.
func (f *finder) add(code string, row feature.Override, tell func() (message, mend string)) {
	if f.counts[code]++; f.counts[code] <= mostOfAKind {
		message, mend := tell()
		f.kept[code] = append(f.kept[code], finding{code, message, mend, row.Scope, row.Name})
	}
}

// found returns the findings that were kept, in the order of findingCodes and,
// of each, by scope and name.
func (f *finder) found() []finding {
	all := []finding{}
	for _, code := range findingCodes {
		slices.SortStableFunc(f.kept[code], func(a, b finding) int {
			return cmp.Or(cmp.Compare(a.scope.Kind, b.scope.Kind), cmp.Compare(a.scope.ID, b.scope.ID), cmp.Compare(a.name, b.name))
		})
		all = append(all, f.kept[code]...)
	}
	return all
}

// find looks through everything: by the catalogue defs, and at the definitions
// in the table.
func (f *finder) find(ctx context.Context, store data.Store, defs, table []feature.Definition) error {
	for _, t := range f.inspection.Tables {
		if slices.Contains(f.facts.Filtered, t.Name) {
			f.hidden(t)
		}
		if t.Own && len(t.Missing) > 0 {
			f.columns(t)
		}
	}
	for _, def := range table {
		f.definition(def)
	}
	system, err := store.Stored(ctx, feature.SystemScope())
	if err != nil {
		return err
	}
	judge := feature.NewValidator(defs, system)
	return store.CheckRows(ctx, func(row data.Row) { f.row(row, judge.Fault(row.Override, row.Listed)) }, f.oddity)
}

// hidden: row-level security is in force for this user.
func (f *finder) hidden(t data.TableFact) {
	f.add(codeHidden, feature.Override{Name: t.Name}, func() (string, string) {
		return fmt.Sprintf("row-level security may hide rows of %s from %s: what is not shown may be there", t.Name, f.facts.User),
			fmt.Sprintf("CREATE POLICY flagtui_reads ON %s FOR SELECT TO %s USING (TRUE);", t.Ref, `"`+strings.ReplaceAll(f.facts.User, `"`, `""`)+`"`)
	})
}

// columns: a table of flagtui's own that an older one made.
func (f *finder) columns(t data.TableFact) {
	f.add(codeColumns, feature.Override{Name: t.Name}, func() (string, string) {
		var names, mends []string
		for _, column := range t.Missing {
			names = append(names, column.Name)
			mends = append(mends, fmt.Sprintf("ALTER TABLE %s ADD COLUMN %s %s;", t.Ref, column.Name, column.Type))
		}
		return fmt.Sprintf("%s lacks %s", t.Name, strings.Join(names, ", ")), strings.Join(mends, " ")
	})
}

// definition: one in the database that no catalogue could hold.
func (f *finder) definition(def feature.Definition) {
	table := f.inspection.Table("flagtui_definition").Ref
	where := " WHERE name = " + f.text(def.Name) + ";"
	err := def.ValidateName()
	unknown := slices.IndexFunc(def.Scopes, func(kind feature.Kind) bool { return !slices.Contains(feature.Kinds(), kind) })
	switch {
	case err != nil:
		f.add(codeDefinition, feature.Override{Name: def.Name}, func() (string, string) {
			return fmt.Sprintf("a definition cannot be used: %v", err), "DELETE FROM " + table + where
		})
	case unknown >= 0:
		f.add(codeDefinition, feature.Override{Name: def.Name}, func() (string, string) {
			var known []string
			for _, kind := range feature.Kinds() {
				if slices.Contains(def.Scopes, kind) {
					known = append(known, string(kind))
				}
			}
			return fmt.Sprintf("the definition of %q is for a scope %q, which there is not", def.Name, def.Scopes[unknown]),
				fmt.Sprintf("UPDATE %s SET scopes = '%s'%s", table, strings.Join(known, " "), where)
		})
	}
}

// row tells of a fault that the rules find.
func (f *finder) row(row data.Row, fault feature.Fault) {
	is := func() string {
		return fmt.Sprintf("%q is %s for %s", row.Name, feature.SettingOf(row.Enabled), whom(row.Scope))
	}
	switch {
	case fault == "":
	case fault == feature.FaultNoID && !row.Scope.Kind.Inherits():
		f.add(codeMisread, row.Override, func() (string, string) {
			return fmt.Sprintf("%q (row %s) is of no project and of no section: the app applies it to nobody", row.Name, row.ID),
				f.onRow("DELETE FROM", row, "project_id IS NULL AND section_id IS NULL")
		})
	case fault == feature.FaultNoID:
		f.add(codeMisread, row.Override, func() (string, string) {
			return fmt.Sprintf("%q has the scope \"tenant\" without an id: the app applies it to nobody", row.Name),
				f.onRow("DELETE FROM", row, "scope = 'tenant' AND COALESCE(scope_id, '') = ''")
		})
	case fault == feature.FaultName:
		f.add(codeName, row.Override, func() (string, string) {
			err := row.Scope.Validate()
			if err == nil {
				err = row.Scope.Kind.ValidateName(row.Name)
			}
			return fmt.Sprintf("an override (row %s) cannot be changed: %v", row.ID, err), f.onRow("DELETE FROM", row, "")
		})
	case fault == feature.FaultUnregistered:
		f.add(codeUnregistered, row.Override, func() (string, string) { return is() + ", and is not registered", f.clear(row) })
	case fault == feature.FaultScope:
		f.add(codeScope, row.Override, func() (string, string) {
			return is() + ": " + feature.WrongScope(row.Name, row.Scope.Kind), f.clear(row)
		})
	case fault == feature.FaultUnknownTenant && row.Near != "":
		f.add(codeNear, row.Override, func() (string, string) {
			return fmt.Sprintf("%s, which is not listed, and not for %q, which is; set it there first if that was meant", is(), row.Near), f.clear(row)
		})
	case fault == feature.FaultUnknownTenant:
		f.add(codeTenant, row.Override, func() (string, string) { return is() + ", which is not listed", f.clear(row) })
	case fault == feature.FaultRedundant:
		f.add(codeRepeated, row.Override, func() (string, string) { return is() + ", and would be without this override", f.clear(row) })
	}
}

// oddity tells of what is odd about how something is stored. What mends it
// keeps what the app goes by.
func (f *finder) oddity(o data.Anomaly) {
	row := o.Row
	state := feature.SettingOf(row.Enabled)
	switch o.Code {
	case data.OddMisread:
		f.add(codeMisread, row.Override, func() (string, string) {
			who := "which simple_module up to 0.0.39 reads as the system's, and later releases ignore"
			if row.Scope.IsSystem() {
				who = "which the app reads as the system's"
			}
			message := fmt.Sprintf("%q is %s with the scope %q and the id %q, %s", row.Name, state, string(row.Scope.Kind), row.Scope.ID, who)
			switch {
			case !o.Decides:
				message += ", but another row counts"
			case o.Proper != "":
				message += "; it counts, and the system's own row does not; `flagtui set` writes both"
			default:
				message += "; set it for the system first if that was meant"
			}
			// It is never made the system's own row: that would set the flag for
			// everybody on a release that ignores the row.
			const guard = "COALESCE(scope, '') <> 'tenant' AND NOT (COALESCE(scope, '') = 'system' AND COALESCE(scope_id, '-') = '')"
			return message, f.onRow("DELETE FROM", row, guard)
		})
	case data.OddBoolean:
		f.add(codeBoolean, row.Override, func() (string, string) {
			value := map[bool]string{true: "TRUE", false: "FALSE"}[row.Enabled]
			guard := "enabled IS NULL"
			if f.facts.Dialect == "sqlite" {
				value = map[bool]string{true: "1", false: "0"}[row.Enabled]
				guard = "(typeof(enabled) <> 'integer' OR enabled NOT IN (0, 1))"
			}
			return fmt.Sprintf("%q for %s is neither on nor off but %q, which the app reads as %s", row.Name, whom(row.Scope), o.Value, state),
				f.onRow("UPDATE", row, guard, "enabled = "+value)
		})
	case data.OddTime:
		f.add(codeTime, row.Override, func() (string, string) {
			var set []string
			for _, column := range o.Columns {
				set = append(set, column+" = "+map[string]string{"created_at": "CURRENT_TIMESTAMP", "updated_at": "NULL"}[column])
			}
			return fmt.Sprintf("%q for %s has no time in %s", row.Name, whom(row.Scope), strings.Join(o.Columns, " and ")), f.onRow("UPDATE", row, "", set...)
		})
	case data.OddDuplicate:
		f.add(codeDuplicate, row.Override, func() (string, string) {
			return fmt.Sprintf("%q for %s is there more than once (row %s: %s)", row.Name, whom(row.Scope), row.ID, state), f.onRow("DELETE FROM", row, "")
		})
	case data.OddBoth:
		f.add(codeMisread, row.Override, func() (string, string) {
			return fmt.Sprintf("%q is %s for %s and for section %q in one row; set it for the section by itself once this is mended", row.Name, state, whom(row.Scope), o.Value),
				f.onRow("UPDATE", row, "project_id IS NOT NULL", "section_id = NULL")
		})
	case data.OddOutside:
		f.add(codeOutside, row.Override, func() (string, string) {
			return fmt.Sprintf("%q for %s is %s, which is not what was recorded last: it was changed outside flagtui and the app", row.Name, whom(row.Scope), state), ""
		})
	case data.OddGone:
		f.add(codeOutside, row.Override, func() (string, string) {
			return fmt.Sprintf("%q for %s was recorded last as %s, and its row is gone: it was removed outside flagtui and the app", row.Name, whom(row.Scope), state), ""
		})
	case data.OddUnique, data.OddIndex:
		f.index(o)
	}
}

// index: one is missing. PostgreSQL finds a name for it, SQLite wants one.
func (f *finder) index(o data.Anomaly) {
	columns := strings.Join(o.Columns, ", ")
	code, kind, message := codeIndex, "INDEX", fmt.Sprintf("%s has no index on %s: flagtui is slow when it is large", o.Table, columns)
	if o.Code == data.OddUnique {
		code, kind, message = codeUnique, "UNIQUE INDEX", fmt.Sprintf("%s may hold an override twice: nothing makes %s unique", o.Table, columns)
	}
	name := ""
	if f.facts.Dialect == "sqlite" {
		name = map[bool]string{true: "uq", false: "ix"}[o.Code == data.OddUnique] + "_" + o.Table + "_" + strings.Join(o.Columns, "_") + " "
	}
	f.add(code, feature.Override{Name: o.Table + " " + columns}, func() (string, string) {
		return message, fmt.Sprintf("CREATE %s %sON %s (%s);", kind, name, o.Ref, columns)
	})
}

// whom names whom an override is for.
func whom(scope feature.Scope) string {
	if scope.ID == "" {
		return "the " + string(scope.Kind)
	}
	return fmt.Sprintf("%s %q", scope.Kind, scope.ID)
}
