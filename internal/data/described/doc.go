// Package described is the layout of a table of flags that the config file describes.
package described
