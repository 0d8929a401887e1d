package main

import (
	"math"
	"strings"
	"testing"
)

func TestSample(t *testing.T) {
	for _, test := range []struct {
		sample            sample
		median, p95, mean float64
	}{
		{sample{3}, 3, 3, 3},
		{sample{4, 1}, 2.5, 4, 2.5},
		{sample{9, 1, 2}, 2, 9, 4},
		{sample{20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1}, 10.5, 19, 10.5},
	} {
		s := test.sample
		if s.median() != test.median || s.p95() != test.p95 || s.mean() != test.mean {
			t.Errorf("%v: median %v, p95 %v, mean %v", s, s.median(), s.p95(), s.mean())
		}
	}
	if s := (sample{}); !math.IsNaN(s.median()) || !math.IsNaN(s.p95()) || !math.IsNaN(s.mean()) {
		t.Error("an empty sample has numbers")
	}
}

func TestNumbers(t *testing.T) {
	for n, want := range map[float64]string{0: "0.00", 1.234: "1.23", 9.99: "9.99", 12.34: "12.3", 123.4: "123", 1234.5: "1,235", 1_234_567: "1,234,567"} {
		if got := formatNumber(n); got != want {
			t.Errorf("%v is %q, not %q", n, got, want)
		}
	}
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", -1000: "-1,000", -100: "-100"} {
		if got := groupDigits(n); got != want {
			t.Errorf("%d is %q, not %q", n, got, want)
		}
	}
}

func TestTargets(t *testing.T) {
	small, large := dataset{flags: 1_000}, dataset{flags: 10_000, overrides: 1_000_000}
	for _, test := range []struct {
		m    measurement
		set  dataset
		want string
	}{
		{measurement{name: listing, value: sample{15}, floor: sample{10}}, small, ""},
		{measurement{name: listing, value: sample{16}, floor: sample{10}}, small, "1.5x"},
		{measurement{name: listing, value: sample{16}}, small, ""}, // nothing to compare with
		{measurement{name: firstScreen, value: sample{46}}, small, "45 ms"},
		{measurement{name: firstScreen, value: sample{46}, floor: sample{45}}, large, "1x"},
		{measurement{name: memory, value: sample{39}}, large, ""},
		{measurement{name: memory, value: sample{39}}, small, "30 MB"},
		{measurement{name: silentKey, bytes: sample{1}}, small, "0 bytes"},
		{measurement{name: cursorMove, value: sample{18, 26}, bytes: sample{300, 600}}, small, "17 ms p50 25 ms p95 400 bytes 400 bytes on average"},
		{measurement{name: history, value: sample{1e9}}, small, ""},
	} {
		test.m.targets = targetsFor(test.m.name, test.set, true)
		if got := strings.Join(test.m.missedTargets(), " "); got != test.want {
			t.Errorf("%s: missed %q, not %q", test.m.name, got, test.want)
		}
	}
	slow := measurement{name: change, value: sample{41}, bytes: sample{1_701}}
	for sqlite, want := range map[bool]string{true: "40 ms 1,700 bytes", false: "1,700 bytes"} {
		slow.targets = targetsFor(change, small, sqlite)
		if got := strings.Join(slow.missedTargets(), " "); got != want {
			t.Errorf("a change (SQLite: %t) missed %q, not %q", sqlite, got, want)
		}
	}
}

func TestTables(t *testing.T) {
	many := make(sample, percentileRuns)
	for i := range many {
		many[i] = float64(i + 1)
	}
	all := []measurement{
		{name: "one", value: sample{15}, floor: sample{10}, targets: []target{ratioTarget(1.5)}},
		{name: "two", value: many, bytes: many, targets: []target{medianTarget(5), bytesTarget(30)}},
		{name: "three", unit: "MB", value: sample{2}},
		{name: "four", bytes: sample{1234}},
	}
	want := strings.TrimPrefix(`
|       |        flagtui |  client | ratio |            bytes | goal           | result       |
| ----- | -------------: | ------: | ----: | ---------------: | -------------- | ------------ |
| one   |        15.0 ms | 10.0 ms | 1.50x |                  | 1.5x           | ok           |
| two   | 10.5 / 19.0 ms |         |       | 11 / 19, mean 11 | 5 ms, 30 bytes | MISSED: 5 ms |
| three |        2.00 MB |         |       |                  |                |              |
| four  |                |         |       |            1,234 |                |              |
`, "\n")
	if got := table(all); got != want {
		t.Errorf("the table is\n%s\nnot\n%s", got, want)
	}

	wantGrowth := strings.TrimPrefix(`
|      |          1k |         10k |
| ---- | ----------: | ----------: |
| one  |     15.0 ms |     30.0 ms |
| four | 1,234 bytes | 2,468 bytes |
`, "\n")
	few := []measurement{all[0], all[3]}
	if got := growthTable([]string{"1k", "10k"}, [][]measurement{few, {{name: "one", value: sample{30}}, {name: "four", bytes: sample{2468}}}}); got != wantGrowth {
		t.Errorf("the growth is\n%s\nnot\n%s", got, wantGrowth)
	}
}
