package flagtui

import (
	"strconv"

	"flagtui/internal/scopekind"
)

// AnyScope is a place where a flag has a value: the whole system, or one tenant, project
// or other scope. All types of scopes are in this package.
type AnyScope interface {
	// String returns the scope as the command line takes it, such as "tenant:acme".
	String() string
	isScope()
}

// These aliases keep the embedded types out of the documentation.
type (
	systemKind  = scopekind.System
	tenantKind  = scopekind.Tenant
	projectKind = scopekind.Project
	sectionKind = scopekind.Section
)

// SystemScope is the whole system.
type SystemScope struct{ systemKind }

// System is the whole system.
var System SystemScope

// TenantScope is one tenant.
type TenantScope struct {
	tenantKind
	id string
}

// Tenant returns the scope of the tenant with this id. Case and spaces of the id are
// significant.
func Tenant(id string) TenantScope { return TenantScope{id: id} }

// ProjectScope is one project.
type ProjectScope struct {
	projectKind
	numberOrSlug
}

// Project returns the scope of the project with this id.
func Project(id int64) ProjectScope { return ProjectScope{numberOrSlug: numberOrSlug{number: id}} }

// ProjectSlug returns the scope of the project with this slug.
func ProjectSlug(slug string) ProjectScope {
	return ProjectScope{numberOrSlug: numberOrSlug{slug: slug}}
}

// SectionScope is one section.
type SectionScope struct {
	sectionKind
	numberOrSlug
}

// Section returns the scope of the section with this id.
func Section(id int64) SectionScope { return SectionScope{numberOrSlug: numberOrSlug{number: id}} }

// SectionSlug returns the scope of the section with this slug.
func SectionSlug(slug string) SectionScope {
	return SectionScope{numberOrSlug: numberOrSlug{slug: slug}}
}

// OtherScope is a scope whose kind only the running program knows.
type OtherScope struct{ kind, id string }

// Scope returns the scope of any kind, such as Scope("workspace", "7"). Scope("tenant",
// "acme") is the same place as Tenant("acme").
func Scope(kind, id string) OtherScope { return OtherScope{kind: kind, id: id} }

// numberOrSlug identifies a project or a section. An empty slug means that the number
// identifies it.
type numberOrSlug struct {
	number int64
	slug   string
}

func (s numberOrSlug) text() string {
	if s.slug != "" {
		return s.slug
	}
	return strconv.FormatInt(s.number, 10)
}

// String returns "system".
func (SystemScope) String() string { return "system" }

// String returns the scope as "tenant:ID".
func (s TenantScope) String() string { return "tenant:" + s.id }

// String returns the scope as "project:ID" or "project:SLUG".
func (s ProjectScope) String() string { return "project:" + s.text() }

// String returns the scope as "section:ID" or "section:SLUG".
func (s SectionScope) String() string { return "section:" + s.text() }

// String returns the scope as "KIND:ID".
func (s OtherScope) String() string {
	if s.id == "" {
		return s.kind
	}
	return s.kind + ":" + s.id
}

func (SystemScope) isScope()  {}
func (TenantScope) isScope()  {}
func (ProjectScope) isScope() {}
func (SectionScope) isScope() {}
func (OtherScope) isScope()   {}
