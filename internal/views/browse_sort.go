package views

import (
	"slices"

	"flagtui/internal/feature"
	"flagtui/internal/words"
)

type sortOrder struct {
	by   sortKey
	down bool // descending: Z to A, the latest first, or the most overrides first
}

type sortKey int

const (
	sortByName sortKey = iota
	sortByChange
	sortByOverrides
)

// sortOrders holds the orders that the sort key steps through. The more useful direction
// of each order comes first.
var sortOrders = []sortOrder{{sortByName, false}, {sortByChange, true}, {sortByChange, false}, {sortByOverrides, true}, {sortByOverrides, false}, {sortByName, true}}

func (o sortOrder) next() sortOrder {
	return sortOrders[(slices.Index(sortOrders, o)+1)%len(sortOrders)]
}

// nextOrder sorts by the next order. For the order of changes it returns an intent that
// reads the changes first.
func (b *Browse) nextOrder() Intent {
	next := b.order.next()
	if next.by == sortByChange && b.changeOrder == nil {
		return SortByChange{}
	}
	b.sortBy(next)
	return nil
}

// sortBy sorts the list. The cursor stays on its flag.
func (b *Browse) sortBy(order sortOrder) {
	name := b.selectedName()
	if b.order = order; order.by != sortByChange {
		b.changeOrder = nil // read again when needed next
	}
	b.rebuild(name)
}

// SortByChange sorts the flags in the order of names, which holds the last changed flag
// first. Flags that are not in names come last. A nil names sorts the list by name.
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

// sortText returns the name of the order, with an arrow for its direction.
func (b *Browse) sortText() string {
	text := [...]words.Text{sortByName: words.ListSortName, sortByChange: words.ListSortChanged, sortByOverrides: words.ListSortOverrides}[b.order.by]
	arrow := [...]string{"↑", "↓", "^", "v"}
	at := 0
	if b.order.down {
		at = 1
	}
	if b.Theme.ascii {
		at += 2
	}
	return b.Theme.Say(text, arrow[at])
}

// sortRows sorts indexes of views. The indexes must be sorted by name already.
func (b *Browse) sortRows(rows []int) {
	switch b.order.by {
	case sortByName:
		if b.order.down {
			slices.Reverse(rows)
		}
	case sortByChange:
		last := len(b.changeOrder) // flags without a change come last in both directions
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

// overrides returns the number of scopes that are known to override a flag.
func (b *Browse) overrides(v *feature.View) int {
	count := b.counts.Of(v.Name)
	n := count.On + count.Off
	if v.Overridden() && (n == 0 || b.scope.Scope.IsSystem()) { // counts does not include the system
		n++
	}
	return n
}
