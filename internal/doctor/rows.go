package doctor

import (
	"fmt"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// addFault adds the finding of a row that breaks a rule. An empty fault adds nothing.
func (f *finder) addFault(row data.Row, fault feature.Fault) {
	is := func() string {
		return fmt.Sprintf("%q is %s for %s", row.Name, row.Setting(), scopePhrase(row.Scope))
	}
	switch {
	case fault == "":
	case fault == feature.FaultNoID && f.info.Kinds.Of(row.Scope.Kind).OptIn:
		f.add(Misread, row.Override, func() (message, fix string) {
			return fmt.Sprintf("%q (row %s) belongs to no project and to no section: the app applies it to nobody", row.Name, row.ID),
				f.rowStatement("DELETE FROM", row, "project_id IS NULL AND section_id IS NULL")
		})
	case fault == feature.FaultNoID:
		f.add(Misread, row.Override, func() (message, fix string) {
			return fmt.Sprintf("%q has the scope \"tenant\" without an id: the app applies it to nobody", row.Name),
				f.rowStatement("DELETE FROM", row, "scope = 'tenant' AND COALESCE(scope_id, '') = ''")
		})
	case fault == feature.FaultName:
		f.add(BadName, row.Override, func() (message, fix string) {
			err := row.Scope.Validate()
			if err == nil {
				err = f.info.ValidateStored(feature.Change{Scope: row.Scope, Name: row.Name, After: row.Setting()})
			}
			return fmt.Sprintf("an override (row %s) cannot be changed: %v", row.ID, err), f.rowStatement("DELETE FROM", row, "")
		})
	case fault == feature.FaultUnregistered:
		f.addRemoval(Unregistered, row, func() string { return is() + ", and is not registered" })
	case fault == feature.FaultScope:
		f.addRemoval(WrongScope, row, func() string { return is() + ": " + feature.WrongScope(row.Name, f.info.Kinds.Of(row.Scope.Kind)) })
	case fault == feature.FaultUnknownTenant && row.Near != "":
		f.addRemoval(MisspeltTenant, row, func() string {
			return fmt.Sprintf("%s, an unknown %s; if %q was meant, set it there first", is(), f.info.Kinds.Of(row.Scope.Kind).Name, row.Near)
		})
	case fault == feature.FaultUnknownTenant:
		f.addRemoval(UnknownTenant, row, func() string { return is() + ", an unknown " + f.info.Kinds.Of(row.Scope.Kind).Name })
	case fault == feature.FaultRedundant && row.Permanent:
	case fault == feature.FaultRedundant:
		f.addRemoval(Repeated, row, func() string { return is() + ": a redundant override (the value is the same without it)" })
	}
}

// scopePhrase names a scope in a message, such as `tenant "acme"`.
func scopePhrase(scope feature.Scope) string {
	if scope.ID == "" {
		return "the " + string(scope.Kind)
	}
	return fmt.Sprintf("%s %q", scope.Kind, scope.ID)
}
