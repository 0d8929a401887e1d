package doctor

import (
	"testing"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// TestRowStatement: a statement names the row by the column that identifies it, and
// quotes a number that is a text there.
func TestRowStatement(t *testing.T) {
	for _, c := range []struct {
		row  data.Row
		want string
	}{
		{data.Row{ID: "7", Ref: "t"}, `DELETE FROM t WHERE id = 7;`},
		{data.Row{ID: "7", Ref: "t", Key: "flag_id"}, `DELETE FROM t WHERE flag_id = 7;`},
		{data.Row{ID: "007", Ref: "t", Key: "key", KeyIsText: true}, `DELETE FROM t WHERE key = '007';`},
		{data.Row{ID: "it's", Ref: "t", Key: "key", KeyIsText: true}, `DELETE FROM t WHERE key = 'it''s';`},
	} {
		if got := (&finder{}).rowStatement("DELETE FROM", c.row, ""); got != c.want {
			t.Errorf("%+v: %s, want %s", c.row, got, c.want)
		}
	}
}

// TestAPermanentRowIsNotRedundant: a row that the app never removes cannot be cleared.
func TestAPermanentRowIsNotRedundant(t *testing.T) {
	for _, permanent := range []bool{true, false} {
		f := &finder{counts: map[string]int{}, kept: map[string][]Finding{}}
		f.addFault(data.Row{Permanent: permanent, Override: feature.Override{Scope: feature.SystemScope(), Name: "a"}}, feature.FaultRedundant)
		if found := f.counts[Repeated] > 0; found == permanent {
			t.Errorf("permanent: %v, found: %v", permanent, found)
		}
	}
}
