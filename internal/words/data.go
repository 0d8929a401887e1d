package words

import "slices"

// data are the texts that come as data: kinds of scope, settings, times of effect, dates.
// Their English is what the config file, the commands and JSON call them.
var data = slices.Concat(kinds, settings, sources, dates, live, rollouts)

// kinds are the kinds of scope that flagtui's own layouts have.
var kinds = []Text{
	{"system", "System"}, {"scope", "Bereich"}, {"scopes", "Bereiche"},
	{"tenant", "Mandant"}, {"tenants", "Mandanten"}, {"project", "Projekt"}, {"projects", "Projekte"}, {"section", "Kurs"}, {"sections", "Kurse"},
	{"actor", "Akteur"}, {"actors", "Akteure"}, {"group", "Gruppe"}, {"groups", "Gruppen"}, {"user", "Benutzer"}, {"users", "Benutzer"},
}

// settings are what a flag can be set to.
var settings = []Text{{"on", "an"}, {"off", "aus"}, {"inherit", "erben"}, {"depends", "bedingt"}}

// sources are where a value comes from, besides the kinds of scope.
var sources = []Text{
	{"default", "Vorgabe"}, {"global", "global"}, {"exemption", "Ausnahme"},
	{"section rollout", "Kurs-Rollout"}, {"project rollout", "Projekt-Rollout"}, {"global rollout", "Rollout global"},
}

// dates are the months and the days of the week, as package time shortens them.
var dates = []Text{
	{"Jan", "Jan"}, {"Feb", "Feb"}, {"Mar", "März"}, {"Apr", "Apr"}, {"May", "Mai"}, {"Jun", "Jun"},
	{"Jul", "Jul"}, {"Aug", "Aug"}, {"Sep", "Sep"}, {"Oct", "Okt"}, {"Nov", "Nov"}, {"Dec", "Dez"},
	{"Mon", "Mo"}, {"Tue", "Di"}, {"Wed", "Mi"}, {"Thu", "Do"}, {"Fri", "Fr"}, {"Sat", "Sa"}, {"Sun", "So"},
}

// live are the times of effect that flagtui knows.
var live = []Text{
	{"now (the app reads the row on every check)", "sofort (die App liest die Zeile bei jeder Prüfung)"}, {"now", "sofort"},
	{"at the next request (the app reads the rows once per request)", "beim nächsten Request (die App liest die Zeilen einmal je Request)"}, {"at the next request", "beim nächsten Request"},
	{"within 30 s, or when the app restarts (simple_module < 0.0.40)", "binnen 30 s oder nach dem Neustart der App (simple_module < 0.0.40)"},
	{"within 30 s or when the app restarts", "binnen 30 s oder nach Neustart der App"},
	{"when the app restarts (it reads overrides when it starts)", "nach dem Neustart der App (sie liest Overrides beim Start)"}, {"when the app restarts", "nach Neustart der App"},
}

// rollouts are what decides in addition to settings, as far as its words are fixed.
var rollouts = []Text{
	{"off (no rollout)", "aus (kein Rollout)"}, {"internal users", "interne Benutzer"}, {"5 % of users", "5 % der Benutzer"}, {"50 % of users", "50 % der Benutzer"},
	{"full", "voll"}, {"its default (no catalogue is known)", "seiner Vorgabe (kein Katalog ist bekannt)"},
}
