package views

import (
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"flagtui/internal/words"
)

// headerParts holds the texts of the header. Texts that do not fit are shortened or
// omitted.
type headerParts struct {
	context string // the badge's text, or ""
	mark    string // says that the context is protected
	mode    string

	reason     string // why the session is read-only, with its separator
	rowsHidden string // "rows may be hidden", and why
	database   string
	actor      string
	connection string
}

// header returns the first line of every screen. On the left are the context's badge,
// the database, the mode and the actor. On the right is the state of the connection. If
// the line is too long, its least important parts are shortened or omitted. A bad state
// of the connection always stays.
//
// why is the reason for read-only if the line omits it. hidden reports whether the line
// omits that rows may be hidden.
func (f Frame) header() (line, why string, hidden bool) {
	t, s := f.Theme, f.Session
	state := f.connection()
	p := headerParts{context: t.cutMiddle(t.clean(s.Context), max(f.Width/4, 8)), mode: t.mode(s.ReadOnly != ""), database: t.clean(s.Database), actor: t.clean(f.actorAt()), connection: state.long}
	if s.Context != "" && s.Protected {
		p.mark = " " + t.Say(words.ModeProtected)
	}
	if s.ReadOnly != "" {
		p.reason = ": " + t.clean(s.ReadOnly)
	}
	if s.RowsHidden != "" {
		p.rowsHidden = t.Say(words.HeaderRowsHidden) + ": " + t.clean(s.RowsHidden)
	}
	over := func() int { return p.width() - f.Width }
	for _, giveWay := range []func(){
		func() {
			if s.RowsHidden != "" {
				p.rowsHidden = t.Say(words.HeaderRowsHidden)
			}
		},
		func() { p.reason = "" },
		func() { p.connection = state.short },
		func() { p.actor = t.cutMiddle(p.actor, max(ansi.StringWidth(p.actor)-over(), 12)) },
		func() { p.rowsHidden = "" },
		func() { p.actor = "" },
		func() {
			if p.mark != "" {
				p.mark = "!"
			}
		},
		func() { p.connection = state.shortest },
		func() { p.database = t.cutMiddle(p.database, max(ansi.StringWidth(p.database)-over(), 3)) },
	} {
		if over() > 0 {
			giveWay()
		}
	}
	if p.reason == "" {
		why = t.clean(s.ReadOnly)
	}
	return f.drawHeader(p, state.style), why, s.RowsHidden != "" && p.rowsHidden == ""
}

// width returns the width of the header, with two blanks between its parts.
func (p headerParts) width() int {
	w := ansi.StringWidth(p.context+p.mark) + 2
	if p.context == "" {
		w = len(programName) + 1
	}
	for _, part := range []string{p.database, p.mode + p.reason, p.rowsHidden, p.actor, p.connection} {
		if part != "" {
			w += 2 + ansi.StringWidth(part)
		}
	}
	return w
}

// programName replaces the badge if no context is open.
const programName = "flagtui"

// drawHeader renders the header.
func (f Frame) drawHeader(p headerParts, connection ansiStyle) string {
	t := f.Theme
	mode, dangerous := ansiStyle{}, f.Session.Protected && f.Session.ReadOnly == ""
	switch {
	case f.Session.ReadOnly != "":
		mode = t.good
	case dangerous:
		mode = t.danger
	}
	line := " " + t.title.render(programName)
	if p.context != "" {
		badge := t.badge
		switch {
		case t.badge.before == "":
			line = "[" + p.context + p.mark + "]"
		case t.ownBadge:
		case f.Session.ReadOnly != "":
			badge = t.good
		case dangerous:
			badge = t.danger.reversed()
		}
		if t.badge.before != "" {
			line = badge.render(" " + p.context + p.mark + " ")
		}
	}
	line += "  " + p.database + "  " + mode.render(p.mode)
	if p.reason != "" {
		line += t.faint.render(p.reason)
	}
	if p.rowsHidden != "" {
		line += "  " + t.warning.render(p.rowsHidden)
	}
	if p.actor != "" {
		line += "  " + p.actor
	}
	if p.connection == "" {
		return line
	}
	return pad(line, f.Width-ansi.StringWidth(p.connection)) + connection.render(p.connection)
}

// connectionState holds the words for the state of the connection, in three lengths.
type connectionState struct {
	long, short, shortest string
	style                 ansiStyle
}

// connection returns the state of the connection. It contains clock times and no ages,
// such as "5 min ago", so that an idle screen does not change.
func (f Frame) connection() connectionState {
	t, s := f.Theme, f.Status
	read, stale := s.ReadAt.Format(time.TimeOnly), t.Say(words.HeaderStale)
	switch {
	case !s.OfflineSince.IsZero() && s.Full:
		return t.connectionState(t.Say(words.HeaderFullSince, s.OfflineSince.Format("15:04")), t.Say(words.HeaderFull), t.Say(words.HeaderFull), t.danger)
	case !s.OfflineSince.IsZero():
		since := s.OfflineSince.Format("15:04")
		return t.connectionState(t.Say(words.HeaderOfflineSince, since), t.Say(words.HeaderOffline)+" "+since, t.Say(words.HeaderOffline), t.danger)
	case s.Stale && s.ReadAt.IsZero():
		return t.connectionState(t.Say(words.HeaderNotAllRead), stale, stale, t.warning)
	case s.Stale:
		return t.connectionState(t.Say(words.HeaderStaleRead, read), stale, stale, t.warning)
	case s.ReadAt.IsZero():
		return connectionState{}
	case s.Live == "":
		text := t.Say(words.HeaderRead, read)
		return t.connectionState(text, text, "", t.faint)
	}
	word, _, _ := strings.Cut(s.Live, " ")
	return t.connectionState(s.Live, word, "", t.good)
}

func (t Theme) connectionState(long, short, shortest string, style ansiStyle) connectionState {
	dot := "● "
	if t.ascii {
		dot = "* "
	}
	return connectionState{dot + long, dot + short, strings.TrimSpace(dot + shortest), style}
}
