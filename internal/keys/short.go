package keys

// shortTexts holds short hints for narrow terminals, by help text.
var shortTexts = map[string]string{
	"details":                    "open",
	"search":                     "find",
	"remove override":            "clear",
	"go there":                   "go",
	"next section":               "section",
	"open the flag":              "open",
	"off for everyone":           "kill",
	"copy the name":              "copy name",
	"copy the change":            "copy",
	"copy the fix":               "copy",
	"fix the marked":             "fix",
	"mark all shown":             "all",
	"only rows that differ":      "differing",
	"copy to the left":           "copy",
	"copy to the right":          "copy",
	"write CSV":                  "CSV",
	"all, this flag, this scope": "of what",
	"open read-only":             "read-only",
	"press this key":             "press",
	"other matches":              "others",
	"stay here":                  "stay",
	"recent reasons":             "recent",
}
