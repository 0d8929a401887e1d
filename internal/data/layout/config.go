package layout

import (
	"fmt"
	"strings"

	"flagtui/internal/feature"
)

// Config is the layout that a context of the config file names. Exactly one of Table,
// Flipper, FunWithFlags and Waffle is set.
type Config struct {
	Table        *TableConfig
	Flipper      *FlipperConfig
	FunWithFlags *FunWithFlagsConfig
	Waffle       *WaffleConfig

	Path string // the config file
	// Lines maps each key of the layout to its line in the config file. A nested key is
	// a path such as "scope.tenant".
	Lines map[string]int
}

// Problem returns an error about a key of the layout. word is the key as in Lines. An
// empty word stands for the whole layout.
func (c *Config) Problem(word, text, hint string) error {
	where := "layout: "
	line, ok := c.Lines[word]
	if !ok {
		line = c.Lines[""]
	}
	if line > 0 {
		where = fmt.Sprintf("line %d: ", line) + where
	}
	if c.Path != "" {
		where = "the config file " + c.Path + ": " + where
	}
	if word != "" {
		where += word + ": "
	}
	return &feature.Problem{Kind: feature.ErrUsage, Text: where + text, Hint: hint}
}

// Live returns when a saved change takes effect, if the layout says so.
func (c *Config) Live() feature.Live {
	switch {
	case c == nil:
		return feature.Live{}
	case c.Table != nil:
		return c.Table.Live
	case c.Flipper != nil:
		return c.Flipper.Live
	case c.FunWithFlags != nil:
		return c.FunWithFlags.Live
	case c.Waffle != nil:
		return c.Waffle.Live
	}
	return feature.Live{}
}

// FlipperConfig describes the tables of Flipper.
type FlipperConfig struct {
	Prefix string // the start of the tables' names
	Tenant string // the actor of a tenant, such as "Account;{id}"; empty without tenants
	Live   feature.Live
}

// FunWithFlagsConfig describes the table of FunWithFlags.
type FunWithFlagsConfig struct {
	Table  TableName // empty for the library's own name
	Tenant string    // the actor of a tenant, such as "account:{id}"; empty without tenants
	Live   feature.Live
}

// WaffleConfig describes the tables of django-waffle.
type WaffleConfig struct {
	Table TableName // the table of the app's own flag model; empty for the library's
	Live  feature.Live
}

// TableName is the name of a table in the database.
type TableName struct{ Schema, Name string }

// String returns the name in the form of the config file.
func (n TableName) String() string {
	part := func(name string) string {
		if strings.ContainsAny(name, `."`) {
			return `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
		}
		return name
	}
	if n.Schema == "" {
		return part(n.Name)
	}
	return part(n.Schema) + "." + part(n.Name)
}

// TableConfig describes a table of flags that flagtui does not know by itself. Column
// names are written as in the database.
type TableConfig struct {
	Table       TableName
	Name        string // the column of the flag's name, or of its definition's id
	Enabled     string // the column of the value; every row means on if Enabled is empty
	On, Off     string // the texts of the value; empty for a boolean, or for 0 and 1
	NotNull     bool   // any value other than NULL means on
	Scope       ScopeConfig
	Where       []Assignment // conditions on the rows to read, and values in new rows
	Insert      []Assignment // values of other columns in new rows
	Update      []Assignment // values of other columns in changed rows
	Definitions DefinitionsConfig
	ByID        bool     // Name is the column of a definition's id
	Gate        bool     // off at system scope means off at every scope
	Targeting   []string // the columns of the word aside, on which the value also depends
	Live        feature.Live
	Without     feature.Setting // the value of a flag without rows; Inherit means the catalogue's default
	Tenants     TenantsConfig
}

// ScopeConfig describes the columns with the scope of a row. Without Kind and KindColumn
// every row is at system scope.
type ScopeConfig struct {
	// Kind is the table's only kind of scope, and Column holds the scope's id. NULL in
	// Column means system scope.
	Kind   feature.Kind
	Column string

	// KindColumn holds the kind of each row's scope, and IDColumn holds the scope's id.
	KindColumn, IDColumn string
	// System is the value of KindColumn at system scope, and None is the value of
	// IDColumn there. With an empty System no row is at system scope.
	System string
	None   Value
	// Kinds maps each kind with an id to its value of KindColumn. If Kinds is nil, the
	// kinds are read from the rows.
	Kinds map[feature.Kind]string
}

// HasIDs reports whether rows can be at scopes with an id.
func (s ScopeConfig) HasIDs() bool { return s.Kind != "" || s.KindColumn != "" }

// OnlyBelow reports whether no row can be at system scope.
func (s ScopeConfig) OnlyBelow() bool { return s.KindColumn != "" && s.System == "" }

// DefinitionsConfig describes the app's own table of definitions.
type DefinitionsConfig struct {
	Table                      TableName
	Name, Enabled, Description string // columns; Enabled and Description are optional
}

// TenantsConfig describes the app's own table of scopes with an id.
type TenantsConfig struct {
	Table    TableName
	ID, Name string // columns; Name is optional
}

// Assignment is a column and its value.
type Assignment struct {
	Column string
	Value  Value
}

// Value is a value in the config file.
type Value struct {
	Word ValueWord
	Text string // the text of a Constant
}

// ValueWord is a source of a value.
type ValueWord string

// The sources of values.
const (
	Constant ValueWord = ""        // the text itself
	Null     ValueWord = "null"    // NULL
	Now      ValueWord = "now"     // the time of the write
	Actor    ValueWord = "$actor"  // the user who makes the change
	Reason   ValueWord = "$reason" // the reason of the change
	UUID     ValueWord = "uuid"    // a new UUID
)
