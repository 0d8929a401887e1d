package model

import (
	"context"
	"testing"

	"flagtui/internal/data"
	"flagtui/internal/feature"
)

// kindStore is a store with the given kinds of scope. Its impact is a flag that is on at
// 12 actors.
type kindStore struct {
	*memory
	kinds feature.KindList
}

func (s kindStore) Info() data.Info { return data.Info{Kinds: s.kinds} }

func (s kindStore) Impact(context.Context, string) (feature.Impact, error) {
	return feature.Impact{Inheriting: -1, Count: feature.Count{On: 12}}, s.enter("Impact")
}

// The scopes that a change concerns are counted only where the change screen shows their
// number.
func TestWhereTheImpactIsRead(t *testing.T) {
	limited := kindsOf(feature.System, feature.Tenant)
	limited[1].Most = 10
	for _, test := range []struct {
		name  string
		kinds feature.KindList
		scope feature.Scope
		read  bool
	}{
		{"at the system", kindsOf(feature.System, feature.Tenant), system, true},
		{"at a tenant", kindsOf(feature.System, feature.Tenant), globex, false},
		{"at a tenant, of which the app limits the number", limited, globex, true},
		{"at a system without tenants", kindsOf(feature.System), system, false},
	} {
		s := kindStore{newMemory(), test.kinds}
		d := open(t, s, func(o *Options) { o.Scope.Scope = test.scope })
		s.failing(errDown, "Impact")
		d.propose()
		if test.read {
			d.shows("cannot reach the database")
		} else {
			d.hides("cannot reach the database")
		}
	}
}
