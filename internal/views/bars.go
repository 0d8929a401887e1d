package views

import "strings"

// gauge draws part of total as a bar of width cells, to an eighth of a cell; in
// ASCII to a whole cell. A part that is not zero is never drawn as nothing, nor
// one that is not all as all.
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

// sparkline draws numbers as columns, one cell each, the largest as the highest.
// A negative number is one that is not known.
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

// shortActor is a person's name without the machine or the mail domain, and
// without the name of the program: alice of "flagtui:alice@ops1".
func shortActor(actor string) string {
	short, _, _ := strings.Cut(strings.TrimPrefix(actor, "flagtui:"), "@")
	if short == "" {
		return actor
	}
	return short
}
