package views

// SelectLine puts the cursor on the row that is on a line of the body.
func (b *Browse) SelectLine(line int) { b.rows.point(line - len(b.above)) }

// SelectLine puts the cursor on the row that is on a line of the body.
func (c *Picker) SelectLine(line int) { c.rows.point(line - len(c.above())) }

// SelectLine puts the cursor on the row that is on a line of the body.
func (c *Contexts) SelectLine(line int) { c.rows.point(line) }

// SelectLine puts the cursor on the row that is on a line of the body.
func (h *History) SelectLine(line int) { h.rows.point(line - len(h.above)) }

// SelectLine puts the cursor on the row that is on a line of the body.
func (d *Details) SelectLine(line int) { d.rows.point(line - len(d.above)) }

// SelectLine puts the cursor on the row that is on a line of the body.
func (m *Matrix) SelectLine(line int) { m.rows.point(line - len(m.above())) }

// SelectLine puts the cursor on the row that is on a line of the body.
func (d *Diff) SelectLine(line int) { d.rows.point(line - 1) }

// SelectLine puts the cursor on the row that is on a line of the body.
func (o *Overview) SelectLine(line int) { o.rows.point(line - 1) }

// SelectLine puts the cursor on the row that is on a line of the body.
func (j *Jump) SelectLine(line int) { j.rows.point(line - 1) }
