package main

import (
	"fmt"
	"html"
	"image/color"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/cellbuf"
)

// The size of a cell, and the space around the text, in pixels.
const (
	cellWidth, cellHeight, fontSize, margin = 8, 18, 13, 12
	baseline                                = 13 // from the top of a cell
)

// palette holds the colours of a terminal.
type palette struct {
	text, ground, frame string
	basic               [16]string
}

var palettes = map[string]palette{
	"dark": {"#d0d7de", "#0d1117", "#30363d", [16]string{"#484f58", "#ff7b72", "#56d364", "#e3b341", "#79c0ff", "#d2a8ff", "#56d4dd", "#d0d7de",
		"#6e7681", "#ffa198", "#7ee787", "#f2cc60", "#a5d6ff", "#e2c5ff", "#b3f0ff", "#ffffff"}},
	"light": {"#1f2328", "#ffffff", "#d1d9e0", [16]string{"#24292f", "#cf222e", "#116329", "#4d2d00", "#0969da", "#8250df", "#1b7c83", "#6e7781",
		"#57606a", "#a40e26", "#1a7f37", "#633c01", "#218bff", "#a475f9", "#3192aa", "#8c959f"}},
}

// of returns a colour as SVG has it.
func (p palette) of(c color.Color, otherwise string) string {
	switch c := c.(type) {
	case nil:
		return otherwise
	case ansi.BasicColor:
		return p.basic[c]
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

// drawing is an SVG under construction. Rows that are equal are written once.
type drawing struct {
	palette
	rows  map[string]int
	defs  strings.Builder
	body  strings.Builder
	width int // in cells
}

// stills is the visibility of the first and the other frames where nothing moves.
var stills = map[bool]string{true: "visible", false: "hidden"}

// drawSVG returns a picture of frames. An animated picture shows them one after
// another, each with the key that led to it, again and again.
func drawSVG(p picture, frames []string, colours palette) string {
	d := &drawing{palette: colours, rows: map[string]int{}, width: p.width}
	width, height := p.width*cellWidth+2*margin, p.height*cellHeight+2*margin
	all := 0
	for _, step := range p.steps {
		all += step.rest
	}
	if p.animated {
		height += cellHeight
	}
	style, from := "", 0
	for i, frame := range frames {
		class := ""
		if p.animated {
			start, end := 100*float64(from)/float64(all), 100*float64(from+p.steps[i].rest)/float64(all)
			style += fmt.Sprintf(".f%d{visibility:%s;animation:f%d %.1fs step-end infinite}@keyframes f%d{0%%{visibility:hidden}%.2f%%{visibility:visible}%.2f%%{visibility:hidden}}\n",
				i, stills[i == 0], i, float64(all)/10, i, start, end)
			class = fmt.Sprintf(` class="f%d"`, i)
			from += p.steps[i].rest
		}
		fmt.Fprintf(&d.body, "<g%s>\n", class)
		d.frame(frame, p.height)
		if p.animated && p.steps[i].key != "" {
			d.pressed(p.steps[i].key, p.height)
		}
		d.body.WriteString("</g>\n")
	}
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="%d" height="%d" viewBox="0 0 %d %d" role="img" font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="%d">
<title>%s</title>
<style>text{white-space:pre}
%s</style>
<rect x="0.5" y="0.5" width="%d" height="%d" rx="8" fill="%s" stroke="%s"/>
<defs>
%s</defs>
<g transform="translate(%d %d)">
%s</g>
</svg>
`, width, height, width, height, fontSize, html.EscapeString(p.alt), style, width-1, height-1, d.ground, d.palette.frame, d.defs.String(), margin, margin, d.body.String())
}

// frame draws one frame of the dashboard.
func (d *drawing) frame(text string, height int) {
	cells := cellbuf.NewBuffer(d.width, height)
	cellbuf.SetContent(cells, strings.ReplaceAll(text, "\n", "\r\n"))
	for y := range height {
		row := d.row(cells.Line(y))
		if row == "" {
			continue
		}
		number, ok := d.rows[row]
		if !ok {
			number = len(d.rows)
			d.rows[row] = number
			fmt.Fprintf(&d.defs, "<g id=\"r%d\">%s</g>\n", number, row)
		}
		fmt.Fprintf(&d.body, "<use xlink:href=\"#r%d\" y=\"%d\"/>\n", number, y*cellHeight)
	}
}

// pressed draws a key below the frame.
func (d *drawing) pressed(key string, height int) {
	y, width := height*cellHeight+4, (ansi.StringWidth(key)+2)*cellWidth
	fmt.Fprintf(&d.body, `<rect x="%d" y="%d" width="%d" height="%d" rx="4" fill="%s"/>`, (d.width*cellWidth-width)/2, y, width, cellHeight, d.palette.frame)
	fmt.Fprintf(&d.body, `<text x="%d" y="%d" text-anchor="middle" fill="%s">%s</text>`+"\n", d.width*cellWidth/2, y+baseline, d.palette.text, html.EscapeString(key))
}

// row draws the cells of one row: the ground, then each text of one style.
func (d *drawing) row(line cellbuf.Line) string {
	var ground, text strings.Builder
	for x, cell := range line {
		if cell == nil {
			line[x] = &cellbuf.BlankCell
		}
	}
	for x := 0; x < len(line); {
		style, start := line[x].Style, x
		var run strings.Builder
		for x < len(line) && line[x].Style.Equal(&style) {
			run.WriteString(line[x].String())
			x += max(1, line[x].Width)
		}
		fg, bg := d.of(style.Fg, d.palette.text), d.of(style.Bg, "")
		if style.Attrs&cellbuf.ReverseAttr != 0 {
			fg, bg = d.of(style.Bg, d.palette.ground), d.of(style.Fg, d.palette.text)
		}
		if bg != "" {
			fmt.Fprintf(&ground, `<rect x="%d" width="%d" height="%d" fill="%s"/>`, start*cellWidth, (x-start)*cellWidth, cellHeight, bg)
		}
		d.run(&text, run.String(), start, fg, style)
	}
	return ground.String() + text.String()
}

// run draws a text of one style. Each word has its place and its width, so that the
// picture is the same in every font.
func (d *drawing) run(b *strings.Builder, text string, x int, fg string, style cellbuf.Style) {
	attributes := fmt.Sprintf(` fill="%s"`, fg)
	if style.Attrs&cellbuf.BoldAttr != 0 {
		attributes += ` font-weight="bold"`
	}
	if style.Attrs&cellbuf.FaintAttr != 0 {
		attributes += ` opacity=".65"`
	}
	if style.UlStyle != cellbuf.NoUnderline {
		attributes += ` text-decoration="underline"`
	}
	for text != "" {
		blanks := len(text) - len(strings.TrimLeft(text, " "))
		x, text = x+blanks, text[blanks:]
		word := text
		if i := strings.Index(text, "  "); i >= 0 {
			word = text[:i]
		}
		word = strings.TrimRight(word, " ")
		if i := slices.IndexFunc([]rune(word), func(r rune) bool { return shapes[r] != nil }); i > 0 {
			word = string([]rune(word)[:i])
		} else if i == 0 {
			r := []rune(word)[0]
			n := len(word) - len(strings.TrimLeft(word, string(r)))
			word = word[:n]
			b.WriteString(shapes[r](x, ansi.StringWidth(word), attributes, fg))
			x, text = x+ansi.StringWidth(word), text[n:]
			continue
		}
		if word == "" {
			return
		}
		fmt.Fprintf(b, `<text x="%d" y="%d" textLength="%d" lengthAdjust="spacingAndGlyphs"%s>%s</text>`, x*cellWidth, baseline, ansi.StringWidth(word)*cellWidth, attributes, html.EscapeString(word))
		x, text = x+ansi.StringWidth(word), text[len(word):]
	}
}

// shape draws n equal characters from cell x on.
type shape func(x, n int, attributes, colour string) string

// shapes are the characters that fonts draw with gaps: borders and blocks.
var shapes = map[rune]shape{}

func init() {
	// A border is lines from the cell's centre to the left, the right, the top and the bottom.
	for r, sides := range map[rune]string{'─': "lr", '│': "tb", '┌': "rb", '┐': "lb", '└': "rt", '┘': "lt", '├': "rtb", '┤': "ltb", '┬': "lrb", '┴': "lrt", '┼': "lrtb"} {
		shapes[r] = func(x, n int, _, colour string) string {
			path := ""
			for i := range n {
				cx, cy := float64((x+i)*cellWidth)+cellWidth/2.0, cellHeight/2.0
				for _, side := range sides {
					dx, dy := map[rune]float64{'l': -1, 'r': 1}[side]*cellWidth/2, map[rune]float64{'t': -1, 'b': 1}[side]*cellHeight/2
					path += fmt.Sprintf("M%g %gl%g %g", cx, cy, dx, dy)
				}
			}
			if r == '─' {
				path = fmt.Sprintf("M%d %gh%d", x*cellWidth, cellHeight/2.0, n*cellWidth)
			}
			return fmt.Sprintf(`<path d="%s" stroke="%s" fill="none" opacity=".65"/>`, path, colour)
		}
	}
	box := func(left, top, right, bottom float64, opacity string) shape {
		return func(x, n int, _, colour string) string {
			return fmt.Sprintf(`<rect x="%g" y="%g" width="%g" height="%g" fill="%s"%s/>`, float64(x*cellWidth)+left*cellWidth, top*cellHeight,
				(float64(n-1)+right-left)*cellWidth, (bottom-top)*cellHeight, colour, opacity)
		}
	}
	for i, r := range []rune("▁▂▃▄▅▆▇") {
		shapes[r] = box(0, 1-float64(i+1)/8, 1, 1, "")
	}
	for i, r := range []rune("▉▊▋▌▍▎▏") {
		shapes[r] = box(0, 0, 1-float64(i+1)/8, 1, "")
	}
	shapes['█'] = box(0, 0, 1, 1, "")
	shapes['░'] = box(0, 0, 1, 1, ` opacity=".25"`)
	shapes['▒'] = box(0, 0, 1, 1, ` opacity=".5"`)
}
