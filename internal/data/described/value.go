package described

import (
	"fmt"
	"strings"

	"flagtui/internal/data/engine"
	"flagtui/internal/feature"
)

// The states of a row, as the database computes them.
const (
	stateOff = iota
	stateOn
	stateUnclear // the value means neither on nor off
)

// checkValue checks the column of the value, and the texts that mean on and off.
func (l *Layout) checkValue(t engine.Table, word, name string) (err error) {
	config := l.config.Table
	if l.value, err = l.column(t, word, name); err != nil {
		return err
	}
	v, on := l.value, config.On != "" && word == "enabled"
	shown := fmt.Sprintf("the column %s is %s", v.Name, v.Shown)
	switch {
	case word == "enabled" && config.NotNull && v.form != timeForm:
		return l.config.Problem("on", shown+", and flagtui writes only a time where `not null` means on", "write on: and off: with two texts, or leave both out for a boolean")
	case word == "enabled" && config.NotNull && v.NotNull:
		return l.config.Problem("on", shown+" and is never NULL", "write on: and off: with two texts")
	case word == "enabled" && config.NotNull:
	case on && v.form != textForm:
		return l.config.Problem("on", shown, "leave on and off out: true or 1 is on there")
	case on:
		for word, text := range map[string]string{"on": config.On, "off": config.Off} {
			if _, err := v.arg(text); err != nil {
				return l.config.Problem(word, err.Error(), "write a value that the column "+v.Name+" can have")
			}
		}
	case v.form == textForm:
		return l.config.Problem(word, shown+", and flagtui does not know which text means on", "write on: and off: with the two texts")
	case v.form == timeForm:
		return l.config.Problem(word, shown, "write on: not null where a time means on")
	case v.form != booleanForm && v.form != numberForm && v.form != decimalForm:
		return l.config.Problem(word, shown+", which flagtui cannot read as on or off", "name a column that is a boolean, a number, or a text with on: and off:")
	}
	l.texts = on
	l.notNull = word == "enabled" && config.NotNull
	return nil
}

// state returns the expression for a row's state.
func (l *Layout) state() string {
	v := l.value.as("o")
	switch {
	case l.presence:
		return "1"
	case l.notNull:
		return `CASE WHEN ` + v + ` IS NOT NULL THEN 1 ELSE 0 END`
	case l.texts:
		text := l.value.text("o")
		return `CASE WHEN ` + v + ` IS NULL THEN 0 WHEN ` + text + ` = ` + l.Literal(l.config.Table.On) + ` THEN 1 WHEN ` + text + ` = ` + l.Literal(l.config.Table.Off) + ` THEN 0 ELSE 2 END`
	case l.Dialect == engine.SQLite: // a column may hold a value of any type
		return `CASE WHEN ` + v + ` IS NULL THEN 0 WHEN typeof(` + v + `) NOT IN ('integer', 'real') THEN 2 WHEN ` + v + ` <> 0 THEN 1 ELSE 0 END`
	case l.value.form == booleanForm:
		return `CASE WHEN ` + v + ` IS TRUE THEN 1 ELSE 0 END`
	}
	return `CASE WHEN ` + v + ` <> 0 THEN 1 ELSE 0 END`
}

// unclear returns an expression for the value of a row in stateUnclear. In another state
// the expression is NULL.
func (l *Layout) unclear() string {
	if l.presence || l.notNull || !l.texts && l.Dialect == engine.Postgres {
		return "NULL"
	}
	return `CASE WHEN ` + l.state() + ` = 2 THEN ` + l.value.text("o") + ` END`
}

// setTo returns the expression that writes a setting, with its arguments.
func (l *Layout) setTo(to feature.Setting) (string, []any) {
	switch {
	case l.notNull && to == feature.On:
		return l.TimeOfWrite(l.table, l.value.Name), nil
	case l.notNull:
		return "NULL", nil
	case l.texts && to == feature.On:
		return "?", []any{l.config.Table.On}
	case l.texts:
		return "?", []any{l.config.Table.Off}
	case l.value.form == booleanForm:
		return "?", []any{l.Boolean(to)}
	}
	return "?", []any{map[feature.Setting]int{feature.On: 1}[to]}
}

// targetingValue returns an expression for a column of the targeting. The expression is
// NULL for an empty column, 0 and 100, which have no effect.
func targetingValue(c column) string {
	name, text := c.as("o"), "CAST("+c.as("o")+" AS text)"
	condition := `TRIM(` + text + `) NOT IN ('', '0', '100', '0.0', '100.0', '{}', '[]', 'null')`
	switch {
	case c.db.Dialect == engine.SQLite:
	case c.form == numberForm || c.form == decimalForm:
		condition = name + ` NOT IN (0, 100)`
	case c.form == booleanForm:
		condition = name
	}
	return `CASE WHEN ` + condition + ` THEN ` + text + ` END`
}

// certain returns the condition that the value depends on nothing but the row's state.
func (l *Layout) certain() string {
	parts := []string{l.state() + ` <> 2`}
	for _, c := range l.targeting {
		parts = append(parts, targetingValue(c)+` IS NULL`)
	}
	return strings.Join(parts, " AND ")
}

// isOn returns the condition that a row is on and that certain holds.
func (l *Layout) isOn() string { return `(` + l.state() + ` = 1 AND ` + l.certain() + `)` }
