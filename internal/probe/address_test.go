package probe

import "testing"

func TestRedact(t *testing.T) {
	for address, want := range map[string]string{
		"https://app/api/feature_flags/":                 "https://app/api/feature_flags/",
		"https://ann:s3cret@app:8443/flags?key=s3cret#x": "https://app:8443/flags?…",
		"HTTP://s3cret@app":                              "HTTP://app",
		"https://ann:s3@cret@app/a@b":                    "https://app/a@b",
		"https://${APP_HOST}/flags?key=${KEY}":           "https://${APP_HOST}/flags?…",
		"https://app?a@b/s3cret":                         "https://app?…",
	} {
		if got := Redact(address); got != want {
			t.Errorf("%s is shown as %s, want %s", address, got, want)
		}
	}
}

// A header goes to the server that it is meant for only.
func TestSameServer(t *testing.T) {
	for other, want := range map[string]bool{
		"https://app.example/other?x": true, "https://APP.example:443": true, "https://ann@app.example/": true,
		"http://app.example/": false, "https://app.example:8443/": false, "https://app.example.evil/": false, "https://app.example@evil/": false, "flags.json": false, "": false,
	} {
		if SameServer("https://app.example/api/feature_flags/", other) != want {
			t.Errorf("%s: want %v", other, want)
		}
	}
	if SameServer("", "") {
		t.Error("no address is a server")
	}
}

func TestIsURL(t *testing.T) {
	for text, want := range map[string][2]bool{
		"https://app/": {true, true}, "HTTP://app": {true, true}, "http://": {true, false}, "http://:80/": {true, false}, "https://a b/": {true, false},
		"flags.yaml": {}, "https:flags": {}, "ftp://app/": {}, "/srv/http://x": {}, "": {},
	} {
		if got := [2]bool{IsURL(text), IsValidURL(text)}; got != want {
			t.Errorf("%q is %v, want %v", text, got, want)
		}
	}
}
