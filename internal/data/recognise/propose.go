package recognise

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Names of columns and tables in the flag tables of unknown systems, the most frequent
// first.
var (
	nameColumns  = []string{"key", "name", "feature_key", "flag_key", "feature_name", "flag_name", "featureKey", "flagKey", "featureName", "flagName", "feature", "flag", "slug", "code"}
	valueColumns = []string{"enabled", "is_enabled", "isEnabled", "value", "active", "is_active", "isActive", "feature_enabled", "is_on", "on", "state", "status", "enabled_at", "active_at", "activated_at"}
	idColumns    = []string{"feature_id", "featureId", "flag_id", "flagId", "feature_flag_id", "featureFlagId"}

	looksLikeFlags = regexp.MustCompile(`(?i)feature|flag|toggle|switch|togglz`)
	decidesToo     = regexp.MustCompile(`(?i)percent|rollout|roles?$|rules?$|conditions?$|strateg|variants?$|targeting|segments?$|allowlist|whitelist|cohort`)
	changeTimes    = regexp.MustCompile(`(?i)^(updated|modified|changed)_?(at|on|date)?$`)
	changePeople   = regexp.MustCompile(`(?i)^(updated|modified|changed)_?by$`)
	anyTime        = regexp.MustCompile(`(?i)(_at|_on|At|_date|modified|created|updated)$`)
	anyPerson      = regexp.MustCompile(`(?i)_?by(_?id)?$`)
	pinned         = regexp.MustCompile(`(?i)^(environment|env|platform|app|application|namespace)$`)
	scopeColumn    = regexp.MustCompile(`^(.+?)(_id|Id|_key|_uuid)$`)
)

// proposal builds a layout for a table.
type proposal struct {
	table  Table
	tables []Table // all tables of the database
	used   map[string]bool
	lines  []string
}

// propose returns the lines of a layout for a table. lines is nil if the table does not
// look like flags. defining is the table of the flags' definitions, or empty.
func propose(t Table, tables []Table) (lines []string, defining string) {
	p := &proposal{table: t, tables: tables, used: map[string]bool{}}
	p.add("table: %s", quoteYAML(t.Ref()))
	definitions, byID := p.name()
	value := p.value()
	scoped := p.scope(definitions)
	switch {
	case !looksLikeFlags.MatchString(t.Name), !p.used["name"]:
		return nil, ""
	case !value && (!scoped || definitions == nil): // a table of definitions, or of anything else
		return nil, ""
	}
	p.where()
	p.fills()
	p.targeting()
	p.definitions(definitions, byID)
	p.add("live: when the app reads it again   # now, restart, within 5 minutes, or a sentence: ask the app's developers")
	p.add("without: off   # the value of a flag without any row: off, on, or default (the catalogue's)")
	if definitions != nil {
		defining = definitions.Ref()
	}
	return p.lines, defining
}

func (p *proposal) add(format string, args ...any) {
	p.lines = append(p.lines, fmt.Sprintf(format, args...))
}

// take marks a column as used, and returns its name in YAML.
func (p *proposal) take(c *Column) string {
	p.used[c.Name] = true
	return quoteYAML(c.Name)
}

// name adds the column of the flag's name. If the column refers to a table of
// definitions, definitions is that table. byID reports whether the column holds ids of
// definitions.
func (p *proposal) name() (definitions *Table, byID bool) {
	column := p.table.first(idColumns...)
	if column != nil {
		if definitions = p.referred(column); definitions != nil {
			byID = column.Type != Text || definitions.first("slug", "key") == nil
		}
	}
	if column == nil || definitions == nil {
		column = p.table.first(nameColumns...)
	}
	if column == nil || column.Type == Boolean {
		return nil, false
	}
	p.add("name: %s", p.take(column))
	p.used["name"] = true
	return definitions, byID
}

// referred returns the table that a column such as feature_id refers to, or nil. The
// table's name must match, and the table must have a column for the flag's name.
func (p *proposal) referred(c *Column) *Table {
	base := squeeze(kindOf(c.Name))
	for i, t := range p.tables {
		name := squeeze(t.Name)
		if t.Schema == p.table.Schema && t.Name != p.table.Name && (name == base || name == base+"s") && t.first(nameColumns...) != nil {
			return &p.tables[i]
		}
	}
	return nil
}

// value adds the column that says on or off.
func (p *proposal) value() bool {
	for _, name := range valueColumns {
		c := p.table.column(name)
		if c == nil || p.used[c.Name] {
			continue
		}
		switch c.Type {
		case Boolean, Number:
			p.add("enabled: %s", p.take(c))
		case Text:
			p.add("enabled: %s", p.take(c))
			p.add("on: enabled   # the text that means on")
			p.add("off: disabled   # the text that means off")
		case Time:
			p.add("enabled: %s", p.take(c))
			p.add("on: not null")
		default:
			continue
		}
		return true
	}
	return false
}

