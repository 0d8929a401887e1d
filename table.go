package flagtui

import (
	"iter"
	"sync/atomic"
)

// loadedScope is a scope in memory. It fits into one cache line, because a look at one of
// many scopes mostly waits for memory.
type loadedScope struct {
	hash   atomic.Uint32 // of the key, as in scopeTable; zero in a free slot
	used   atomic.Int32  // Client.sweep at the last look
	id     string        // id and number are those of the key
	number int64
	kind   *kindAnswers
	// The flags that the scope's rows or rollouts may decide are decided[first:end] of the
	// table. decides has a bit for each of them: its number modulo 64.
	decides    uint64
	first, end uint32
	unlisted   map[string]*answer // decided flags that are not in state.names; mostly nil
}

// key returns the key of the scope.
func (l *loadedScope) key() scopeKey {
	return scopeKey{kind: l.kind.asked, id: l.id, number: l.number}
}

// decidedFlag is a flag that the rows or the rollouts of a scope may decide.
type decidedFlag struct {
	number uint32 // in state.names
	*answer
}

// tableEntry is a scope with its decided flags, as a table takes it.
type tableEntry struct {
	*loadedScope
	decided []decidedFlag // sorted by number
}

// scopeTable holds the scopes of a state by key. Any number of goroutines may call find
// and decidedAt while one goroutine calls add.
type scopeTable struct {
	slots   []loadedScope // their number is a power of two, and a quarter of them at least is free
	decided []decidedFlag // of all scopes; the flags of one scope are in a row
	count   int           // of the scopes
	end     int           // of the flags in decided
}

// newScopeTable returns a table with room for some scopes and their decided flags.
func newScopeTable(scopes, decided int) *scopeTable {
	size := 64
	for !fits(scopes, size) {
		size *= 2
	}
	return &scopeTable{slots: make([]loadedScope, size), decided: make([]decidedFlag, decided)}
}

// fits reports whether a table of some size can hold some scopes. With fewer free slots,
// find would take longer.
func fits(scopes, size int) bool { return 4*scopes <= 3*size }

// find returns a scope, or nil.
func (t *scopeTable) find(key *scopeKey) *loadedScope {
	hash, lastSlot := key.hash(), uint32(len(t.slots)-1)
	for at := hash >> 1 & lastSlot; ; at = (at + 1) & lastSlot {
		l := &t.slots[at]
		switch l.hash.Load() {
		case hash:
			if l.number == key.number && l.id == key.id && l.kind.asked == key.kind {
				return l
			}
		case 0:
			return nil
		}
	}
}

// decidedAt returns the decided flags of a scope of the table, sorted by number.
func (t *scopeTable) decidedAt(l *loadedScope) []decidedFlag { return t.decided[l.first:l.end] }

// answer returns the value of the flag with a number, if the scope may decide it.
// Otherwise it returns nil.
func (t *scopeTable) answer(l *loadedScope, number uint32) *answer {
	low, end := l.first, l.end
	for high := end; low < high; {
		middle := (low + high) / 2
		if t.decided[middle].number < number {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low < end && t.decided[low].number == number {
		return t.decided[low].answer
	}
	return nil
}

// add copies a scope into the table, which must have room for it and not have it yet.
func (t *scopeTable) add(scope tableEntry) {
	key := scope.key()
	hash, lastSlot := key.hash(), uint32(len(t.slots)-1)
	at := hash >> 1 & lastSlot
	for t.slots[at].hash.Load() != 0 {
		at = (at + 1) & lastSlot
	}
	slot := &t.slots[at]
	slot.id, slot.number, slot.kind, slot.decides, slot.unlisted = scope.id, scope.number, scope.kind, scope.decides, scope.unlisted
	slot.first = uint32(t.end)
	t.end += copy(t.decided[t.end:], scope.decided)
	slot.end = uint32(t.end)
	slot.used.Store(scope.used.Load())
	slot.hash.Store(hash) // from now on, find returns the slot
	t.count++
}

// with returns a table that has these scopes, too. It is t itself if t has room for them.
func (t *scopeTable) with(scopes []tableEntry) *scopeTable {
	decided := 0
	for _, scope := range scopes {
		decided += len(scope.decided)
	}
	if !fits(t.count+len(scopes), len(t.slots)) || t.end+decided > len(t.decided) {
		t = t.copy(len(scopes), decided, func(*loadedScope) bool { return true })
	}
	for _, scope := range scopes {
		t.add(scope)
	}
	return t
}

// all returns the scopes, in no order.
func (t *scopeTable) all() iter.Seq[*loadedScope] {
	return func(yield func(*loadedScope) bool) {
		for i := range t.slots {
			if l := &t.slots[i]; l.hash.Load() != 0 && !yield(l) {
				return
			}
		}
	}
}

// copy returns a table of the scopes that keep selects, with room for as many again, and
// for more scopes and decided flags.
func (t *scopeTable) copy(scopes, decided int, keep func(*loadedScope) bool) *scopeTable {
	var kept []tableEntry
	for l := range t.all() {
		if keep(l) {
			kept = append(kept, tableEntry{l, t.decidedAt(l)})
			scopes += 2
			decided += 2 * len(t.decidedAt(l))
		}
	}
	next := newScopeTable(scopes, decided)
	for _, scope := range kept {
		next.add(scope)
	}
	return next
}
