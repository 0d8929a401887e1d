package data

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"flagtui/internal/data/engine"
	"flagtui/internal/data/recognise"
	"flagtui/internal/feature"
)

// Recognise returns the database's short name, and the tables that hold feature flags or
// may hold them. It changes nothing. The database needs no table that flagtui knows.
func Recognise(ctx context.Context, options Options) (findings []recognise.Finding, database string, err error) {
	where, err := options.target()
	if err != nil {
		return nil, "", err
	}
	s, _, err := inspectStore(ctx, where, options, true)
	if err != nil {
		return nil, "", err
	}
	defer s.Close()
	findings, err = s.recognise(ctx)
	return findings, s.Found.Name(), err
}

// recognise searches the columns of every table.
func (s *sqlStore) recognise(ctx context.Context) ([]recognise.Finding, error) {
	var tables []recognise.Table
	err := s.Survey(ctx, func(c engine.SurveyedColumn) {
		if n := len(tables); n == 0 || tables[n-1].Schema != c.Schema || tables[n-1].Name != c.Table {
			tables = append(tables, recognise.Table{Schema: c.Schema, Name: c.Table})
		}
		last := &tables[len(tables)-1]
		last.Columns = append(last.Columns, recognise.Column{Name: c.Name, Type: surveyedType(c.Type), Required: c.Required, Key: c.Key})
	})
	return recognise.Find(tables), err
}

// surveyedType converts the name of a column's type to a recognise.Type.
func surveyedType(name string) recognise.Type {
	name = strings.ToLower(name)
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(name, word) })
	}
	switch {
	case has("bool"):
		return recognise.Boolean
	case has("array", "[]"):
		return recognise.Array
	case has("json"):
		return recognise.JSON
	case has("uuid"):
		return recognise.UUID
	case has("timestamp", "datetime"):
		return recognise.Time
	case has("interval", "point"):
		return recognise.Other
	case has("int", "serial", "numeric", "decimal"):
		return recognise.Number
	case has("char", "text", "enum", "name", "clob"):
		return recognise.Text
	}
	return recognise.Other
}

// nameOthers replaces the error errNoTable by an error that names another table with
// flags. It returns missing itself if the database has no such table. It also does so
// for any other error, and if the config file has a layout.
func (s *sqlStore) nameOthers(ctx context.Context, missing error) error {
	if !errors.Is(missing, errNoTable) || s.options.Layout != nil {
		return missing
	}
	findings, err := s.recognise(ctx)
	findings = slices.DeleteFunc(findings, func(f recognise.Finding) bool { return f.Standing == recognise.Supported })
	if err != nil || len(findings) == 0 {
		return missing
	}
	f := findings[0]
	problem := &feature.Problem{Kind: feature.ErrUsage, Cause: errNoTable, Text: fmt.Sprintf("flagtui does not open the table %s by itself: it may hold feature flags", f.Table),
		Hint: "`flagtui layout` prints the layout to put into a context of the config file"}
	switch {
	case f.Standing == recognise.Refused:
		problem.Text = fmt.Sprintf("the table %s belongs to %s, whose flags flagtui does not change: %s", f.Table, f.System, f.Why)
		problem.Hint = f.Better
	case f.System != "":
		problem.Text = fmt.Sprintf("the table %s belongs to %s, and flagtui opens it only with a layout in the config file", f.Table, f.System)
	}
	return problem
}
