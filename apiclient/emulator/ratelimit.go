package emulator

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"
)

// publishedLimit is how many requests the API takes in five minutes.
const publishedLimit = 1200

// rateWindow counts requests as the API says it does: past the limit,
// everything is refused until the window that the breach opens has passed.
type rateWindow struct {
	start   time.Time
	count   int
	blocked time.Time // refused until then
}

// countRequest counts one request. It answers the headers that every answer
// carries, and the refusal when the limit is passed. It needs s.mu.
func (s *Server) countRequest(now time.Time) (http.Header, *reply) {
	limit, window := s.options.RateLimit, s.options.RateWindow
	if limit <= 0 {
		// The API sends these headers with every answer, also far from a limit.
		return rateHeaders(publishedLimit, window, publishedLimit, window), nil
	}
	w := &s.rate
	if now.Before(w.blocked) {
		return rateHeaders(limit, window, 0, w.blocked.Sub(now)), rateRefusal(w.blocked.Sub(now))
	}
	if w.count == 0 || !now.Before(w.start.Add(window)) {
		*w = rateWindow{start: now}
	}
	w.count++
	if w.count > limit {
		*w = rateWindow{blocked: now.Add(window)}
		return rateHeaders(limit, window, 0, window), rateRefusal(window)
	}
	return rateHeaders(limit, window, limit-w.count, w.start.Add(window).Sub(now)), nil
}

func rateHeaders(limit int, window time.Duration, left int, reset time.Duration) http.Header {
	return http.Header{
		"Ratelimit":        {fmt.Sprintf(`"default";r=%d;t=%d`, left, seconds(reset))},
		"Ratelimit-Policy": {fmt.Sprintf(`"default";q=%d;w=%d`, limit, seconds(window))},
	}
}

func rateRefusal(wait time.Duration) *reply {
	answer := fail(http.StatusTooManyRequests, codeRateLimited, textRateLimited).reply()
	answer.header = http.Header{"Retry-After": {strconv.Itoa(seconds(wait))}}
	return &answer
}

// seconds rounds up, so that whoever waits as told is not early.
func seconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }
