package flagtui_test

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"

	"flagtui"
	"flagtui/internal/schema"
)

// sampleDatabase stands for the application's database in the examples. A program gives
// the same URL as the application has.
func sampleDatabase() string {
	if _, err := os.Stat(exampleDatabase); err != nil {
		db, err := sql.Open("sqlite", exampleDatabase)
		if err != nil {
			log.Fatal(err)
		}
		defer db.Close()
		for _, statement := range append(schema.Statements(true), `INSERT INTO feature_flags_override (scope, scope_id, name, enabled) VALUES ('tenant', 'acme', 'orders.beta', TRUE)`) {
			if _, err := db.Exec(statement); err != nil {
				log.Fatal(err)
			}
		}
	}
	return exampleDatabase
}

// ctx stands for the context of the program.
var ctx = context.Background()

func ExampleOpen() {
	client, err := flagtui.Open(ctx, sampleDatabase(),
		flagtui.WithCatalogue(
			flagtui.Definition{Name: "orders.beta", Description: "The new checkout"},
			flagtui.Definition{Name: "billing.export", Default: true},
		))
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()

	fmt.Println(client.Enabled("orders.beta"))
	fmt.Println(client.Enabled("orders.beta", flagtui.Tenant("acme")))
	fmt.Println(client.AllEnabled([]string{"orders.beta", "billing.export"}, flagtui.Tenant("acme")))
	// Output:
	// false
	// true
	// true
}

func ExampleClient_Evaluate() {
	client, err := flagtui.Open(ctx, sampleDatabase(), flagtui.WithCatalogue(flagtui.Definition{Name: "orders.beta"}))
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()

	result := client.Evaluate("orders.beta", flagtui.Tenant("acme"))
	fmt.Println(result.Enabled, result.Source, result.Reason)

	result = client.Evaluate("orders.betta", flagtui.Tenant("acme"))
	fmt.Println(result.Enabled, result.Reason, "-", result.Err())
	// Output:
	// true tenant override
	// false undefined - flagtui: the flag "orders.betta" is not defined
}

func ExampleClient_Set() {
	client := flagtui.Fake(map[string]bool{"orders.beta": false, "orders.old": true}) // or Open
	acme := flagtui.Tenant("acme")

	set, err := client.Set(ctx, []flagtui.Change{
		{Scope: acme, Name: "orders.beta", After: flagtui.On},
		{Scope: acme, Name: "orders.old", After: flagtui.Off},
	}, flagtui.By("alice@ops1"), flagtui.Because("pilot, ticket 4711"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(set.Changes), client.Enabled("orders.beta", acme))

	if _, err := client.Undo(ctx, set.ID, flagtui.By("alice@ops1")); err != nil {
		log.Fatal(err)
	}
	fmt.Println(client.Enabled("orders.beta", acme))
	// Output:
	// 2 true
	// false
}

func ExampleClient_OnChange() {
	client := flagtui.Fake(map[string]bool{"orders.beta": false}) // or Open
	done := make(chan bool)
	stop := client.OnChange(func(change flagtui.Change) {
		fmt.Printf("%s at %s: %s, now %s\n", change.Name, change.Scope, change.Before, change.After)
		close(done)
	})
	defer stop()

	if _, err := client.Enable(ctx, "orders.beta", flagtui.System, flagtui.By("alice@ops1")); err != nil {
		log.Fatal(err)
	}
	<-done
	// Output: orders.beta at system: inherit, now on
}

// checkout is code of a program that looks at a flag.
func checkout(client *flagtui.Client, tenant string) string {
	if client.Enabled("orders.beta", flagtui.Tenant(tenant)) {
		return "new checkout"
	}
	return "old checkout"
}

// A test gives the code a client without a database.
func ExampleFake() {
	client := flagtui.Fake(map[string]bool{"orders.beta": false})
	if _, err := client.Enable(ctx, "orders.beta", flagtui.Tenant("acme"), flagtui.By("test")); err != nil {
		log.Fatal(err)
	}
	fmt.Println(checkout(client, "acme"))
	fmt.Println(checkout(client, "globex"))
	// Output:
	// new checkout
	// old checkout
}

// A server looks at the flags of the tenant that each request names.
func Example_server() {
	client := flagtui.Fake(map[string]bool{"orders.beta": true}) // or Open

	mux := http.NewServeMux()
	mux.HandleFunc("GET /checkout", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, checkout(client, r.Header.Get("X-Tenant")))
	})
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		if since := client.Stale(); !since.IsZero() {
			fmt.Fprintln(w, "flags may be out of date since", since)
		}
	})

	server := httptest.NewServer(mux) // or http.ListenAndServe
	defer server.Close()
	request, _ := http.NewRequest("GET", server.URL+"/checkout", nil)
	request.Header.Set("X-Tenant", "acme")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		log.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s", answer)
	// Output: new checkout
}
