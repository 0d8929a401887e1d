package main

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// measurement is a named set of samples with its targets.
type measurement struct {
	name    string
	unit    string // unit of value and floor; "" means ms, " " means none
	value   sample // flagtui's values
	floor   sample // the client's values; may be empty
	bytes   sample // bytes written to the terminal; may be empty
	targets []target
}

// target is an upper limit for one number of a measurement.
type target struct {
	text  string
	value func(measurement) float64
	limit float64
}

// ratio returns flagtui's median divided by the client's. It returns NaN without a
// client.
func (m measurement) ratio() float64 { return m.value.median() / m.floor.median() }

// missedTargets returns the texts of missed targets. A target without a value counts as
// met.
func (m measurement) missedTargets() []string {
	var missed []string
	for _, g := range m.targets {
		if g.value(m) > g.limit {
			missed = append(missed, g.text)
		}
	}
	return missed
}

// table returns measurements as a Markdown table.
func table(all []measurement) string {
	lines := [][]string{{"", "flagtui", "client", "ratio", "bytes", "goal", "result"}}
	for _, m := range all {
		lines = append(lines, m.tableRow())
	}
	return markdown(lines, 1, 5)
}

func (m measurement) tableRow() []string {
	var texts []string
	verdict, ratio := "", ""
	for _, g := range m.targets {
		texts = append(texts, g.text)
		verdict = "ok"
	}
	if missed := m.missedTargets(); len(missed) > 0 {
		verdict = "MISSED: " + strings.Join(missed, ", ")
	}
	if r := m.ratio(); !math.IsNaN(r) {
		ratio = formatNumber(r) + "x"
	}
	return []string{m.name, formatSample(m.value, m.unit), formatSample(m.floor, m.unit), ratio, formatBytes(m.bytes), strings.Join(texts, ", "), verdict}
}

// growthTable returns a table with a row for each measurement. Its columns are the
// medians on each dataset.
func growthTable(sets []string, of [][]measurement) string {
	lines := [][]string{append([]string{""}, sets...)}
	for i, first := range of[0] {
		line := []string{first.name}
		for _, all := range of {
			cell := ""
			switch m := all[i]; {
			case len(m.value) > 0:
				cell = formatSample(sample{m.value.median()}, m.unit)
			case len(m.bytes) > 0:
				cell = formatInteger(m.bytes.mean()) + " bytes"
			}
			line = append(line, cell)
		}
		lines = append(lines, line)
	}
	return markdown(lines, 1, len(sets)+1)
}

// fleetTable returns a table with a row for each measurement. Its columns are the medians
// for each number of dashboards, the goals, and the results.
func fleetTable(sizes []string, of [][]measurement) string {
	lines := [][]string{append(append([]string{""}, sizes...), "goal", "result")}
	for i, first := range of[0] {
		line, verdict := []string{first.name}, ""
		var texts []string
		for _, limit := range first.targets {
			texts, verdict = append(texts, limit.text), "ok"
		}
		var missed []string
		for column, all := range of {
			line = append(line, formatSample(all[i].value, all[i].unit))
			if len(all[i].missedTargets()) > 0 {
				missed = append(missed, sizes[column])
			}
		}
		if len(missed) > 0 {
			verdict = "MISSED with " + strings.Join(missed, ", ")
		}
		lines = append(lines, append(line, strings.Join(texts, ", "), verdict))
	}
	return markdown(lines, 1, len(sizes)+1)
}

// markdown formats lines as a table. The first line holds the headings. Columns from
// firstNumber up to, but not including, numbersEnd are aligned to the right.
func markdown(lines [][]string, firstNumber, numbersEnd int) string {
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
			if i >= firstNumber && i < numbersEnd {
				cell = filler + cell
			} else {
				cell += filler
			}
			b.WriteString("| " + cell + " ")
		}
		b.WriteString("|\n")
		for i := 0; n == 0 && i < len(widths); i++ {
			ruler, last := strings.Repeat("-", widths[i]-1), "-"
			if i >= firstNumber && i < numbersEnd {
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

// percentileRuns is the smallest sample size with a 95th percentile.
const percentileRuns = 20

// formatSample returns the median. For a large sample, it adds the 95th percentile.
func formatSample(s sample, unit string) string {
	unit = strings.TrimRight(" "+cmp.Or(unit, "ms"), " ")
	switch {
	case len(s) == 0:
		return ""
	case len(s) >= percentileRuns:
		return formatNumber(s.median()) + " / " + formatNumber(s.p95()) + unit
	}
	return formatNumber(s.median()) + unit
}

// formatBytes returns the median. For a large sample, it adds the 95th percentile and
// the mean.
func formatBytes(s sample) string {
	switch {
	case len(s) == 0:
		return ""
	case len(s) >= percentileRuns:
		return fmt.Sprintf("%s / %s, mean %s", formatInteger(s.median()), formatInteger(s.p95()), formatInteger(s.mean()))
	}
	return formatInteger(s.median())
}

// formatNumber rounds to three significant digits, or to a whole number from 100
// on.
func formatNumber(n float64) string {
	switch {
	case n >= 100:
		return formatInteger(n)
	case n >= 10:
		return strconv.FormatFloat(n, 'f', 1, 64)
	}
	return strconv.FormatFloat(n, 'f', 2, 64)
}

func formatInteger(n float64) string { return groupDigits(int(math.Round(n))) }

// groupDigits returns a number with a comma between groups of three digits.
func groupDigits(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
