// Package doctor finds faults in a database's rows and tables, and suggests a fix for
// each.
package doctor

import (
	"cmp"
	"context"
	"slices"

	"flagtui/internal/data"
	"flagtui/internal/feature"
	"flagtui/internal/words"
)

// Finding is a fault in the database.
type Finding struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Fix     string `json:"mend"` // a flagtui command or SQL statement; may be empty

	// Change removes the faulty override. It is nil if flagtui cannot write the removal.
	Change *feature.Change `json:"-"`

	scope feature.Scope
	name  string
}

// The codes of findings.
const (
	RowsHidden         = "rows_hidden"
	MissingColumns     = "missing_columns"
	BadDefinition      = "bad_definition"
	Duplicate          = "duplicate"
	NoUniqueConstraint = "no_unique_constraint"
	NoIndex            = "no_index"
	Misread            = "misread"
	AppRow             = "app_row" // a row that the app reads in another way, or fails on
	NotBoolean         = "not_boolean"
	NotTime            = "not_time"
	BadName            = "bad_name"
	Unregistered       = "unregistered"
	WrongScope         = "wrong_scope"
	MisspeltTenant     = "misspelt_tenant"
	UnknownTenant      = "unknown_tenant"
	Repeated           = "repeated"
	Outside            = "outside"
	NotLive            = "not_live"      // the running app serves something else than what is stored
	OtherCatalogue     = "app_catalogue" // the running app defines other flags than the catalogue
	AppNotAsked        = "app_not_asked" // the running app cannot be asked
)

// codes lists the codes in the order in which findings must be fixed.
var codes = []string{RowsHidden, MissingColumns, BadDefinition, Duplicate, NoUniqueConstraint, NoIndex, Misread, AppRow, NotBoolean, NotTime,
	BadName, Unregistered, WrongScope, MisspeltTenant, UnknownTenant, Repeated, Outside, NotLive, OtherCatalogue, AppNotAsked}

var titles = map[string]words.Text{RowsHidden: words.FindingRowsHidden, MissingColumns: words.FindingMissingColumns, BadDefinition: words.FindingBadDefinition, Duplicate: words.FindingDuplicate,
	NoUniqueConstraint: words.FindingNotUnique, NoIndex: words.FindingNoIndex, Misread: words.FindingMisread, AppRow: words.FindingAppRow, NotBoolean: words.FindingNotBoolean, NotTime: words.FindingNotTime,
	BadName: words.FindingBadName, Unregistered: words.NotRegistered, WrongScope: words.FindingWrongScope, MisspeltTenant: words.FindingMisspelt, UnknownTenant: words.FindingUnknown,
	Repeated: words.FindingRedundant, Outside: words.FindingOutside,
	NotLive: words.FindingNotLive, OtherCatalogue: words.FindingCatalogue, AppNotAsked: words.FindingNotAsked}

// Title returns a code in words, for a screen of a database with these kinds of scope.
func Title(l words.Language, code string, kinds feature.KindList) string {
	if code != MisspeltTenant && code != UnknownTenant {
		return l.Say(titles[code])
	}
	tenant := kinds.WithIDs().Noun()
	if kinds.Has(feature.Tenant) {
		tenant = kinds.Of(feature.Tenant).Noun()
	}
	return l.Say(titles[code], l.Known(tenant.One))
}

// Codes returns all codes in the order in which findings must be fixed.
func Codes() []string { return slices.Clone(codes) }

// MaxPerCode is the largest number of findings that Find returns for one code. Find
// counts the others.
const MaxPerCode = 100

// Subject is the input of Find.
type Subject struct {
	Inspection data.Inspection
	Catalogue  []feature.Definition // the known flags; nil without a catalogue
	Stored     []feature.Definition // the database's definitions, which Find checks, too
	Options    string               // options for a suggested flagtui command, such as " --db x"
	// Progress is called now and then with the number of rows read; it may be nil.
	Progress func(rows int)
}

// progressRows is the number of rows between two calls of Progress.
const progressRows = 10_000

// Result is the result of Find.
type Result struct {
	Findings []Finding      // in the order of their fixes, at most MaxPerCode per code
	Counts   map[string]int // number of all findings, by code
	Rows     int            // number of rows read
}

// Add adds a finding after those of the same code. It counts the finding, and keeps up to
// MaxPerCode findings of a code.
func (r *Result) Add(code, message, fix string) {
	if r.Counts[code]++; r.Counts[code] > MaxPerCode {
		return
	}
	at := len(r.Findings)
	for at > 0 && slices.Index(codes, r.Findings[at-1].Code) > slices.Index(codes, code) {
		at--
	}
	r.Findings = slices.Insert(r.Findings, at, Finding{Code: code, Message: message, Fix: fix})
}

// Find checks the tables, the stored definitions and every row of a database. It changes
// nothing. It fails only if the store does.
func Find(ctx context.Context, store data.Store, subject Subject) (Result, error) {
	f := &finder{Subject: subject, info: store.Info(), counts: map[string]int{}, kept: map[string][]Finding{}}
	for _, t := range f.Inspection.Tables {
		if slices.Contains(f.info.Filtered, t.Name) {
			f.addHidden(t)
		}
		if t.Own && len(t.Missing) > 0 {
			f.addColumns(t)
		}
	}
	for _, def := range subject.Stored {
		f.checkDefinition(def)
	}
	system, err := store.Stored(ctx, feature.SystemScope())
	if err != nil {
		return Result{}, err
	}
	validator := feature.NewValidator(subject.Catalogue, system, f.info.Kinds, f.info.ValidateStored)
	rows := 0
	err = store.CheckRows(ctx, func(row data.Row) {
		f.addFault(row, validator.Fault(row.Override, row.Listed))
		if rows++; rows%progressRows == 0 && f.Progress != nil {
			f.Progress(rows)
		}
	}, f.addAnomaly)
	return Result{f.sorted(), f.counts, rows}, err
}

// finder collects findings.
type finder struct {
	Subject
	info   data.Info
	counts map[string]int
	kept   map[string][]Finding
}

// add counts a finding. It keeps up to MaxPerCode findings of a code. The function words
// makes a finding's message and fix.
func (f *finder) add(code string, row feature.Override, words func() (message, fix string)) {
	if f.counts[code]++; f.counts[code] <= MaxPerCode {
		message, fix := words()
		f.kept[code] = append(f.kept[code], Finding{Code: code, Message: message, Fix: fix, scope: row.Scope, name: row.Name})
	}
}

// addRemoval adds the finding of an override that flagtui can remove.
func (f *finder) addRemoval(code string, row data.Row, message func() string) {
	f.add(code, row.Override, func() (string, string) { return message(), f.clearCommand(row) })
	if kept := f.kept[code]; f.counts[code] == len(kept) {
		kept[len(kept)-1].Change = &feature.Change{Scope: row.Scope, Name: row.Name, Before: row.Setting(), After: feature.Inherit}
	}
}

// sorted returns the findings in the order of codes. Findings of one code are sorted by
// scope and name.
func (f *finder) sorted() []Finding {
	all := []Finding{}
	for _, code := range codes {
		slices.SortStableFunc(f.kept[code], func(a, b Finding) int {
			return cmp.Or(cmp.Compare(a.scope.Kind, b.scope.Kind), cmp.Compare(a.scope.ID, b.scope.ID), cmp.Compare(a.name, b.name))
		})
		all = append(all, f.kept[code]...)
	}
	return all
}
