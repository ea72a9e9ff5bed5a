package inspect

import (
	"fmt"
	"io"
	"slices"
	"time"
)

// Timing is how long an expression takes (:time). Times are nanoseconds; where
// it was evaluated often, of one evaluation.
type Timing struct {
	View        string  `json:"view"`
	Nanoseconds float64 `json:"nanoseconds"` // the median
	Min         float64 `json:"min"`
	Max         float64 `json:"max"`
	Samples     int     `json:"samples"`
	Calls       int     `json:"calls"`             // evaluations in a sample
	Once        string  `json:"once,omitempty"`    // why it was evaluated once only
	Changed     string  `json:"changed,omitempty"` // the first and the last value, where they differ
}

// NewTiming sums samples up, each of so many calls; once says why there is only
// one.
func NewTiming(samples []time.Duration, calls int, once string) *Timing {
	sorted := slices.Sorted(slices.Values(samples))
	each := func(i int) float64 { return float64(sorted[i]) / float64(calls) }
	n := len(sorted)
	return &Timing{
		View: "time", Nanoseconds: each(n / 2), Min: each(0), Max: each(n - 1),
		Samples: n, Calls: calls, Once: once,
	}
}

// Text is the median with the spread, or the one time that there is.
func (t *Timing) Text(w io.Writer, _ int) error {
	o := textWriter{w: w}
	if t.Once != "" {
		o.printf("%s  (once: %s)\n", nanoseconds(t.Nanoseconds), t.Once)
		return o.err
	}
	o.printf("%s per call  (min %s, max %s; %d samples of %d)\n",
		nanoseconds(t.Nanoseconds), nanoseconds(t.Min), nanoseconds(t.Max), t.Samples, t.Calls)
	if t.Changed != "" {
		o.printf("  its value changed: %s\n", t.Changed)
	}
	return o.err
}

// DurationText is a duration with three digits in a fitting unit: 0.412 µs. Up to
// a millisecond that is microseconds, so that a column compares at a glance.
func DurationText(d time.Duration) string {
	if d < time.Millisecond {
		return fmt.Sprintf("%.3g µs", float64(d)/1e3)
	}
	return nanoseconds(float64(d))
}

// nanoseconds is a time with three digits in a fitting unit.
func nanoseconds(ns float64) string {
	switch {
	case ns >= 1e9:
		return fmt.Sprintf("%.3g s", ns/1e9)
	case ns >= 1e6:
		return fmt.Sprintf("%.3g ms", ns/1e6)
	case ns >= 1e3:
		return fmt.Sprintf("%.3g µs", ns/1e3)
	}
	return fmt.Sprintf("%.3g ns", ns)
}
