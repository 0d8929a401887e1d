package feature

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// Kind is the kind of a scope.
type Kind string

// The kinds of scope. System and Tenant belong to simple_module, Project and
// Section to OLI Torus.
const (
	System  Kind = "system"
	Tenant  Kind = "tenant"
	Project Kind = "project"
	Section Kind = "section"
)

// Kinds lists every kind, in the order in which they are shown.
func Kinds() []Kind { return []Kind{System, Tenant, Project, Section} }

// Plural returns the kind's plural, for headings: "tenants".
func (k Kind) Plural() string {
	if k == System {
		return "system"
	}
	return string(k) + "s"
}

// Scope is where an override holds: the whole system (no ID), or one tenant,
// project or section.
type Scope struct {
	Kind Kind
	ID   string
}

// SystemScope is the scope of the whole system.
func SystemScope() Scope { return Scope{Kind: System} }

// TenantScope is the scope of one tenant, by its id.
func TenantScope(id string) Scope { return Scope{Kind: Tenant, ID: id} }

// IsZero tells whether s is no scope at all: where only definitions are seen,
// as in a database whose flags are all set for a project or a section.
func (s Scope) IsZero() bool { return s == Scope{} }

// Inherits tells whether scopes of this kind follow another value where they
// have none of their own. A project or a section does not: what is not on
// there is off.
func (k Kind) Inherits() bool { return k == System || k == Tenant }

// Word is what a setting at a scope of this kind is called: where nothing is
// inherited, what is not set is off.
func (k Kind) Word(s Setting) string {
	if s == Inherit && (k == Project || k == Section) {
		return Off.String()
	}
	return s.String()
}

// IsSystem tells whether s is the scope of the whole system.
func (s Scope) IsSystem() bool { return s.Kind == System }

// String returns the form the command line uses: "system", "tenant:acme".
func (s Scope) String() string {
	if s.ID == "" {
		return string(s.Kind)
	}
	return string(s.Kind) + ":" + s.ID
}

// ParseScope reads the form String writes. The id is taken as it is: case and
// spaces are significant.
func ParseScope(text string) (Scope, error) {
	kind, id, _ := strings.Cut(text, ":")
	scope := Scope{Kind: Kind(kind), ID: id}
	if err := scope.Validate(); err != nil {
		return Scope{}, err
	}
	return scope, nil
}

// Limits of the app's columns, in characters. PostgreSQL enforces them,
// SQLite does not, so flagtui does on both.
const (
	MaxName    = 200 // feature_flags_override.name
	MaxFeature = 255 // scoped_feature_flag_states.feature_name
	MaxScopeID = 64  // feature_flags_override.scope_id
	MaxActor   = 255 // created_by, updated_by, user_id
)

// Validate refuses, as an ErrUsage, a scope that no row can be written for. How
// long the id is, it does not look at: see Change.ValidateNew.
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

// ValidateName refuses, as an ErrUsage, the name of a flag that is to be defined,
// where no row could hold it.
func ValidateName(name string) error { return validateName(name, MaxName) }

func validateName(name string, limit int) error {
	if name == "" {
		return &Problem{Kind: ErrUsage, Text: "the flag name is empty"}
	}
	return checkText("flag name", name, limit)
}

// ValidateNew refuses, as an ErrUsage, a change that would make a row whose name
// or id is longer than the column says. SQLite takes such rows from the app:
// those that are there are read and changed like any other.
func (c Change) ValidateNew() error {
	if !c.Scope.Kind.Inherits() {
		return c.Scope.Kind.ValidateName(c.Name)
	}
	if err := checkText(string(c.Scope.Kind)+" id", c.Scope.ID, MaxScopeID); err != nil {
		return err
	}
	return ValidateName(c.Name)
}

// featureRE is what OLI Torus takes for the name of a feature, up to MaxFeature.
var featureRE = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-zA-Z0-9_.-]+$`) })

// ValidateFeature refuses, as an ErrUsage, a name that OLI Torus takes for no
// feature's.
func ValidateFeature(name string) error {
	if len(name) <= MaxFeature && featureRE().MatchString(name) {
		return nil
	}
	return &Problem{Kind: ErrUsage, Text: fmt.Sprintf("%q is no feature name", shorten(name)), Hint: "it has 1 to 255 letters, digits, dots, dashes and underscores"}
}

// ValidateName refuses, as an ErrUsage, a flag name that no row of the app with
// scopes of this kind can hold, however long one may be.
func (k Kind) ValidateName(name string) error {
	if k == Project || k == Section {
		return ValidateFeature(name)
	}
	return validateName(name, math.MaxInt)
}

// checkText holds what both databases need of a text: valid UTF-8 without NUL
// (PostgreSQL stores neither), and the column's length.
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

// shorten keeps an over-long text from filling the message about it.
func shorten(text string) string {
	const most = 40
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most]) + "…"
}
