package words

import "slices"

// data are the texts that come as data: kinds of scope, settings, times of effect, dates.
// Their English is what the config file, the commands and JSON call them.
var data = slices.Concat(kinds, settings, sources, dates)

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
