package doctor

import (
	"fmt"
	"strconv"
	"strings"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// addAnomaly adds the finding of an anomaly. The fix keeps the value that the app reads.
func (f *finder) addAnomaly(o data.Anomaly) {
	row := o.Row
	state := row.Setting()
	switch o.Code {
	case data.AnomalyMisread:
		f.add(Misread, row.Override, func() (message, fix string) {
			who := "which simple_module up to 0.0.39 reads as the system's, and later releases ignore"
			if row.Scope.IsSystem() {
				who = "which the app reads as the system's"
			}
			id := strconv.Quote(row.Scope.ID)
			if row.Scope == feature.SystemScope() { // with an empty id the row would not be misplaced
				id = "NULL"
			}
			message = fmt.Sprintf("%q is %s with the scope %q and the id %s, %s", row.Name, state, string(row.Scope.Kind), id, who)
			switch {
			case !o.Decides:
				message += ", but another row counts"
			case o.Proper != "" && row.Scope.IsSystem():
				message += "; it counts, and the system's own row does not; `flagtui set` writes both"
			case o.Proper != "":
				message += "; up to 0.0.39 it counts in place of the system's own row, which counts in later releases; `flagtui set` writes both"
			default:
				message += "; set it for the system first if that was meant"
			}
			// The fix never turns the row into the system's own row. On a release that
			// ignores the row, that would set the flag for everybody.
			const guard = "COALESCE(scope, '') <> 'tenant' AND NOT (COALESCE(scope, '') = 'system' AND COALESCE(scope_id, '-') = '')"
			return message, f.rowStatement("DELETE FROM", row, guard)
		})
	case data.AnomalyBoolean:
		f.add(NotBoolean, row.Override, func() (message, fix string) {
			value := map[bool]string{true: "TRUE", false: "FALSE"}[row.Enabled]
			guard := "enabled IS NULL"
			if f.info.Dialect == "sqlite" {
				value = map[bool]string{true: "1", false: "0"}[row.Enabled]
				guard = "(typeof(enabled) <> 'integer' OR enabled NOT IN (0, 1))"
			}
			return fmt.Sprintf("%q for %s is neither on nor off but %q, which the app reads as %s", row.Name, scopePhrase(row.Scope), o.Value, state),
				f.rowStatement("UPDATE", row, guard, "enabled = "+value)
		})
	case data.AnomalyTime:
		f.add(NotTime, row.Override, func() (message, fix string) {
			var set []string
			for _, column := range o.Columns {
				set = append(set, column+" = "+map[string]string{"created_at": "CURRENT_TIMESTAMP", "updated_at": "NULL"}[column])
			}
			return fmt.Sprintf("%q for %s has no time in %s", row.Name, scopePhrase(row.Scope), strings.Join(o.Columns, " and ")), f.rowStatement("UPDATE", row, "", set...)
		})
	case data.AnomalyDuplicate:
		f.add(Duplicate, row.Override, func() (message, fix string) {
			return fmt.Sprintf("%q for %s is there more than once (row %s: %s)", row.Name, scopePhrase(row.Scope), row.ID, state), f.rowStatement("DELETE FROM", row, "")
		})
	case data.AnomalyBoth:
		f.add(Misread, row.Override, func() (message, fix string) {
			return fmt.Sprintf("%q is %s for %s and for section %q in one row; after the fix, set it for the section separately", row.Name, state, scopePhrase(row.Scope), o.Value),
				f.rowStatement("UPDATE", row, "project_id IS NOT NULL", "section_id = NULL")
		})
	case data.AnomalyOutside:
		f.add(Outside, row.Override, func() (message, fix string) {
			return fmt.Sprintf("%q for %s is %s, which is not what was recorded last: it was changed outside flagtui and the app", row.Name, scopePhrase(row.Scope), state), ""
		})
	case data.AnomalyGone:
		f.add(Outside, row.Override, func() (message, fix string) {
			return fmt.Sprintf("%q for %s was recorded last as %s, and its row is gone: it was removed outside flagtui and the app", row.Name, scopePhrase(row.Scope), state), ""
		})
	case data.AnomalyApp:
		f.add(AppRow, row.Override, func() (message, fix string) { return o.Text, o.Fix })
	case data.AnomalyUnique, data.AnomalyIndex:
		f.addIndex(o)
	}
}
