package flagtui

import (
	"hash/maphash"
	"iter"
	"strconv"
	"sync/atomic"
	"time"

	"flagtui/internal/feature"
)

// scopeKey identifies a scope. The zero key is the system's. A project or a section has
// a number, or an id that is a slug.
type scopeKey struct {
	kind   feature.Kind
	id     string
	number int64
}

// isSystem reports whether the key is the system's.
func (k scopeKey) isSystem() bool { return k.kind == "" }

// isSlug reports whether the id of the key is a slug.
func (k scopeKey) isSlug() bool {
	return k.id != "" && (k.kind == feature.Project || k.kind == feature.Section)
}

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

// hashSeed is the seed of all tables.
var hashSeed = maphash.MakeSeed()

// hash returns the hash of the key, which is never zero.
func (k scopeKey) hash() uint64 {
	return maphash.String(hashSeed, k.id) + uint64(k.number)*0x9e3779b97f4a7c15>>16 | 1
}

// loadedScope is a scope in memory. It fits into one cache line, because a look at one of
// many scopes mostly waits for memory.
type loadedScope struct {
	hash   atomic.Uint64 // of the key, as in scopeTable; zero in a free slot
	id     string        // id and number are those of the key
	number int64
	kind   *kindAnswers
	// decides has a bit for each flag in answers: its number modulo 64.
	decides uint64
	answers *scopeAnswers // nil if the scope has no rows
	used    atomic.Bool   // reports whether it was looked at since the last sweep
	last    uint32        // the last sweep that found used, in seconds since started
}

// started is the time from which loadedScope.last counts.
var started = time.Now()

// seconds returns the time since started.
func seconds() uint32 { return uint32(time.Since(started) / time.Second) }

// keepUse takes over from an earlier loadedScope when the scope was looked at.
func (l *loadedScope) keepUse(before *loadedScope) {
	l.last = before.last
	l.used.Store(before.used.Load())
}

// key returns the key of the scope.
func (l *loadedScope) key() scopeKey {
	return scopeKey{kind: l.kind.asked, id: l.id, number: l.number}
}

// scopeTable holds the scopes of a state by key. Any number of goroutines may call find
// while one goroutine calls add.
type scopeTable struct {
	slots []loadedScope // their number is a power of two, and half of them at least are free
	count int
}

// newScopeTable returns a table with room for some scopes.
func newScopeTable(room int) *scopeTable {
	size := 64
	for size < 2*room {
		size *= 2
	}
	return &scopeTable{slots: make([]loadedScope, size)}
}

// find returns a scope, or nil.
func (t *scopeTable) find(key scopeKey) *loadedScope {
	hash, lastSlot := key.hash(), uint64(len(t.slots)-1)
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

// add copies a scope into the table, which must have room for it and not have it yet.
func (t *scopeTable) add(l *loadedScope) {
	hash, lastSlot := l.key().hash(), uint64(len(t.slots)-1)
	at := hash >> 1 & lastSlot
	for t.slots[at].hash.Load() != 0 {
		at = (at + 1) & lastSlot
	}
	slot := &t.slots[at]
	slot.id, slot.number, slot.kind, slot.decides, slot.answers = l.id, l.number, l.kind, l.decides, l.answers
	slot.keepUse(l)
	slot.hash.Store(hash) // from now on, find returns the slot
	t.count++
}

// hasRoom reports whether the table has room for this many more scopes.
func (t *scopeTable) hasRoom(more int) bool { return 2*(t.count+more) <= len(t.slots) }

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

// copy returns a table of the scopes that keep selects, with room for more.
func (t *scopeTable) copy(more int, keep func(*loadedScope) bool) *scopeTable {
	next := newScopeTable(2 * (t.count + more))
	for l := range t.all() {
		if keep(l) {
			next.add(l)
		}
	}
	return next
}

// nameTable holds the index of each name in a list. A map takes twice as long.
type nameTable struct {
	names []string
	slots []nameSlot // their number is a power of two; at least half of the slots are free
}

// nameSlot is a name in a table.
type nameSlot struct {
	hash  uint32 // the upper half of the name's hash
	index uint32 // the name's index and one; zero if the slot is free
}

// newNameTable returns the table of different names.
func newNameTable(names []string) nameTable {
	size := 2
	for size < 2*len(names) {
		size *= 2
	}
	t := nameTable{names, make([]nameSlot, size)}
	for i, name := range names {
		hash := maphash.String(hashSeed, name)
		at := hash & uint64(size-1)
		for t.slots[at].index != 0 {
			at = (at + 1) & uint64(size-1)
		}
		t.slots[at] = nameSlot{uint32(hash >> 32), uint32(i + 1)}
	}
	return t
}

// find returns the index of a name. ok is false if the table does not have it.
func (t *nameTable) find(name string) (index uint32, ok bool) {
	hash := maphash.String(hashSeed, name)
	for at := hash & uint64(len(t.slots)-1); ; at = (at + 1) & uint64(len(t.slots)-1) {
		slot := t.slots[at]
		if slot.index == 0 {
			return 0, false
		}
		if slot.hash == uint32(hash>>32) && t.names[slot.index-1] == name {
			return slot.index - 1, true
		}
	}
}
