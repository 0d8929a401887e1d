package flagtui_test

import (
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"flagtui"
)

// largeDatabase returns a database with flags, tenants and overrides for the tenants. A
// quarter of the flags have an override of the system, too.
func largeDatabase(t testing.TB, flags, tenants, overrides int) string {
	numbers := func(n int, values string) string {
		return fmt.Sprintf(`WITH RECURSIVE number (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM number WHERE i < %d) SELECT %s FROM number`, n-1, values)
	}
	const row = `INSERT INTO feature_flags_override (scope, scope_id, name, enabled) `
	return newSQLite(t,
		`INSERT INTO flagtui_definition (name, default_enabled) `+numbers(flags, `'area.flag' || i, i % 2`),
		row+numbers(flags/4, `'system', '', 'area.flag' || (i * 4), i % 2`),
		row+numbers(overrides, fmt.Sprintf(`'tenant', 'tenant' || (i %% %d), 'area.flag' || ((i / %d * 7 + i) %% %d), i %% 3 = 0`, tenants, tenants, flags)))
}

// openLarge returns a client of a large database, and what is looked up in it. The names
// and ids are texts of their own, as those of a request are.
func openLarge(t testing.TB, flags, tenants, overrides int) (client *flagtui.Client, names, ids []string) {
	client = open(t, largeDatabase(t, flags, tenants, overrides))
	for i := range flags {
		names = append(names, "area.flag"+strconv.Itoa(i))
	}
	var scopes []flagtui.AnyScope
	for i := range tenants {
		ids = append(ids, "tenant"+strconv.Itoa(i))
		scopes = append(scopes, flagtui.Tenant(strings.Clone(ids[i])))
	}
	if err := client.Warm(t.Context(), scopes...); err != nil {
		t.Fatal(err)
	}
	return client, names, ids
}

// BenchmarkEnabled looks at 1,000 flags, of the system, of one tenant, and of 10,000
// tenants in turn. A tenant overrides ten flags: "own" looks at one of these, and
// "inherited" at another. Beside them are plain maps of the same values.
func BenchmarkEnabled(b *testing.B) {
	client, names, ids := openLarge(b, 1_000, 10_000, 100_000)
	system, tenants := map[string]bool{}, map[string]map[string]bool{}
	for _, flag := range client.List() {
		system[flag.Name] = flag.Enabled
	}
	for _, id := range ids {
		own := map[string]bool{}
		for _, flag := range client.List(flagtui.Tenant(id)) {
			if flag.Setting != flagtui.Inherit {
				own[flag.Name] = flag.Enabled
			}
		}
		tenants[strings.Clone(id)] = own
	}
	for _, goroutines := range []int{1, 8} {
		for _, test := range []struct {
			name   string
			lookUp func(i int) bool
		}{
			{"system", func(i int) bool { return client.Enabled(names[i%len(names)]) }},
			{"tenant", func(int) bool { return client.Enabled(names[11], flagtui.Tenant(ids[11])) }},
			{"own", func(i int) bool { return client.Enabled(names[i%len(names)], flagtui.Tenant(ids[i%len(ids)])) }},
			{"inherited", func(i int) bool { return client.Enabled(names[(i+500)%len(names)], flagtui.Tenant(ids[i%len(ids)])) }},
			{"map", func(i int) bool { return system[names[i%len(names)]] }},
			{"maps", func(i int) bool { return tenants[ids[i%len(ids)]][names[i%len(names)]] }},
		} {
			b.Run(fmt.Sprintf("%s/%d", test.name, goroutines), func(b *testing.B) { inParallel(b, goroutines, test.lookUp) })
		}
	}
}

func inParallel(b *testing.B, goroutines int, lookUp func(i int) bool) {
	b.ReportAllocs()
	b.SetParallelism(max(1, goroutines/runtime.GOMAXPROCS(0)))
	if goroutines == 1 {
		for i := range b.N {
			lookUp(i)
		}
		return
	}
	b.RunParallel(func(pb *testing.PB) {
		for i := 0; pb.Next(); i++ {
			lookUp(i)
		}
	})
}

// BenchmarkOpen starts a client on 10,000 flags and 100,000 overrides.
func BenchmarkOpen(b *testing.B) {
	path := largeDatabase(b, 10_000, 10_000, 100_000)
	for b.Loop() {
		client, err := flagtui.Open(b.Context(), path, quiet)
		if err != nil {
			b.Fatal(err)
		}
		client.Close()
	}
}
