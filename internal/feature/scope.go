package feature

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Kind is a kind of scope.
type Kind string

// The kinds of scope. System and Tenant belong to simple_module, Project and
// Section to OLI Torus.
const (
	System  Kind = "system"
	Tenant  Kind = "tenant"
	Project Kind = "project"
	Section Kind = "section"
)

// Kinds returns every kind in the order of the screens.
func Kinds() []Kind { return []Kind{System, Tenant, Project, Section} }

// Plural returns the kind's plural, such as "tenants".
func (k Kind) Plural() string {
	if k == System {
		return "system"
	}
	return string(k) + "s"
}

// Scope is the place of an override: the whole system without an ID, or one tenant,
// project or section.
type Scope struct {
	Kind Kind
	ID   string
}

// SystemScope returns the scope of the whole system.
func SystemScope() Scope { return Scope{Kind: System} }

// TenantScope returns the scope of a tenant.
func TenantScope(id string) Scope { return Scope{Kind: Tenant, ID: id} }

// IsZero reports whether s is no scope. The zero scope sees only definitions. The
// dashboard starts there if flags are set for projects and sections only.
func (s Scope) IsZero() bool { return s == Scope{} }

// Inherits reports whether scopes of this kind inherit a value. Projects and sections do
// not inherit: without an override, a flag is off there.
func (k Kind) Inherits() bool { return k == System || k == Tenant }

// Word returns the word for a setting at scopes of this kind. If the kind inherits
// nothing, the word for Inherit is off.
func (k Kind) Word(s Setting) string {
	if s == Inherit && (k == Project || k == Section) {
		return Off.String()
	}
	return s.String()
}

// IsSystem reports whether s is the scope of the whole system.
func (s Scope) IsSystem() bool { return s.Kind == System }

// String returns the scope as "system" or "tenant:acme".
func (s Scope) String() string {
	if s.ID == "" {
		return string(s.Kind)
	}
	return string(s.Kind) + ":" + s.ID
}

// ParseScope parses the form that String returns. Case and spaces of the id are
// significant. It fails with ErrUsage if the text is no scope.
func ParseScope(text string) (Scope, error) {
	kind, id, _ := strings.Cut(text, ":")
	scope := Scope{Kind: Kind(kind), ID: id}
	if err := scope.Validate(); err != nil {
		return Scope{}, err
	}
	return scope, nil
}

// Limits of the app's columns, in characters. PostgreSQL enforces the limits. SQLite
// does not, so flagtui enforces them on both.
const (
	MaxName    = 200 // feature_flags_override.name
	MaxFeature = 255 // scoped_feature_flag_states.feature_name
	MaxScopeID = 64  // feature_flags_override.scope_id
	MaxActor   = 255 // created_by, updated_by, user_id
)

// Validate fails with ErrUsage for a scope that no row can have. It does not check the
// id's length (see Change.ValidateNew).
func (s Scope) Validate() error {
	switch {
	case !slices.Contains(Kinds(), s.Kind):
		return &Problem{Kind: ErrUsage, Text: fmt.Sprintf("unknown scope %q", s.String()),
			Hint: "a scope is system, tenant:ID, project:ID or section:ID"}
	case s.IsSystem() && s.ID != "":
		return &Problem{Kind: ErrUsage, Text: fmt.Sprintf("the system scope has no id, but %q was given", s.ID)}
	case !s.IsSystem() && s.ID == "":
		return &Problem{Kind: ErrUsage, Text: fmt.Sprintf("the %s id is empty", s.Kind),
			Hint: fmt.Sprintf("write it as %s:ID", s.Kind)}
	}
	return checkText(string(s.Kind)+" id", s.ID, math.MaxInt)
}

// ValidateName fails with ErrUsage for a name that no row can hold.
func ValidateName(name string) error { return validateName(name, MaxName) }

func validateName(name string, limit int) error {
	if name == "" {
		return &Problem{Kind: ErrUsage, Text: "the flag name is empty"}
	}
	return checkText("flag name", name, limit)
}

// ValidateNew fails with ErrUsage if a new row's name or id would be longer than its
// column. It is for new rows only: SQLite may hold longer ones, which are read and
// changed like any other.
func (c Change) ValidateNew() error {
	if !c.Scope.Kind.Inherits() {
		return c.Scope.Kind.ValidateName(c.Name)
	}
	if err := checkText(string(c.Scope.Kind)+" id", c.Scope.ID, MaxScopeID); err != nil {
		return err
	}
	return ValidateName(c.Name)
}

// featureRE matches the feature names that OLI Torus allows.
var featureRE = regexp.MustCompile(`^[a-zA-Z0-9_.-]+$`)

// ValidateFeature fails with ErrUsage for a name that OLI Torus does not allow.
func ValidateFeature(name string) error {
	if len(name) <= MaxFeature && featureRE.MatchString(name) {
		return nil
	}
	return &Problem{Kind: ErrUsage, Text: fmt.Sprintf("%q is no feature name", shorten(name)), Hint: "it has 1 to 255 letters, digits, dots, dashes and underscores"}
}

// ValidateName fails with ErrUsage for a flag name that no row at scopes of this kind
// can hold. It does not check the length if SQLite may hold longer names.
func (k Kind) ValidateName(name string) error {
	if k == Project || k == Section {
		return ValidateFeature(name)
	}
	return validateName(name, math.MaxInt)
}

// checkText fails if text is longer than its column, is not valid UTF-8, or holds NUL.
// PostgreSQL can store none of these.
func checkText(what, text string, limit int) error {
	switch n := utf8.RuneCountInString(text); {
	case n > limit:
		return &Problem{Kind: ErrUsage, Text: fmt.Sprintf("the %s %q is too long: %d characters, and the column holds %d", what, shorten(text), n, limit)}
	case !utf8.ValidString(text):
		return &Problem{Kind: ErrUsage, Text: fmt.Sprintf("the %s %q is not valid UTF-8", what, shorten(text))}
	case strings.ContainsRune(text, 0):
		return &Problem{Kind: ErrUsage, Text: fmt.Sprintf("the %s %q holds a NUL character", what, shorten(text))}
	}
	return nil
}

// shorten cuts a long text for an error message.
func shorten(text string) string {
	const most = 40
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most]) + "…"
}
