package flagtui

import "unsafe"

// ScopesInMemory returns the number of scopes that the client keeps.
func ScopesInMemory(c *Client) int { return c.state.Load().scopes.count }

// SizeOfScope is the number of bytes that a scope takes in the table, without its flags.
const SizeOfScope = unsafe.Sizeof(loadedScope{})
