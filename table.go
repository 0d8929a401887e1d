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

func (k scopeKey) hash() uint64 {
	return maphash.String(hashSeed, k.id) + uint64(k.number)*0x9e3779b97f4a7c15>>32
}

// loadedScope is a scope in memory. It fits into one cache line, because a look at one of
// many scopes mostly waits for memory.
type loadedScope struct {
	id     string // id and number are those of the key
	number int64
	kind   *kindAnswers
	// decides has a bit for each flag in answers: its number modulo 64.
	decides uint64
	answers *scopeAnswers // nil if the scope has no rows
	next    *loadedScope  // the next one in the bucket of the table
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
	buckets []atomic.Pointer[loadedScope] // their number is a power of two
	count   int
}

// newScopeTable returns a table with room for some scopes.
func newScopeTable(room int) *scopeTable {
	size := 64
	for size < 2*room {
		size *= 2
	}
	return &scopeTable{buckets: make([]atomic.Pointer[loadedScope], size)}
}

// find returns a scope, or nil.
func (t *scopeTable) find(key scopeKey) *loadedScope {
	l := t.buckets[key.hash()&uint64(len(t.buckets)-1)].Load()
	for l != nil && (l.number != key.number || l.id != key.id || l.kind.asked != key.kind) {
		l = l.next
	}
	return l
}

// add adds a scope that the table does not have.
func (t *scopeTable) add(l *loadedScope) {
	bucket := &t.buckets[l.key().hash()&uint64(len(t.buckets)-1)]
	l.next = bucket.Load()
	bucket.Store(l)
	t.count++
}

// hasRoom reports whether find stays fast after this many more scopes.
func (t *scopeTable) hasRoom(more int) bool { return 2*(t.count+more) <= len(t.buckets) }

// all returns the scopes, in no order.
func (t *scopeTable) all() iter.Seq[*loadedScope] {
	return func(yield func(*loadedScope) bool) {
		for i := range t.buckets {
			for l := t.buckets[i].Load(); l != nil; l = l.next {
				if !yield(l) {
					return
				}
			}
		}
	}
}

// copy returns a table of the scopes that keep selects, with room for more. It copies the
// scopes, because next may be read meanwhile.
func (t *scopeTable) copy(more int, keep func(*loadedScope) bool) *scopeTable {
	next := newScopeTable(2 * (t.count + more))
	for l := range t.all() {
		if keep(l) {
			copied := &loadedScope{id: l.id, number: l.number, kind: l.kind, decides: l.decides, answers: l.answers}
			copied.keepUse(l)
			next.add(copied)
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
