package feature

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"unicode/utf8"
)

// Kind is a kind of scope.
type Kind string

// Some kinds of scope. Only System means the same in every database. A layout may define
// kinds with any other name.
const (
	System  Kind = "system"
	Tenant  Kind = "tenant"
	Project Kind = "project"
	Section Kind = "section"
)

// Scope is the place of an override, such as the whole system or one tenant. The system
// has no ID.
type Scope struct {
	Kind Kind
	ID   string
}

// SystemScope returns the scope of the whole system.
func SystemScope() Scope { return Scope{Kind: System} }

// TenantScope returns the scope of a tenant.
func TenantScope(id string) Scope { return Scope{Kind: Tenant, ID: id} }

// IsZero reports whether s is not a scope. The zero scope sees only definitions. The
// dashboard starts there if flags are set for projects and sections only.
func (s Scope) IsZero() bool { return s == Scope{} }

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
// significant. It fails with ErrUsage if the text is not a scope.
func ParseScope(text string) (Scope, error) {
	kind, id, _ := strings.Cut(text, ":")
	scope := Scope{Kind: Kind(kind), ID: id}
	if err := scope.Validate(); err != nil {
		return Scope{}, err
	}
	return scope, nil
}

// Limits of flagtui's own columns, in characters. SQLite does not enforce the limits, so
// flagtui checks them on both databases. Layouts have their own limits (see
// layout.Layout.Validate).
const (
	MaxName  = 255 // flagtui_definition.name
	MaxActor = 255 // flagtui_change.actor
)

// kindRE matches a kind of scope.
var kindRE = regexp.MustCompile(`^[a-z][a-z0-9_-]*$`)

// IsValid reports whether k has the form of a kind: a word in lower case.
func (k Kind) IsValid() bool { return kindRE.MatchString(string(k)) }

// Validate fails with ErrUsage for a malformed scope. It does not check the length of
// the id, or whether the database has the kind.
func (s Scope) Validate() error {
	switch {
	case !s.Kind.IsValid():
		return &Problem{Kind: ErrUsage, Text: fmt.Sprintf("unknown scope %q", Shorten(s.String())),
			Hint: "a scope is system, or KIND:ID, such as tenant:acme"}
	case s.IsSystem() && s.ID != "":
		return &Problem{Kind: ErrUsage, Text: fmt.Sprintf("the system scope has no id, but %q was given", Shorten(s.ID))}
	case !s.IsSystem() && s.ID == "":
		return &Problem{Kind: ErrUsage, Text: fmt.Sprintf("the %s id is empty", s.Kind),
			Hint: fmt.Sprintf("write it as %s:ID", s.Kind)}
	}
	return ValidateText(string(s.Kind)+" id", s.ID, math.MaxInt)
}

// ValidateName fails with ErrUsage for a flag name that is empty, too long for limit, or
// impossible to store.
func ValidateName(name string, limit int) error {
	if name == "" {
		return &Problem{Kind: ErrUsage, Text: "the flag name is empty"}
	}
	return ValidateText("flag name", name, limit)
}

// ValidateText fails with ErrUsage if text is longer than limit, is not valid UTF-8, or
// contains NUL. PostgreSQL stores neither invalid UTF-8 nor NUL.
func ValidateText(what, text string, limit int) error {
	switch n := utf8.RuneCountInString(text); {
	case n > limit:
		return &Problem{Kind: ErrUsage, Text: fmt.Sprintf("the %s %q is too long: %d characters, and the column holds %d", what, Shorten(text), n, limit)}
	case !utf8.ValidString(text):
		return &Problem{Kind: ErrUsage, Text: fmt.Sprintf("the %s %q is not valid UTF-8", what, Shorten(text))}
	case strings.ContainsRune(text, 0):
		return &Problem{Kind: ErrUsage, Text: fmt.Sprintf("the %s %q holds a NUL character", what, Shorten(text))}
	}
	return nil
}

// Shorten cuts a long text for an error message.
func Shorten(text string) string {
	const most = 40
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most]) + "…"
}
