package flagtui

import (
	"hash/maphash"
	"iter"
	"sync/atomic"
	"time"

	"flagtui/internal/feature"
)

// scopeKey identifies a scope in a table. A project or a section has a number, or an id
// that is a slug.
type scopeKey struct {
	kind   feature.Kind
	id     string
	number int64
}

// scopeTable holds the scopes of a state by key. Any number of goroutines may call find
// while one goroutine calls add.
type scopeTable struct {
	buckets []atomic.Pointer[scopeEntry] // their number is a power of two
	count   int
}

// scopeEntry is a scope in a table.
type scopeEntry struct {
	key     scopeKey
	answers *scopeAnswers
	next    *scopeEntry // the next entry of the bucket
	*scopeUse
}

// scopeUse tells when a scope was last looked at. The entries of a scope in successive
// tables share it.
type scopeUse struct {
	used atomic.Bool // since the last sweep
	last time.Time   // the last sweep that found used
}

// hashSeed is the seed of all tables.
var hashSeed = maphash.MakeSeed()

func (k scopeKey) hash() uint64 {
	return maphash.String(hashSeed, k.id) ^ uint64(k.number)*0x9e3779b97f4a7c15>>8
}

// newScopeTable returns a table with room for some scopes.
func newScopeTable(room int) *scopeTable {
	size := 64
	for size < room {
		size *= 2
	}
	return &scopeTable{buckets: make([]atomic.Pointer[scopeEntry], size)}
}

// find returns the entry of a scope, or nil.
func (t *scopeTable) find(key scopeKey) *scopeEntry {
	e := t.buckets[key.hash()&uint64(len(t.buckets)-1)].Load()
	for e != nil && e.key != key {
		e = e.next
	}
	return e
}

// add adds a scope that the table does not have. A nil use is a use now.
func (t *scopeTable) add(key scopeKey, answers *scopeAnswers, use *scopeUse) {
	if use == nil {
		use = &scopeUse{last: time.Now()}
	}
	bucket := &t.buckets[key.hash()&uint64(len(t.buckets)-1)]
	bucket.Store(&scopeEntry{key, answers, bucket.Load(), use})
	t.count++
}

// isFull reports whether add would make find slow.
func (t *scopeTable) isFull() bool { return t.count >= len(t.buckets) }

// all returns the entries, in no order.
func (t *scopeTable) all() iter.Seq[*scopeEntry] {
	return func(yield func(*scopeEntry) bool) {
		for i := range t.buckets {
			for e := t.buckets[i].Load(); e != nil; e = e.next {
				if !yield(e) {
					return
				}
			}
		}
	}
}

// copy returns a table of the entries that keep selects, with room for more scopes.
func (t *scopeTable) copy(more int, keep func(*scopeEntry) bool) *scopeTable {
	next := newScopeTable(2 * (t.count + more))
	for e := range t.all() {
		if keep(e) {
			next.add(e.key, e.answers, e.scopeUse)
		}
	}
	return next
}
