package layouttest

import (
	"strings"
	"testing"
)

// bareSimpleModule is simple_module without the tables of its other modules. It has no
// audit trail, and its only list of tenants is the overrides.
func bareSimpleModule(t *testing.T) Fixture {
	f := simpleModule(t)
	whole := f.DDL
	f.Name = "bare simple_module"
	f.DDL = func(sqlite bool) string {
		text, _, _ := strings.Cut(whole(sqlite), "\n\n") // the table of overrides comes first
		return text
	}
	f.Base, f.AuditTable, f.Times, f.Events, f.Event = "", "", nil, nil, nil
	f.Kinds[1].Searches = map[string][]string{"acm": {"acme", "ACME "}, `\`: {`it's "a" \ b?`}, "%": nil}
	f.Large.Scopes, f.Large.Search, f.Large.Fill = nil, "t9", fillOverrides
	return f
}

// TestBareSimpleModule checks that the tables of other modules are optional.
func TestBareSimpleModule(t *testing.T) { Exercise(t, bareSimpleModule(t)) }
