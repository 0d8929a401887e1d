package openfeature

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"time"

	of "github.com/open-feature/go-sdk/openfeature"

	"flagtui"
)

// An Option says where in the evaluation context a scope is. Without options, the
// targeting key is a tenant's id. A database without tenants needs an option.
//
// If there are several options, a flag is evaluated at the first scope that the context
// has and that the flag's definition allows. If there is none, the flag is evaluated for
// the whole system.
type Option func(*Provider)

// TenantFrom returns an option for an attribute of the evaluation context that holds a
// tenant's id. The attribute "targetingKey" is the targeting key.
func TenantFrom(attribute string) Option {
	return from(attribute, func(id string) flagtui.AnyScope { return flagtui.Tenant(id) })
}

// ProjectFrom returns an option for an attribute that holds a project's id or slug.
func ProjectFrom(attribute string) Option {
	return from(attribute, func(id string) flagtui.AnyScope {
		if number, err := strconv.ParseInt(id, 10, 64); err == nil {
			return flagtui.Project(number)
		}
		return flagtui.ProjectSlug(id)
	})
}

// SectionFrom returns an option for an attribute that holds a section's id or slug.
func SectionFrom(attribute string) Option {
	return from(attribute, func(id string) flagtui.AnyScope {
		if number, err := strconv.ParseInt(id, 10, 64); err == nil {
			return flagtui.Section(number)
		}
		return flagtui.SectionSlug(id)
	})
}

// ScopeFrom returns an option for an attribute that holds the id of a scope of any kind,
// such as ScopeFrom("workspace", "workspaceId").
func ScopeFrom(kind, attribute string) Option {
	return from(attribute, func(id string) flagtui.AnyScope { return flagtui.Scope(kind, id) })
}

func from(attribute string, scope func(id string) flagtui.AnyScope) Option {
	return func(p *Provider) { p.sources = append(p.sources, scopeSource{attribute, scope}) }
}

// scopeSource is an attribute of the evaluation context that holds a scope's id.
type scopeSource struct {
	attribute string
	scope     func(id string) flagtui.AnyScope
}

// read returns the scope. ok is false if the context lacks the attribute. read fails with
// INVALID_CONTEXT if the attribute is not an id.
func (s scopeSource) read(evaluation of.FlattenedContext) (scope flagtui.AnyScope, ok bool, err *of.ResolutionError) {
	value := evaluation[s.attribute]
	if value == nil {
		return nil, false, nil
	}
	id, isID := idOf(value)
	if !isID {
		invalid := of.NewInvalidContextResolutionError(fmt.Sprintf("the attribute %q is no id: an id is a text or a whole number, and not %T", s.attribute, value))
		return nil, false, &invalid
	}
	if id == "" {
		invalid := of.NewInvalidContextResolutionError(fmt.Sprintf("the attribute %q is an empty text: leave it out to ask for the whole system", s.attribute))
		return nil, false, &invalid
	}
	return s.scope(id), true, nil
}

// idOf returns an attribute's value as an id. Whole numbers may be floats, because
// encoding/json decodes each number as a float64.
func idOf(value any) (id string, ok bool) {
	switch v := reflect.ValueOf(value); v.Kind() {
	case reflect.String:
		return v.String(), true
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.FormatInt(v.Int(), 10), true
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return strconv.FormatUint(v.Uint(), 10), true
	case reflect.Float32, reflect.Float64:
		const exact = 1 << 53 // above this, a float64 stands for several whole numbers
		f := v.Float()
		return strconv.FormatFloat(f, 'f', 0, 64), f == math.Trunc(f) && math.Abs(f) < exact
	case reflect.Array, reflect.Struct: // such as a UUID
		text, isText := value.(fmt.Stringer)
		if _, isTime := value.(time.Time); isText && !isTime {
			return text.String(), true
		}
	}
	return "", false
}
