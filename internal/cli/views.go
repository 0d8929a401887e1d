package cli

import (
	"strconv"
	"strings"

	"flagtui/internal/feature"
	"flagtui/internal/views"
)

// printViews prints flags at a scope. The parameter json is the list in the form of
// JSON. counts holds the overrides of each flag, or is nil.
func (a *app) printViews(found resolved, json any, counts *feature.Counts) error {
	kind := found.kind
	return a.printListing(listing{
		json:    json,
		records: func() [][]string { return viewRecords(found.views, counts) },
		table:   func() views.Table { return views.ListTable(a.theme(""), kind, found.views, counts) },
		plain: func() error {
			return views.WriteList(a.out, views.NewTheme(true, a.asciiOnly()), kind, found.views, counts)
		},
	})
}

// viewRecords returns flags as CSV records. The columns have the names of the JSON
// fields.
func viewRecords(list []feature.View, counts *feature.Counts) [][]string {
	headings := []string{"name", "description", "default_enabled", "enabled", "overridden", "system_enabled", "source", "registered", "depends"}
	if counts != nil {
		headings = append(headings, "on", "off")
	}
	records := [][]string{headings}
	for _, view := range list {
		// An unknown or missing value is an empty field.
		field := func(known, value bool) string {
			if !known {
				return ""
			}
			return strconv.FormatBool(value)
		}
		record := []string{view.Name, view.Description, field(!view.Unknown, view.Default), field(len(view.Depends) == 0, view.Enabled),
			strconv.FormatBool(view.Overridden()), field(view.HasSystem && !view.SystemUnknown(), view.SystemEnabled), string(view.Source),
			strconv.FormatBool(view.Registered), strings.Join(view.Depends, "; ")}
		if counts != nil {
			count := counts.Of(view.Name)
			record = append(record, strconv.Itoa(count.On), strconv.Itoa(count.Off))
		}
		records = append(records, record)
	}
	return records
}
