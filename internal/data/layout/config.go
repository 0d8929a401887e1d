package layout

import (
	"fmt"

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
	// Lines has the line of each word in the config file, by its path: "scope.tenant".
	Lines map[string]int
}

// Problem returns the error that a word of the layout is wrong. The word is a path in
// Lines, such as "scope.tenant", or empty for the whole layout.
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
	Prefix string // of the names of the tables
	Tenant string // the actor of a tenant, such as "Account;{id}"; empty: there are no tenants
	Live   feature.Live
}

// FunWithFlagsConfig describes the table of FunWithFlags.
type FunWithFlagsConfig struct {
	Table  TableName // empty: the library's own name
	Tenant string    // the actor of a tenant, such as "account:{id}"; empty: there are no tenants
	Live   feature.Live
}

// WaffleConfig describes the tables of django-waffle.
type WaffleConfig struct {
	Live feature.Live
}

// TableName is the name of a table, as the database has it.
type TableName struct{ Schema, Name string }

// String returns the name as a config file has it.
func (n TableName) String() string {
	if n.Schema == "" {
		return n.Name
	}
	return n.Schema + "." + n.Name
}

// TableConfig describes a table of flags that flagtui does not know by itself. The names
// of columns are as in the database.
type TableConfig struct {
	Table       TableName
	Name        string // the column of the flag's name, or of its definition's id
	Enabled     string // the column of the value; empty: a row by itself means on
	On, Off     string // the texts of the value; empty: it is a boolean or 0 and 1
	NotNull     bool   // the value is on where it is not NULL
	Scope       ScopeConfig
	Where       []Assignment // the rows that count; set in new rows
	Insert      []Assignment // other columns of new rows
	Update      []Assignment // other columns of changed rows
	Definitions DefinitionsConfig
	ByID        bool     // Name holds the id of a definition
	Gate        bool     // a system value that is off stops everything below
	Besides     []string // columns that decide besides
	Live        feature.Live
	Without     feature.Setting // what no row at all means; Inherit: the catalogue's default
	Tenants     TenantsConfig
}

// ScopeConfig says what scope a row belongs to. Without Kind and KindColumn every row is
// the system's.
type ScopeConfig struct {
	// Kind is the one kind of scope of the table, and Column its id. NULL in Column is
	// the whole system.
	Kind   feature.Kind
	Column string

	// KindColumn holds the kind of each row's scope, and IDColumn its id.
	KindColumn, IDColumn string
	// System is the value of KindColumn for the whole system, and None that of IDColumn
	// then. An empty System says that no row is the system's.
	System string
	None   Value
}

// HasIDs reports whether rows belong to scopes with an id.
func (s ScopeConfig) HasIDs() bool { return s.Kind != "" || s.KindColumn != "" }

// OnlyBelow reports whether no row can be the system's.
func (s ScopeConfig) OnlyBelow() bool { return s.KindColumn != "" && s.System == "" }

// DefinitionsConfig describes the app's own table of definitions.
type DefinitionsConfig struct {
	Table                      TableName
	Name, Enabled, Description string // columns; Enabled and Description may be empty
}

// TenantsConfig describes the app's own table of the scopes with an id.
type TenantsConfig struct {
	Table    TableName
	ID, Name string // columns; Name may be empty
}

// Assignment is a column and its value.
type Assignment struct {
	Column string
	Value  Value
}

// Value is a value in the config file.
type Value struct {
	Word ValueWord
	Text string // of a Constant
}

// ValueWord says where a value comes from.
type ValueWord string

// The words of values.
const (
	Constant ValueWord = ""        // the text itself
	Null     ValueWord = "null"    // NULL
	Now      ValueWord = "now"     // the time of the write
	Actor    ValueWord = "$actor"  // who made the change
	Reason   ValueWord = "$reason" // why the change was made
	UUID     ValueWord = "uuid"    // a new UUID
)
