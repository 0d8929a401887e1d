package views

import (
	"strings"
	"time"

	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
	"flagtui/internal/keys"
)

// previewSizes are the sizes of the scenes with a preview.
var previewSizes = [][2]int{{150, 40}, {200, 50}}

// readAt is the time at which the scenes' previews were read.
var readAt = time.Date(2026, 3, 1, 3, 4, 5, 0, time.UTC)

// withPreview returns browse with the preview pane and the cursor on a flag.
func withPreview(t Theme, m keys.Map, at feature.ScopeInfo, name string, data *Preview) *Browse {
	b := browse(t, m, at)
	b.SetPreview(true)
	b.Resize(150, 36)
	b.Find(name)
	b.CountAges(readAt)
	b.SetLastChanges(b.RowsShown(), map[string]feature.Entry{
		"billing.new_invoice":  {At: readAt.Add(-45 * 24 * time.Hour), Actor: "alice@ops1", After: feature.On, Origin: feature.FromFlagtui},
		"files.public_uploads": {Origin: feature.FromOutside},
		"orders.beta_checkout": {At: readAt.Add(-40 * time.Minute), Actor: "lena.vogt@quaywise.example", Origin: feature.FromApp},
		"access.passkeys":      {At: readAt.Add(-5 * time.Hour)},
	})
	b.ShowPreview(name, data)
	return b
}

// changesOfInvoice returns the last changes of a flag, newest first.
func changesOfInvoice() []feature.Entry {
	change := func(set, actor string, days int, scope feature.Scope, after feature.Setting) feature.Entry {
		return feature.Entry{Change: set, At: readAt.Add(-time.Duration(days) * 24 * time.Hour), Actor: actor, Scope: scope, Name: "billing.new_invoice", After: after, Origin: feature.FromFlagtui}
	}
	entries := []feature.Entry{
		change("c4", "alice@ops1", 6, feature.TenantScope("globex"), feature.Off), change("c4", "alice@ops1", 6, feature.TenantScope("granite"), feature.Off),
		change("c3", "alice@ops1", 45, system.Scope, feature.On),
		change("c2", "bob.with.a.long.name@bastion-7", 70, feature.TenantScope("acme"), feature.Inherit), change("c2", "bob.with.a.long.name@bastion-7", 70, feature.TenantScope("juniper"), feature.Off),
	}
	for _, id := range []string{"hanseatic", "quarry", "kestrel", "initech", "umbrella"} {
		entries = append(entries, change("c1", "lena.vogt@quaywise.example", 79, feature.TenantScope(id), feature.On))
	}
	return append(entries, feature.Entry{Scope: system.Scope, After: feature.Off, Origin: feature.FromOutside})
}

// previewScenes returns the main list with the preview pane.
func previewScenes() map[string]func(Theme) (Frame, Screen) {
	invoice := func() *Preview {
		return &Preview{ReadAt: readAt, Changes: changesOfInvoice(), Impact: &feature.Impact{Inheriting: 11, Count: feature.Count{On: 12, Off: 3},
			OnNames: []string{"acme", "hanseatic", "initech"}, OffNames: []string{"globex", "granite", "juniper"}}}
	}
	project := feature.ScopeInfo{Scope: feature.Scope{Kind: feature.Project, ID: "12"}, Name: "Chemistry 1", Slug: "chem_1"}
	return map[string]func(Theme) (Frame, Screen){
		"preview_system": func(t Theme) (Frame, Screen) {
			return frame(t), withPreview(t, keys.Default(), system, "billing.new_invoice", invoice())
		},
		"preview_tenant": func(t Theme) (Frame, Screen) {
			return frame(t), withPreview(t, keys.Default(), tenant("acme", "Acme Industrial Supply"), "billing.new_invoice", invoice())
		},
		"preview_reading": func(t Theme) (Frame, Screen) {
			return frame(t), withPreview(t, keys.Default(), system, "catalog.customer_specific_price_lists_with_validity", nil)
		},
		"preview_problem": func(t Theme) (Frame, Screen) {
			return frame(t), withPreview(t, keys.Default(), system, "受注.一括登録", &Preview{ReadAt: readAt, Problem: "the database flags@db1 did not answer within 3s"})
		},
		"preview_project": func(t Theme) (Frame, Screen) {
			since := time.Date(2026, 2, 14, 9, 30, 0, 0, time.UTC)
			defs := []feature.Definition{{Name: "canvas_v2", Description: "The new canvas", Scopes: []feature.Kind{feature.Project, feature.Section}}, {Name: "mcp_authoring", Scopes: []feature.Kind{feature.Project}}}
			b := withPreview(t, keys.Default(), project, "", nil)
			b.Kinds = kindsOf(feature.Live{}, feature.Project, feature.Section)
			b.Show(project, feature.Resolve(featuretest.Kind(project.Scope.Kind), project.Scope, defs, nil, map[string]feature.Stored{"canvas_v2": {Enabled: true, Since: since.Unix()}}), true)
			b.Find("canvas_v2")
			p := Preview{ReadAt: readAt, Enabled: []feature.Override{}, MoreChanges: true, Listed: map[feature.Kind]int{feature.Project: 14, feature.Section: 1},
				Names: map[feature.Scope]string{project.Scope: "Chemistry 1", {Kind: feature.Project, ID: "15"}: "Álgebra lineal"}}
			for _, scope := range []feature.Scope{project.Scope, {Kind: feature.Project, ID: "15"}, {Kind: feature.Section, ID: "3"}} {
				p.Enabled = append(p.Enabled, feature.Override{Scope: scope, Name: "canvas_v2", Enabled: true})
				p.Changes = append(p.Changes, feature.Entry{At: since, Actor: "admin@example.edu", Scope: scope, Name: "canvas_v2", After: feature.On, Origin: feature.FromApp})
			}
			p.Changes[2].After = feature.Inherit
			b.ShowPreview("canvas_v2", &p)
			return frame(t), b
		},
	}
}

// preview returns browse with a preview that has hostile texts in every place.
func (n hostility) preview(t Theme, at feature.ScopeInfo) *Browse {
	b := newBrowse(t, keys.Default())
	b.SetPreview(true)
	b.Show(at, n.views(at.Scope), n%3 > 0)
	b.Resize(160, 20)
	typeText(b, strings.Repeat("j", int(n)))
	last := map[string]feature.Entry{}
	for i, name := range hostile {
		last[name] = feature.Entry{At: readAt, Actor: n.text(i), Origin: feature.Origin(n.text(i + 1))}
	}
	b.CountAges(readAt)
	b.SetLastChanges(b.RowsShown(), last)
	p := Preview{ReadAt: readAt, Impact: &feature.Impact{Inheriting: 1 << n, Among: feature.Tenants(n % 3), Count: feature.Count{On: 5, Off: 2}, OnNames: hostile[:n], OffNames: hostile[n:]},
		Changes: past(n.text), MoreChanges: n%2 == 0, Listed: map[feature.Kind]int{feature.Project: 1 << n}, Names: map[feature.Scope]string{}}
	for _, o := range n.overrides() {
		o.Scope.Kind = []feature.Kind{feature.Project, feature.Section}[n%2]
		p.Enabled, p.Names[o.Scope] = append(p.Enabled, o), n.text(len(p.Enabled))
	}
	if n%5 == 4 {
		p.Problem = n.text(8)
	}
	b.ShowPreview(b.PreviewFlag(), &p)
	return b
}
