package words

// data are the texts that come as data: labels of keys, kinds of scope, settings, times of
// effect. Their English is what the config file, the commands and JSON call them.
var data = []Text{
	{"system", "System"},
	{"tenant", "Mandant"},
	{"tenants", "Mandanten"},

	{"Jan", "Jan"}, {"Feb", "Feb"}, {"Mar", "März"}, {"Apr", "Apr"}, {"May", "Mai"}, {"Jun", "Jun"},
	{"Jul", "Jul"}, {"Aug", "Aug"}, {"Sep", "Sep"}, {"Oct", "Okt"}, {"Nov", "Nov"}, {"Dec", "Dez"},
	{"Mon", "Mo"}, {"Tue", "Di"}, {"Wed", "Mi"}, {"Thu", "Do"}, {"Fri", "Fr"}, {"Sat", "Sa"}, {"Sun", "So"},
}
