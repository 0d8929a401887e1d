package feature

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// Counts count as a map does, in whatever order, and of flags that are not
// registered, too.
func TestCounts(t *testing.T) {
	var known []Definition
	var names []string
	for i := range 40 {
		name := fmt.Sprintf("flag%02d", i)
		names = append(names, name)
		if i%3 > 0 {
			known = append(known, Definition{Name: name})
		}
	}
	counts, want := NewCounts(known), map[string]Count{}
	dice := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		name, n := names[dice.IntN(len(names))], Count{dice.IntN(3) - 1, dice.IntN(9)}
		counts.Add(name, n)
		want[name] = Count{want[name].On + n.On, want[name].Off + n.Off}
	}
	for range 3 {
		for _, name := range append(names, "flag", "", "zzz") {
			if got := counts.Of(name); got != want[name] {
				t.Errorf("%s is counted as %v, not as %v", name, got, want[name])
			}
		}
		dice.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	}
	if none := (*Counts)(nil).Of("flag01"); none != (Count{}) {
		t.Errorf("nothing counted %v", none)
	}
}
