package feature

import (
	"cmp"
	"slices"
)

// Counts holds the number of tenants, or of projects and sections, that override each
// flag. A Counts takes eight bytes for each flag. A nil *Counts is all zeros. Counts is
// not safe for concurrent use.
type Counts struct {
	definitions []Definition // sorted by name
	counts      []smallCount // by index in definitions
	others      map[string]Count
	lastIndex   int // index found by the last search
}

// smallCount is a Count that takes less memory.
type smallCount struct{ on, off int32 }

// NewCounts returns counts of zero. definitions must be sorted by name. Flags without a
// definition can be counted too, but take more memory.
func NewCounts(definitions []Definition) *Counts {
	return &Counts{definitions: definitions, counts: make([]smallCount, len(definitions)), others: map[string]Count{}}
}

// Add adds to a flag's count.
func (c *Counts) Add(name string, n Count) {
	if at, ok := c.find(name); ok {
		c.counts[at].on += int32(n.On)
		c.counts[at].off += int32(n.Off)
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
		return Count{int(c.counts[at].on), int(c.counts[at].off)}
	}
	return c.others[name]
}

// find tries the next definition first, because names often come in order.
func (c *Counts) find(name string) (int, bool) {
	if next := c.lastIndex + 1; next < len(c.definitions) && c.definitions[next].Name == name {
		c.lastIndex = next
		return next, true
	}
	at, ok := slices.BinarySearchFunc(c.definitions, name, func(d Definition, name string) int { return cmp.Compare(d.Name, name) })
	if ok {
		c.lastIndex = at
	}
	return at, ok
}
