package views

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
)

func headerOf(t Theme, width int, change func(f *Frame)) string {
	f := Frame{Theme: t, Width: width, Height: 24, Session: Session{Context: "prod", Database: "app@db1", Actor: "alice@ops1"},
		Status: Status{ReadAt: time.Date(2026, 3, 1, 3, 4, 5, 0, time.UTC), Live: "live"}}
	if change != nil {
		change(&f)
	}
	line, _, _ := f.header()
	return line
}

// On a narrow terminal the header drops its parts in order of importance.
func TestHeaderGivesWay(t *testing.T) {
	protected := func(f *Frame) { f.Session.Protected = true }
	polling := func(f *Frame) { f.Status.Live = "polling every 2 s" }
	readOnly := func(f *Frame) { f.Session.ReadOnly = "the database is a standby" }
	offline := func(f *Frame) {
		protected(f)
		f.Status.Stale, f.Status.OfflineSince = true, time.Date(2026, 3, 1, 3, 49, 17, 0, time.UTC)
	}
	stale := func(f *Frame) { f.Status.Stale = true }
	long := func(f *Frame) {
		offline(f)
		f.Session.Context, f.Session.Database = "production-of-the-whole-company", "application_production@db1.example.com"
	}
	for _, c := range []struct {
		width  int
		change func(*Frame)
		want   string
	}{
		{80, nil, "[prod]  app@db1  writable  alice@ops1                                     ● live"},
		{80, protected, "[prod protected]  app@db1  writable  alice@ops1                           ● live"},
		{80, polling, "[prod]  app@db1  writable  alice@ops1                        ● polling every 2 s"},
		{80, readOnly, "[prod]  app@db1  read-only: the database is a standby  alice@ops1         ● live"},
		{60, readOnly, "[prod]  app@db1  read-only  alice@ops1                ● live"},
		{80, offline, "[prod protected]  app@db1  writable  alice@ops1  ● OFFLINE since 03:49, retrying"},
		{66, offline, "[prod protected]  app@db1  writable  alice@ops1    ● OFFLINE 03:49"},
		{80, stale, "[prod]  app@db1  writable  alice@ops1                     ● STALE: read 03:04:05"},
		{40, nil, "[prod]  app@db1  writable         ● live"},
		{40, protected, "[prod!]  app@db1  writable        ● live"},
		{40, polling, "[prod]  app@db1  writable      ● polling"},
		{40, offline, "[prod!]  app@db1  writable     ● OFFLINE"},
		{40, readOnly, "[prod]  app@db1  read-only        ● live"},
		{40, long, "[produ…pany!]  app…  writable  ● OFFLINE"},
		{120, func(f *Frame) { f.Session.Context = "" }, " flagtui  app@db1  writable  alice@ops1" + strings.Repeat(" ", 75) + "● live"},
		{80, func(f *Frame) { f.Status = Status{} }, "[prod]  app@db1  writable  alice@ops1"},
		{80, func(f *Frame) { f.Status.Live = "" }, "[prod]  app@db1  writable  alice@ops1                            ● read 03:04:05"},
		{80, func(f *Frame) { f.Status.ReadAt, f.Status.Stale = time.Time{}, true }, "[prod]  app@db1  writable  alice@ops1                  ● STALE: not all was read"},
	} {
		if got := headerOf(NewTheme(true, false), c.width, c.change); got != c.want {
			t.Errorf("at %d:\ngot  %q\nwant %q", c.width, got, c.want)
		}
	}
	for width := MinWidth; width < 200; width++ {
		for _, change := range []func(*Frame){nil, protected, polling, readOnly, offline, stale, long} {
			got := headerOf(NewTheme(true, false), width, change)
			if ansi.StringWidth(got) > width {
				t.Errorf("at %d it is %d wide: %q", width, ansi.StringWidth(got), got)
			}
			if strings.Contains(headerOf(NewTheme(true, false), 200, change), "OFFLINE") != strings.Contains(got, "OFFLINE") {
				t.Errorf("at %d it is silent about the connection: %q", width, got)
			}
		}
	}
}

// A writable protected context is red, a read-only context quiet green. A context with
// a colour of its own keeps that.
func TestHeaderColours(t *testing.T) {
	theme := NewTheme(false, false)
	own := ThemeOptions{Badge: "blue"}.Theme()
	for name, c := range map[string]struct {
		theme               Theme
		protected, readOnly bool
		badge, mode         string
	}{
		"writable":             {theme, false, false, theme.badge.render(" prod "), "writable"},
		"protected":            {theme, true, false, theme.danger.reversed().render(" prod protected "), theme.danger.render("writable")},
		"read-only":            {theme, false, true, theme.good.render(" prod "), theme.good.render("read-only")},
		"protected, read-only": {theme, true, true, theme.good.render(" prod protected "), theme.good.render("read-only")},
		"its own colour":       {own, true, false, own.badge.render(" prod protected "), own.danger.render("writable")},
	} {
		got := headerOf(c.theme, 100, func(f *Frame) {
			if f.Session.Protected = c.protected; c.readOnly {
				f.Session.ReadOnly = "context prod"
			}
		})
		if !strings.HasPrefix(got, c.badge) || !strings.Contains(got, "  "+c.mode) {
			t.Errorf("%s: %q", name, got)
		}
	}
	offline := headerOf(theme, 100, func(f *Frame) { f.Status.OfflineSince = f.Status.ReadAt })
	if !strings.HasSuffix(offline, theme.danger.render("● OFFLINE since 03:04, retrying")) {
		t.Errorf("%q", offline)
	}
	if got := headerOf(NewTheme(true, true), 80, nil); !strings.HasSuffix(got, "* live") {
		t.Errorf("in ASCII: %q", got)
	}
}

// A path that is too long loses its start. The screen's own title stays.
func TestBreadcrumb(t *testing.T) {
	d := &Details{Theme: NewTheme(true, false), flag: find(system, "billing.new_invoice")}
	for width, want := range map[int]string{
		80: " System › History · everything › billing.new_invoice",
		50: " … › History · everything › billing.new_invoice",
		44: " History · everything › billing.new_invoice",
		40: " … › billing.new_invoice",
		22: " billing.new_invoice",
	} {
		f := Frame{Theme: d.Theme, Width: width}
		if got := f.titleLine(d, []string{"System", "History · everything"}); strings.TrimRight(got, " ") != want {
			t.Errorf("at %d: %q, want %q", width, got, want)
		}
	}
}
