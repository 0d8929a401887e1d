package flagtui

// ScopesInMemory returns the number of scopes that the client keeps.
func ScopesInMemory(c *Client) int { return c.state.Load().scopes.count }
