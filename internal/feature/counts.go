package feature

import (
	"cmp"
	"slices"
)

// Counts is how many tenants (or projects, or sections) override each flag. Of a
// great many flags it takes eight bytes each. A nil *Counts counts nothing. It is
// not safe for concurrent use.
type Counts struct {
	definitions []Definition // by name
	counts      []smallCount // these
	others      map[string]Count
	lastIndex   int // where the name was that was asked for last
}

// small is a Count that takes less memory.
type smallCount struct{ on, off int32 }

// NewCounts makes counts that are zero. known are most of the flags, sorted by
// name.
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

// find is quick where names come in their order.
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
