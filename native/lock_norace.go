//go:build !race

package native

func handOver() {}
func takeOver() {}

const raceDetector = false
