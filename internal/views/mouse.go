package views

// SelectLine puts the cursor on the row in a line of the body.
func (b *Browse) SelectLine(line int) { b.rows.selectLine(line - len(b.intro)) }

// SelectLine puts the cursor on the row in a line of the body.
func (c *Picker) SelectLine(line int) { c.rows.selectLine(line - len(c.intro())) }

// SelectLine puts the cursor on the row in a line of the body.
func (c *Contexts) SelectLine(line int) { c.rows.selectLine(line - 1) }

// SelectLine puts the cursor on the row in a line of the body.
func (d *Details) SelectLine(line int) { d.rows.selectLine(line - len(d.intro)) }

// SelectLine puts the cursor on the row in a line of the body.
func (m *Matrix) SelectLine(line int) { m.rows.selectLine(line - len(m.intro())) }

// SelectLine puts the cursor on the row in a line of the body.
func (d *Diff) SelectLine(line int) { d.rows.selectLine(line - 1) }

// SelectLine puts the cursor on the row in a line of the body.
func (o *Overview) SelectLine(line int) { o.rows.selectLine(line - 1) }

// SelectLine puts the cursor on the row in a line of the body.
func (d *Doctor) SelectLine(line int) { d.rows.selectLine(line - len(d.intro())) }

// SelectLine puts the cursor on the row in a line of the body.
func (p *Palette) SelectLine(line int) { p.rows.selectLine(line - 1) }
