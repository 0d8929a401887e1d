package views

// Point puts the cursor on the row that is on a line of the body.
func (b *Browse) Point(line int) { b.rows.point(line - len(b.above)) }

// Point puts the cursor on the row that is on a line of the body.
func (c *Picker) Point(line int) { c.rows.point(line - len(c.above())) }

// Point puts the cursor on the row that is on a line of the body.
func (c *Contexts) Point(line int) { c.rows.point(line) }

// Point puts the cursor on the row that is on a line of the body.
func (h *History) Point(line int) { h.rows.point(line - len(h.above)) }

// Point puts the cursor on the row that is on a line of the body.
func (d *Details) Point(line int) { d.rows.point(line - len(d.above)) }

// Point puts the cursor on the row that is on a line of the body.
func (m *Matrix) Point(line int) { m.rows.point(line - len(m.above())) }

// Point puts the cursor on the row that is on a line of the body.
func (d *Diff) Point(line int) { d.rows.point(line - 1) }

// Point puts the cursor on the row that is on a line of the body.
func (o *Overview) Point(line int) { o.rows.point(line - 1) }

// Point puts the cursor on the row that is on a line of the body.
func (j *Jump) Point(line int) { j.rows.point(line - 1) }
