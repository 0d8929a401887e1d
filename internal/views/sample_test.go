package views

import "flagtui/internal/flag"

// sample is a catalogue, and what is stored of it for the system and a tenant.
func sample() (defs []flag.Definition, stored, own map[string]flag.Stored, counts *flag.Counts) {
	defs = []flag.Definition{
		{Name: "access.api_key_rotation", Description: "Ask for a new API key every 90 days", Default: true},
		{Name: "access.passkeys", Description: "Sign in with a passkey"},
		{Name: "billing.new_invoice", Description: "Invoices by the new engine"},
		{Name: "billing.payment_links", Default: true},
		{Name: "catalog.customer_specific_price_lists_with_validity", Description: "Prices that hold for one customer, from one day to another, and that win over every campaign"},
		{Name: "files.public_uploads", Description: "Allow unauthenticated uploads"},
		{Name: "orders.beta_checkout", Description: "Die neue Kasse für Händler", Default: true},
		{Name: "受注.一括登録", Description: "注文をまとめて登録する"},
	}
	stored = map[string]flag.Stored{
		"billing.new_invoice":     {Enabled: true},
		"files.public_uploads":    {Enabled: true, Odd: true},
		"orders.beta_checkout":    {Enabled: false},
		"legacy.export_to_floppy": {Enabled: true},
	}
	own = map[string]flag.Stored{
		"billing.new_invoice": {Enabled: false},
		"access.passkeys":     {Enabled: true},
		"legacy.fax":          {Enabled: true},
	}
	counts = flag.NewCounts(defs)
	counts.Add("billing.new_invoice", flag.Count{On: 12, Off: 3})
	counts.Add("access.passkeys", flag.Count{On: 1})
	counts.Add("orders.beta_checkout", flag.Count{Off: 1})
	counts.Add("legacy.export_to_floppy", flag.Count{On: 2})
	return defs, stored, own, counts
}