// scope adds the columns of the scope. It reports whether there are any.
func (p *proposal) scope(definitions *Table) bool {
	kind, id := p.table.first("scope_type", "scopeType", "scope"), p.table.first("scope_id", "scopeId")
	if provider := p.table.column("ProviderName"); provider != nil {
		kind, id = provider, p.table.column("ProviderKey")
	}
	if kind != nil && id != nil && kind.Type == Text {
		p.add("scope: {column: %s, id: %s, system: system, none: \"\"}   # system: the word for the whole system; none: the id there", p.take(kind), p.take(id))
		return true
	}
	var others []string
	found := false
	for i, c := range p.table.Columns {
		parts := scopeColumn.FindStringSubmatch(c.Name)
		if parts == nil || p.used[c.Name] || c.Key || anyPerson.MatchString(c.Name) || slices.ContainsFunc(idColumns, func(name string) bool { return strings.EqualFold(name, c.Name) }) {
			continue
		}
		if found {
			others = append(others, p.take(&p.table.Columns[i])+": null")
			continue
		}
		found = true
		p.add("scope: {%s: %s}", kindOf(c.Name), p.take(&p.table.Columns[i]))
		p.titles(kindOf(c.Name))
	}
	if len(others) > 0 {
		p.add("where: {%s}   # other rows are neither shown nor touched", strings.Join(others, ", "))
	}
	return found
}

// titles adds the table that has the names of the scopes of a kind.
func (p *proposal) titles(kind string) {
	for _, t := range p.tables {
		if name := squeeze(t.Name); t.Schema == p.table.Schema && (name == squeeze(kind) || name == squeeze(kind)+"s" || name == strings.TrimSuffix(squeeze(kind), "y")+"ies") {
			id, title := t.column("id"), t.first("display_name", "displayName", "name", "title", "slug")
			if id != nil && title != nil {
				p.add("tenants: {table: %s, id: %s, name: %s}", quoteYAML(t.Ref()), quoteYAML(id.Name), quoteYAML(title.Name))
			}
			return
		}
	}
}

// where adds the conditions that rows must meet.
func (p *proposal) where() {
	for i, c := range p.table.Columns {
		switch {
		case p.used[c.Name]:
		case strings.EqualFold(c.Name, "deleted_at"), c.Name == "deletedAt":
			p.add("where: {%s: null}   # a row with another value does not count", p.take(&p.table.Columns[i]))
		case pinned.MatchString(c.Name) && c.Type == Text:
			p.add("where: {%s: production}   # the rows that this context shows", p.take(&p.table.Columns[i]))
		}
	}
	p.merge("where")
}

// fills adds the values of other columns in new rows and in changed rows.
func (p *proposal) fills() {
	var insert, update []string
	for _, c := range p.table.Columns {
		name := quoteYAML(c.Name)
		value := ""
		switch {
		case p.used[c.Name]:
			continue
		case c.Type == UUID && c.Key:
			value = "uuid"
		case anyTime.MatchString(c.Name) && c.Type == Time:
			value = "now"
		case anyPerson.MatchString(c.Name) && c.Type == Text:
			value = "$actor"
		}
		if changeTimes.MatchString(c.Name) && value == "now" || changePeople.MatchString(c.Name) && value != "" {
			update = append(update, name+": "+value)
		}
		if c.Required {
			if value == "" {
				value = `"?"`
			}
			insert = append(insert, name+": "+value)
		}
	}
	if len(insert) > 0 {
		note := ""
		if strings.Contains(strings.Join(insert, " "), `"?"`) {
			note = `   # give each "?" a value: a new row needs it`
		}
		p.add("insert: {%s}%s", strings.Join(insert, ", "), note)
	}
	if len(update) > 0 {
		p.add("update: {%s}", strings.Join(update, ", "))
	}
}

// targeting adds the columns that may hold targeting.
func (p *proposal) targeting() {
	var names []string
	for _, c := range p.table.Columns {
		if !p.used[c.Name] && (decidesToo.MatchString(c.Name) || c.Type == JSON || c.Type == Array) {
			names = append(names, quoteYAML(c.Name))
		}
	}
	if len(names) > 0 {
		p.add("aside: [%s]   # shown; where not empty, 0 or 100 the flag depends on it", strings.Join(names, ", "))
	}
}

// definitions adds the table of the definitions.
func (p *proposal) definitions(t *Table, byID bool) {
	if t == nil {
		return
	}
	name := t.first(nameColumns...)
	if !byID {
		name = t.first("slug", "key", "name")
	}
	words := []string{"table: " + quoteYAML(t.Ref()), "name: " + quoteYAML(name.Name)}
	if value := t.first(valueColumns...); value != nil && value.Type == Boolean {
		words = append(words, "enabled: "+quoteYAML(value.Name))
	}
	if description := t.column("description"); description != nil {
		words = append(words, "description: "+quoteYAML(description.Name))
	}
	p.add("definitions: {%s}", strings.Join(words, ", "))
	if byID {
		p.add("by: id   # %s holds the id of the definition", p.table.Name)
	}
}

// merge joins all lines of the form "word: {…}" into one line.
func (p *proposal) merge(word string) {
	first := -1
	for i := 0; i < len(p.lines); i++ {
		rest, ok := strings.CutPrefix(p.lines[i], word+": {")
		switch {
		case !ok:
		case first < 0:
			first = i
		default:
			inner, _, _ := strings.Cut(rest, "}")
			p.lines[first] = strings.Replace(p.lines[first], "}", ", "+inner+"}", 1)
			p.lines = slices.Delete(p.lines, i, i+1)
			i--
		}
	}
}
