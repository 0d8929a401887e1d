// Package torus is the layout of OLI Torus: its scoped feature flags, its projects and
// sections, its rollouts and its audit trail.
package torus
