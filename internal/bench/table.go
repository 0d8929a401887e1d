package main

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// measurement is what was measured of one thing.
type measurement struct {
	name  string
	unit  string // of value and floor; empty: ms; a blank: none
	value sample // flagtui's
	floor sample // the client's; empty: it has no such thing, or is not there
	bytes sample // written to the terminal; empty: not asked for
	goals []goal
}

// goal is the most that one number of a measurement may be.
type goal struct {
	words string
	of    func(measurement) float64
	most  float64
}

// ratio is how many times the floor's median flagtui's is: NaN without one.
func (m measurement) ratio() float64 { return m.value.median() / m.floor.median() }

// missed are the goals that a measurement is not within. What could not be
// compared is no miss.
func (m measurement) missed() []string {
	var missed []string
	for _, g := range m.goals {
		if g.of(m) > g.most {
			missed = append(missed, g.words)
		}
	}
	return missed
}

// table returns measurements as a Markdown table.
func table(all []measurement) string {
	lines := [][]string{{"", "flagtui", "client", "ratio", "bytes", "goal", "result"}}
	for _, m := range all {
		lines = append(lines, m.cells())
	}
	return markdown(lines, 1, 5)
}

func (m measurement) cells() []string {
	var goals []string
	verdict, ratio := "", ""
	for _, g := range m.goals {
		goals = append(goals, g.words)
		verdict = "ok"
	}
	if missed := m.missed(); len(missed) > 0 {
		verdict = "MISSED: " + strings.Join(missed, ", ")
	}
	if r := m.ratio(); !math.IsNaN(r) {
		ratio = number(r) + "x"
	}
	return []string{m.name, quantity(m.value, m.unit), quantity(m.floor, m.unit), ratio, amount(m.bytes), strings.Join(goals, ", "), verdict}
}

// growth returns, for the measurements that all sets have, the medians beside
// each other.
func growth(sets []string, of [][]measurement) string {
	lines := [][]string{append([]string{""}, sets...)}
	for i, first := range of[0] {
		line := []string{first.name}
		for _, all := range of {
			cell := ""
			switch m := all[i]; {
			case len(m.value) > 0:
				cell = quantity(sample{m.value.median()}, m.unit)
			case len(m.bytes) > 0:
				cell = whole(m.bytes.mean()) + " bytes"
			}
			line = append(line, cell)
		}
		lines = append(lines, line)
	}
	return markdown(lines, 1, len(sets)+1)
}

// markdown lays lines out as a table: the first line are the headings, and the
// columns from right up to end are numbers.
func markdown(lines [][]string, right, end int) string {
	widths := make([]int, len(lines[0]))
	for _, line := range lines {
		for i, cell := range line {
			widths[i] = max(widths[i], len(cell), 2)
		}
	}
	var b strings.Builder
	for n, line := range lines {
		for i, cell := range line {
			filler := strings.Repeat(" ", widths[i]-len(cell))
			if i >= right && i < end {
				cell = filler + cell
			} else {
				cell += filler
			}
			b.WriteString("| " + cell + " ")
		}
		b.WriteString("|\n")
		for i := 0; n == 0 && i < len(widths); i++ {
			ruler, last := strings.Repeat("-", widths[i]-1), "-"
			if i >= right && i < end {
				last = ":"
			}
			b.WriteString("| " + ruler + last + " ")
		}
		if n == 0 {
			b.WriteString("|\n")
		}
	}
	return b.String()
}

// manyRuns is from how many values on the slow ones among them say something.
const manyRuns = 20

// quantity is a sample in words: its median, and the 95th percentile.
func quantity(s sample, unit string) string {
	unit = strings.TrimRight(" "+cmp.Or(unit, "ms"), " ")
	switch {
	case len(s) == 0:
		return ""
	case len(s) >= manyRuns:
		return number(s.median()) + " / " + number(s.p95()) + unit
	}
	return number(s.median()) + unit
}

// amount is a sample of bytes: the median, and of many the 95th percentile and
// the mean.
func amount(s sample) string {
	switch {
	case len(s) == 0:
		return ""
	case len(s) >= manyRuns:
		return fmt.Sprintf("%s / %s, mean %s", whole(s.median()), whole(s.p95()), whole(s.mean()))
	}
	return whole(s.median())
}

// number has three digits that count, or as many as its whole part needs.
func number(n float64) string {
	switch {
	case n >= 100:
		return whole(n)
	case n >= 10:
		return strconv.FormatFloat(n, 'f', 1, 64)
	}
	return strconv.FormatFloat(n, 'f', 2, 64)
}

func whole(n float64) string { return grouped(int(math.Round(n))) }

// grouped is a number with commas.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
