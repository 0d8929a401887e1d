package views

import (
	"flagtui/internal/feature"
	"flagtui/internal/feature/featuretest"
	"flagtui/internal/keys"
)

// sample returns a catalogue, and what is stored for the system and for a tenant.
func sample() (defs []feature.Definition, stored, own map[string]feature.Stored, counts *feature.Counts) {
	defs = []feature.Definition{
		{Name: "access.api_key_rotation", Description: "Ask for a new API key every 90 days", Default: true},
		{Name: "access.passkeys", Description: "Sign in with a passkey"},
		{Name: "billing.new_invoice", Description: "Invoices by the new engine"},
		{Name: "billing.payment_links", Default: true},
		{Name: "catalog.customer_specific_price_lists_with_validity", Description: "Prices that hold for one customer, from one day to another, and that win over every campaign"},
		{Name: "files.public_uploads", Description: "Allow unauthenticated uploads"},
		{Name: "orders.beta_checkout", Description: "Die neue Kasse für Händler", Default: true},
		{Name: "受注.一括登録", Description: "注文をまとめて登録する"},
	}
	stored = map[string]feature.Stored{
		"billing.new_invoice":     {Enabled: true},
		"files.public_uploads":    {Enabled: true, Misplaced: true},
		"orders.beta_checkout":    {Enabled: false},
		"legacy.export_to_floppy": {Enabled: true},
	}
	own = map[string]feature.Stored{
		"billing.new_invoice": {Enabled: false},
		"access.passkeys":     {Enabled: true},
		"legacy.fax":          {Enabled: true},
	}
	counts = feature.NewCounts(defs)
	counts.Add("billing.new_invoice", feature.Count{On: 12, Off: 3})
	counts.Add("access.passkeys", feature.Count{On: 1})
	counts.Add("orders.beta_checkout", feature.Count{Off: 1})
	counts.Add("legacy.export_to_floppy", feature.Count{On: 2})
	return defs, stored, own, counts
}

// tenantKinds are the kinds of scope of simple_module.
var tenantKinds = featuretest.Kinds(feature.System, feature.Tenant)

// The screens of these functions are of a database of simple_module.

func newBrowse(t Theme, m keys.Map) *Browse {
	b := NewBrowse(t, m)
	b.Kinds = tenantKinds
	return b
}

func newDetails(t Theme, m keys.Map, scope feature.ScopeInfo, view feature.View, count feature.Count, catalogue bool) *Details {
	d := NewDetails(t, m, scope, view, count, catalogue)
	d.Kinds = tenantKinds
	return d
}

func newMatrix(t Theme, m keys.Map, kind feature.Kind, flags []feature.View) *Matrix {
	matrix := NewMatrix(t, m, kind, flags)
	matrix.Kinds = tenantKinds
	return matrix
}

func newPicker(t Theme, m keys.Map, kind feature.Kind, first []feature.ScopeInfo, compare bool) *Picker {
	picker := NewPicker(t, m, kind, first, compare)
	picker.Kinds = tenantKinds
	return picker
}
