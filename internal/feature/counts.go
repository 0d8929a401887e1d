package feature

import (
	"cmp"
	"slices"
)

// Counts is how many tenants (or projects, or sections) override each flag. Of a
// great many flags it takes eight bytes each. A nil *Counts counts nothing. It is
// not safe for concurrent use.
type Counts struct {
	known  []Definition // by name
	of     []small      // these
	others map[string]Count
	at     int // where the name was that was asked for last
}

// small is a Count that takes less memory.
type small struct{ on, off int32 }

// NewCounts makes counts that are zero. known are most of the flags, sorted by
// name.
func NewCounts(known []Definition) *Counts {
	return &Counts{known: known, of: make([]small, len(known)), others: map[string]Count{}}
}

// Add adds to a flag's count.
func (c *Counts) Add(name string, n Count) {
	if at, ok := c.find(name); ok {
		c.of[at].on += int32(n.On)
		c.of[at].off += int32(n.Off)
	} else {
		c.others[name] = Count{c.others[name].On + n.On, c.others[name].Off + n.Off}
	}
}

// Of returns a flag's count.
func (c *Counts) Of(name string) Count {
	if c == nil {
		return Count{}
	}
	if at, ok := c.find(name); ok {
		return Count{int(c.of[at].on), int(c.of[at].off)}
	}
	return c.others[name]
}

// find is quick where names come in their order.
func (c *Counts) find(name string) (int, bool) {
	if next := c.at + 1; next < len(c.known) && c.known[next].Name == name {
		c.at = next
		return next, true
	}
	at, ok := slices.BinarySearchFunc(c.known, name, func(d Definition, name string) int { return cmp.Compare(d.Name, name) })
	if ok {
		c.at = at
	}
	return at, ok
}
