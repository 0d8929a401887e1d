package cli

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/cli/demo"
	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
	"flagtui/internal/keys"
	"flagtui/internal/views"
)

// TestNamesAreWhole checks that the list cuts no name of up to 40 columns, at any width
// from 60 on. A longer name ends within its column.
func TestNamesAreWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "demo.db")
	if err := demo.Create(t.Context(), path, ""); err != nil {
		t.Fatal(err)
	}
	store, err := data.Open(t.Context(), data.Options{URL: path, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	for _, scope := range []feature.Scope{feature.SystemScope(), feature.TenantScope("juniper")} {
		list := viewsAt(t, store, scope)
		b := views.NewBrowse(views.NewTheme(true, false), keys.Default())
		b.Show(feature.ScopeInfo{Scope: scope}, list, true)
		for _, width := range []int{60, 80, 90, 100, 119, 120, 160, 200} {
			b.Resize(width, len(list)+20)
			body := strings.Join(b.Body(), "\n")
			cut, long := 0, 0
			for _, view := range list {
				switch shown := strings.Contains(body, view.Name+" "); {
				case !view.Registered:
				case ansi.StringWidth(view.Name) > 40:
					long++
				case !shown:
					cut++
				}
			}
			if cut > 0 || long != 1 {
				t.Errorf("%s at %d: %d of %d names are cut, and %d are longer than 40 columns\n%s", scope, width, cut, len(list), long, body)
			}
			for _, line := range strings.Split(body, "\n") {
				if w := ansi.StringWidth(line); w > width {
					t.Errorf("%s at %d: a line has %d columns: %s", scope, width, w, line)
				}
			}
			if width < 100 && !strings.Contains(body, "…") {
				t.Errorf("%s at %d: the long name does not end with an ellipsis", scope, width)
			}
		}
	}
}

// viewsAt returns the flags of a database at a scope.
func viewsAt(t *testing.T, store data.Store, scope feature.Scope) []feature.View {
	t.Helper()
	defs, err := store.Definitions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	system, err := store.Stored(t.Context(), feature.SystemScope())
	if err != nil {
		t.Fatal(err)
	}
	own := map[string]feature.Stored(nil)
	if !scope.IsSystem() {
		if own, err = store.Stored(t.Context(), scope); err != nil {
			t.Fatal(err)
		}
	}
	return feature.Resolve(featuretest.Kind(scope.Kind), scope, defs, system, own)
}
