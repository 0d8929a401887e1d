package model

import (
	"testing"

	"flagtui/internal/feature"
)

// TestRowsWithoutSettingAreNoOverrides: the picker counts settings, as every list does.
func TestRowsWithoutSettingAreNoOverrides(t *testing.T) {
	stored := map[string]feature.Stored{"on": {Enabled: true}, "off": {}, "depends": {Unset: true, Depends: []string{"superusers"}}}
	if got := countSet(stored); got != 2 {
		t.Errorf("%d overrides, want 2", got)
	}
}
