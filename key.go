package flagtui

import (
	"hash/maphash"
	"strconv"

	"flagtui/internal/feature"
)

// scopeKey identifies a scope. The zero key is the system's. A project or a section has
// a number, or an id that is a slug.
//
// Look-ups pass a key by its address. Its five words do not fit into registers, and
// copying them would take a third of the time of a look-up.
type scopeKey struct {
	kind   feature.Kind
	id     string
	number int64
}

// isSystem reports whether the key is the system's.
func (k *scopeKey) isSystem() bool { return k.kind == "" }

// place returns the scope of the key in the form of package feature. A slug is its id.
func (k scopeKey) place() feature.Scope {
	switch {
	case k.isSystem():
		return feature.SystemScope()
	case k.id == "":
		return feature.Scope{Kind: k.kind, ID: strconv.FormatInt(k.number, 10)}
	}
	return feature.Scope{Kind: k.kind, ID: k.id}
}

// hashSeed is the seed of all hashes.
var hashSeed = maphash.MakeSeed()

// hash returns the hash of the key, which is never zero.
func (k *scopeKey) hash() uint32 {
	return uint32(maphash.String(hashSeed, k.id)+uint64(k.number)*0x9e3779b97f4a7c15>>32) | 1
}

// set makes a zero key that of the only scope in a list, or leaves it the system's for an
// empty list. ok is false for several scopes, and for an id that no scope can have.
func (k *scopeKey) set(scopes []AnyScope) (ok bool) {
	if len(scopes) == 0 {
		return true
	}
	if len(scopes) > 1 {
		return false
	}
	// A method of the interface would move each scope to the heap.
	switch s := scopes[0].(type) {
	case SystemScope:
		return true
	case TenantScope:
		k.kind, k.id = feature.Tenant, s.id
		return s.id != ""
	case ProjectScope:
		k.kind, k.id, k.number = feature.Project, s.slug, s.number
		return true
	case SectionScope:
		k.kind, k.id, k.number = feature.Section, s.slug, s.number
		return true
	case OtherScope:
		*k, ok = otherKey(s)
		return ok
	}
	return false
}

// otherKey returns the key of a scope of any kind. It is the same as the key of the type
// for that kind.
func otherKey(s OtherScope) (scopeKey, bool) {
	if s.kind == string(feature.System) && s.id == "" {
		return scopeKey{}, true
	}
	key := scopeKey{kind: feature.Kind(s.kind), id: s.id}
	if key.kind == "" || key.id == "" {
		return key, false
	}
	if key.kind == feature.Project || key.kind == feature.Section {
		if n, err := strconv.ParseInt(s.id, 10, 64); err == nil && strconv.FormatInt(n, 10) == s.id {
			key.id, key.number = "", n
		}
	}
	return key, true
}
