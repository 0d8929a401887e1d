package views

import "strings"

// gauge returns a bar of width cells, split into its filled part and the rest. The
// fraction part/total is rounded down to an eighth of a cell, in ASCII to a whole cell.
// A nonzero part always fills something.
func (t Theme) gauge(part, total, width int) (filled, rest string) {
	const eighths = "▏▎▍▌▋▊▉"
	steps := 8
	if t.ascii {
		steps = 1
	}
	n := 0
	if total > 0 {
		n = part * width * steps / total
	}
	if part > 0 {
		n = max(n, 1)
	}
	whole, eighth := n/steps, n%steps
	if t.ascii {
		return strings.Repeat("#", whole), strings.Repeat(".", width-whole)
	}
	filled = strings.Repeat("█", whole)
	if eighth > 0 {
		filled += string([]rune(eighths)[eighth-1])
		whole++
	}
	return filled, strings.Repeat("░", width-whole)
}

// sparkline draws each number as a column of one cell. The largest number has the
// highest column; a negative number, which means unknown, is a question mark.
func (t Theme) sparkline(numbers []int) string {
	levels := []rune("▁▂▃▄▅▆▇█")
	if t.ascii {
		levels = []rune("_.:-=+*#")
	}
	most := 0
	for _, n := range numbers {
		most = max(most, n)
	}
	top := len(levels) - 1
	var line strings.Builder
	for _, n := range numbers {
		switch {
		case n < 0:
			line.WriteByte('?')
		case n == 0:
			line.WriteRune(levels[0])
		default:
			line.WriteRune(levels[(n*top+most-1)/most])
		}
	}
	return line.String()
}

// shortActor returns a person's name without the mail domain or machine, and without
// the program's prefix: "flagtui:alice@ops1" becomes "alice".
func shortActor(actor string) string {
	short, _, _ := strings.Cut(strings.TrimPrefix(actor, "flagtui:"), "@")
	if short == "" {
		return actor
	}
	return short
}
