package limit

import (
	"errors"
	"strings"
	"testing"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

func TestNoScopeHere(t *testing.T) {
	_, err := New(t.Context(), open(t), []feature.Scope{{Kind: "workspace", ID: "w"}})
	if !errors.Is(err, feature.ErrRefused) || !strings.Contains(err.Error(), "workspace:w") {
		t.Errorf("%v", err)
	}
}

// A user who may use the system changes it, and still sees no tenant.
func TestSystemAllowed(t *testing.T) {
	inner := open(t)
	write(t, inner, "x", on(other, "a"))
	s, err := New(t.Context(), inner, []feature.Scope{system})
	if err != nil {
		t.Fatal(err)
	}
	write(t, s, "bob", on(system, "a"))
	page, err := s.Overrides(t.Context(), data.OverrideQuery{Name: "a"})
	if err != nil || len(page.Overrides) != 1 || page.Overrides[0].Scope != system || page.Overrides[0].CreatedBy == "" {
		t.Errorf("%+v, %v", page, err)
	}
	if _, err := s.Kill(t.Context(), "a", feature.ChangeSet{}); !errors.Is(err, feature.ErrRefused) {
		t.Errorf("kill: %v", err)
	}
}
