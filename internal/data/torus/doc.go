// Package torus implements the layout of OLI Torus: scoped feature flags, projects and
// sections, rollouts and an audit trail.
package torus
