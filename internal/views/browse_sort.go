package views

import (
	"slices"

	"flagtui/internal/feature"
)

// sortOrder is an order of the list.
type sortOrder struct {
	by   sortKey
	down bool // the last name, the latest change or the most overrides first
}

type sortKey int

const (
	sortByName sortKey = iota
	sortByChange
	sortByOverrides
)

// sortOrders are the orders that the sort key steps through: each comes first in its
// more useful direction, and reversed after that.
var sortOrders = []sortOrder{{sortByName, false}, {sortByChange, true}, {sortByChange, false}, {sortByOverrides, true}, {sortByOverrides, false}, {sortByName, true}}

// next is the order that the sort key chooses.
func (o sortOrder) next() sortOrder {
	return sortOrders[(slices.Index(sortOrders, o)+1)%len(sortOrders)]
}

// nextOrder sorts by the next order. The order of the changes has to be read first.
func (b *Browse) nextOrder() Intent {
	next := b.order.next()
	if next.by == sortByChange && b.changeOrder == nil {
		return SortByChange{}
	}
	b.sortBy(next)
	return nil
}

// sortBy sorts by an order. The cursor stays on its flag.
func (b *Browse) sortBy(order sortOrder) {
	name := b.selectedName()
	if b.order = order; order.by != sortByChange {
		b.changeOrder = nil // it is read again when it is next needed
	}
	b.rebuild(name)
}

// SortByChange sorts the flags in the order of names, the last changed first.
// Flags without a change come last. nil sorts by name.
func (b *Browse) SortByChange(names []string) {
	b.changeOrder = names
	switch {
	case names == nil:
		b.sortBy(sortOrder{})
	case b.order.by != sortByChange:
		b.sortBy(sortOrder{by: sortByChange, down: true})
	default:
		b.sortBy(b.order)
	}
}

// SortedByChange reports whether the flags are sorted by last change.
func (b *Browse) SortedByChange() bool { return b.changeOrder != nil }

// sortText names the order, with an arrow for its direction.
func (b *Browse) sortText() string {
	name := [...]string{sortByName: "name", sortByChange: "changed", sortByOverrides: "overrides"}[b.order.by]
	arrow := [...]string{"↑", "↓", "^", "v"}
	at := 0
	if b.order.down {
		at = 1
	}
	if b.Theme.ascii {
		at += 2
	}
	return "sort " + name + " " + arrow[at]
}

// sortRows sorts indexes of flags, which come in the order of the names.
func (b *Browse) sortRows(rows []int) {
	switch b.order.by {
	case sortByName:
		if b.order.down {
			slices.Reverse(rows)
		}
	case sortByChange:
		last := len(b.changeOrder) // flags without a change come last, whatever the direction
		position := make(map[string]int, last)
		for i, name := range b.changeOrder {
			position[name] = i - last
			if !b.order.down {
				position[name] = -1 - i
			}
		}
		slices.SortStableFunc(rows, func(i, j int) int { return position[b.views[i].Name] - position[b.views[j].Name] })
	case sortByOverrides:
		overrides := make(map[int]int, len(rows))
		for _, i := range rows {
			if overrides[i] = b.overrides(&b.views[i]); b.order.down {
				overrides[i] = -overrides[i]
			}
		}
		slices.SortStableFunc(rows, func(i, j int) int { return overrides[i] - overrides[j] })
	}
}

// overrides is how many scopes are known to override a flag.
func (b *Browse) overrides(v *feature.View) int {
	count := b.counts.Of(v.Name)
	n := count.On + count.Off
	if v.Overridden && (n == 0 || b.scope.Scope.IsSystem()) { // other scopes than the system are counted
		n++
	}
	return n
}
