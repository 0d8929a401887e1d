package views

import "slices"

// flagAt returns the index of the flag in a row.
func (m *Matrix) flagAt(row int) int {
	if m.shown == nil {
		return row
	}
	return m.shown[row]
}

// filterRows selects the rows to show. The cursor stays on its flag.
func (m *Matrix) filterRows() {
	was := -1
	if m.rows.cursor < m.rows.count {
		was = m.flagAt(m.rows.cursor)
	}
	m.shown = nil
	count := len(m.flags)
	if m.onlyDiffering {
		m.shown = m.differing()
		count = len(m.shown)
	}
	cursor := m.rows.cursor
	if at := slices.Index(m.shown, was); m.onlyDiffering && at >= 0 {
		cursor = at
	} else if !m.onlyDiffering && was >= 0 {
		cursor = was
	}
	m.rows.resize(count, m.rows.height)
	m.rows.moveTo(cursor)
}

// differing returns the indexes of the flags whose values differ between the columns
// read so far.
func (m *Matrix) differing() []int {
	// A flag without a row or rollout of its own has the same value in all columns.
	own := map[string]bool{}
	for _, c := range m.columns {
		for name := range c.stored {
			own[name] = true
		}
		for name := range m.scopeRollouts[c.info.Scope].Of {
			own[name] = true
		}
	}
	found := []int{}
	for i := range m.flags {
		if own[m.flags[i].Name] && m.differs(i) {
			found = append(found, i)
		}
	}
	return found
}

// differs reports whether a flag's values differ between the columns.
func (m *Matrix) differs(flag int) bool {
	first := m.view(flag, m.columns[0])
	return slices.ContainsFunc(m.columns[1:], func(c column) bool { return !m.view(flag, c).Same(first) })
}
