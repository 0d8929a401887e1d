package flagtui_test

import (
	"fmt"
	"runtime"
	"strconv"
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

func openLarge(t testing.TB, flags, tenants, overrides int) (client *flagtui.Client, names []string, scopes []flagtui.TenantScope) {
	client = open(t, largeDatabase(t, flags, tenants, overrides))
	for i := range flags {
		names = append(names, "area.flag"+strconv.Itoa(i))
	}
	var all []flagtui.AnyScope
	for i := range tenants {
		scopes = append(scopes, flagtui.Tenant("tenant"+strconv.Itoa(i)))
		all = append(all, scopes[i])
	}
	if err := client.Warm(t.Context(), all...); err != nil {
		t.Fatal(err)
	}
	return client, names, scopes
}

// BenchmarkEnabled looks at 1,000 flags of 10,000 tenants in turn, and at one flag of one
// tenant again and again.
func BenchmarkEnabled(b *testing.B) {
	client, names, scopes := openLarge(b, 1_000, 10_000, 100_000)
	for _, goroutines := range []int{1, 8} {
		b.Run(fmt.Sprintf("each/%d", goroutines), func(b *testing.B) {
			inParallel(b, goroutines, func(i int) bool { return client.Enabled(names[i%len(names)], scopes[i%len(scopes)]) })
		})
		b.Run(fmt.Sprintf("same/%d", goroutines), func(b *testing.B) {
			inParallel(b, goroutines, func(int) bool { return client.Enabled(names[7], scopes[11]) })
		})
		b.Run(fmt.Sprintf("system/%d", goroutines), func(b *testing.B) {
			inParallel(b, goroutines, func(i int) bool { return client.Enabled(names[i%len(names)]) })
		})
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
