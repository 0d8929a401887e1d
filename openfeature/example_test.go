package openfeature_test

import (
	"context"
	"fmt"

	of "github.com/open-feature/go-sdk/openfeature"

	"flagtui"
	"flagtui/openfeature"
)

// Without options, the targeting key is a tenant's id. A service opens the client with
// flagtui.Open.
func ExampleNewProvider() {
	ctx := context.Background()
	client := flagtui.Fake(map[string]bool{"orders.beta": false})
	defer client.Close()
	if _, err := client.Enable(ctx, "orders.beta", flagtui.Tenant("acme"), flagtui.By("alice")); err != nil {
		fmt.Println(err)
		return
	}
	if err := of.SetProviderAndWait(openfeature.NewProvider(client)); err != nil {
		fmt.Println(err)
		return
	}
	defer of.Shutdown()

	flags := of.NewClient("orders")
	for _, tenant := range []string{"acme", "globex"} {
		details, err := flags.BooleanValueDetails(ctx, "orders.beta", false, of.NewEvaluationContext(tenant, nil))
		fmt.Println(tenant, details.Value, details.Reason, err)
	}
	details, err := flags.BooleanValueDetails(ctx, "orders.gamma", true, of.EvaluationContext{})
	fmt.Println(details.Value, details.ErrorCode, err)
	// Output:
	// acme true TARGETING_MATCH <nil>
	// globex false DEFAULT <nil>
	// true FLAG_NOT_FOUND error code: FLAG_NOT_FOUND: the flag "orders.gamma" has no definition and no override
}

// The tenant's id is an attribute here, and the targeting key is a user.
func ExampleTenantFrom() {
	ctx := context.Background()
	client := flagtui.Fake(map[string]bool{"orders.beta": true})
	defer client.Close()
	if err := of.SetNamedProviderAndWait("tenants", openfeature.NewProvider(client, openfeature.TenantFrom("tenantId"))); err != nil {
		fmt.Println(err)
		return
	}
	defer of.Shutdown()

	flags := of.NewClient("tenants")
	user := of.NewEvaluationContext("user-7", map[string]any{"tenantId": "acme"})
	details, err := flags.BooleanValueDetails(ctx, "orders.beta", false, user)
	fmt.Println(details.Value, details.FlagMetadata["scope"], err)
	// Output:
	// true tenant:acme <nil>
}
