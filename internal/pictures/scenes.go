package main

import "flagtui/internal/views"

// picture is one picture of the documentation: keys that are pressed on the demo, and
// the frame at their end. An animated picture shows the frame after each step.
type picture struct {
	name, alt     string
	width, height int
	session       views.Session
	badge         string // the context's colour
	animated      bool
	steps         []step
}

// step is one key, or a typed text, and the texts that its frame has. A step with asks
// presses its key again while the frame has that text.
type step struct {
	key   string
	shows []string
	asks  string
	rest  int // how long an animation shows the frame, in tenths of a second
}

// counted is on the first screen as soon as everything is read.
var counted = []string{"[1 All 63]", "12 on, 3 off", "polling every 2 s"}

// pictures are all pictures, in the order of the README.
var pictures = []picture{
	{
		name: "change", alt: "A flag is found and turned off; its effect is shown first", width: 100, height: 24, animated: true,
		steps: []step{
			{shows: counted, rest: 15},
			{key: "/", shows: []string{"/_"}, rest: 6},
			{key: "new inv", shows: []string{"/new inv_", "1/1 of 63"}, rest: 10},
			{key: "enter", shows: []string{"space change", "/new inv"}, rest: 8},
			{key: "space", shows: []string{"11 tenants inherit the system value and change", "y apply"}, rest: 28},
			{key: "tab", asks: "tab reason", shows: []string{"enter done"}, rest: 6},
			{key: "Totals are rounded twice", shows: []string{"Totals are rounded twice_"}, rest: 10},
			{key: "enter", shows: []string{"y apply"}, rest: 10},
			{key: "y", asks: "y apply", shows: []string{`"billing.new_invoice" disabled`, "[ ] Disabled", "12 on, 3 off"}, rest: 40},
		},
	},
	{
		name: "browse", alt: "Every flag with its status, and what is known of the flag under the cursor", width: 150, height: 32,
		steps: []step{{shows: counted}, {key: "/billing.new", shows: []string{"/billing.new_"}}, {key: "enter", shows: []string{"space change"}},
			{key: "esc", shows: []string{"35w priya", "4w alice", "LAST CHANGES", "tenant granite, tenant globex"}}},
	},
	{
		name: "history", alt: "Who changed what, when and why, whoever recorded it", width: 120, height: 30,
		steps: []step{{shows: counted}, {key: "h", shows: []string{"Wed 18 Nov", "carol@bastion"}}},
	},
	{
		name: "details", alt: "For whom a flag is on, and where that comes from", width: 120, height: 30,
		steps: []step{{shows: counted}, {key: "/billing.new", shows: []string{"/billing.new_"}}, {key: "enter", shows: []string{"space change"}},
			{key: "enter", shows: []string{"On for 23 of 26 tenants", "Inheriting"}}},
	},
	{
		name: "matrix", alt: "All flags and all tenants at once", width: 120, height: 30,
		steps: []step{{shows: counted}, {key: "m", shows: []string{"Matrix · tenants", "63 flags, 26 tenants", "○"}}},
	},
	{
		name: "production", alt: "A protected database that is writable is red", width: 80, height: 24,
		session: views.Session{Context: "prod", Protected: true},
		steps:   []step{{shows: counted}},
	},
	{
		name: "readonly", alt: "A database opened for reading only is calm, and nothing can be changed", width: 80, height: 24,
		session: views.Session{Context: "prod", Protected: true, ReadOnly: "--read-only"},
		steps:   []step{{shows: counted}},
	},
}
