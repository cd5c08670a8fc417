package views

import "math"

// sparkline draws the newest width values as a line of bars, oldest first, one
// cell each. The bars stand on zero, so that a small change looks small, and are the
// higher the more the values differ: what stays as it is should not stand out.
func sparkline(values []float64, width int) string {
	if width <= 0 {
		return ""
	}
	values = values[max(0, len(values)-width):]
	least, top := math.Inf(1), 0.0
	for _, v := range values {
		if !math.IsInf(v, 0) && !math.IsNaN(v) {
			least, top = min(least, max(v, 0)), max(top, v)
		}
	}
	bars := []rune("▁▂▃▄▅▆▇█")
	const flat = 1 // the bar of values that are all the same
	height := flat + (1-least/top)*float64(len(bars)-1-flat)
	out := make([]rune, len(values))
	for i, v := range values {
		level := 0
		switch {
		case math.IsInf(v, 1):
			level = len(bars) - 1
		case v > 0 && top > 0:
			level = min(len(bars)-1, int(v/top*height+0.5))
		}
		out[i] = bars[level]
	}
	return string(out)
}
