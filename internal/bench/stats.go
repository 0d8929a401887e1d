package main

import (
	"math"
	"slices"
)

// sample holds one value for each run.
type sample []float64

// quantile returns a quantile of the sample, the smallest value that is not exceeded by
// share of the values. It returns NaN for an empty sample.
func (s sample) quantile(share float64) float64 {
	if len(s) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(s))
	return sorted[max(0, int(math.Ceil(share*float64(len(s))))-1)]
}

// median returns the middle value, or the mean of the two middle values.
func (s sample) median() float64 {
	if n := len(s); n > 0 && n%2 == 0 {
		sorted := slices.Sorted(slices.Values(s))
		return (sorted[n/2-1] + sorted[n/2]) / 2
	}
	return s.quantile(0.5)
}

func (s sample) p95() float64 { return s.quantile(0.95) }

func (s sample) max() float64 { return s.quantile(1) }

func (s sample) mean() float64 {
	sum := 0.0
	for _, value := range s {
		sum += value
	}
	return sum / float64(len(s))
}
