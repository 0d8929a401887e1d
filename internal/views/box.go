package views

import "strings"

// boxWidth and boxHeight are the cells and lines that a box's border takes.
const boxWidth, boxHeight = 4, 2

// box draws lines in a border, width cells wide. The top edge shows title at its left
// end and right at its right end.
func (t Theme) box(title, right string, lines []string, width int) []string {
	across, down, corners := "─", "│", [4]string{"┌", "┐", "└", "┘"}
	if t.ascii {
		across, down, corners = "-", "|", [4]string{"+", "+", "+", "+"}
	}
	inner := width - 2
	if right != "" {
		right = " " + t.cut(right, inner/3) + " "
	}
	title = t.cut(title+" ", inner-textWidth(right)-1)
	rule := strings.Repeat(across, max(0, inner-textWidth(title)-textWidth(right)-1))
	box := []string{t.border.render(corners[0]) + t.title.render(title) + t.border.render(rule) + right + t.border.render(across+corners[1])}
	for _, line := range lines {
		box = append(box, t.border.render(down)+" "+pad(t.cut(line, width-boxWidth), width-boxWidth)+" "+t.border.render(down))
	}
	return append(box, t.border.render(corners[2]+strings.Repeat(across, inner)+corners[3]))
}
