package session

import (
	"time"

	"leaseview/apiclient"
)

// PullSettings are what a pull and a peek ask for; a person can change them at any time.
type PullSettings struct {
	BatchSize  int           // messages, 1 to 100
	PeekSize   int           // messages of a peek, 1 to 100
	Visibility time.Duration // 0 = the consumer's setting, else the API's default
	Interval   time.Duration // between the pulls of follow
}

// Options are those of the next pull of this queue. Both settings are sent, so
// that the lease's end is known and not guessed from a consumer that may have
// changed since.
func (s *Session) Options(p PullSettings) apiclient.PullOptions {
	return apiclient.PullOptions{BatchSize: p.BatchSize, VisibilityTimeout: s.Visibility(p)}
}

// Visibility is the visibility timeout that a pull of this queue sends.
func (s *Session) Visibility(p PullSettings) time.Duration {
	consumer := s.PullConsumer()
	switch {
	case p.Visibility > 0:
		return p.Visibility
	case consumer != nil && consumer.VisibilityTimeout > 0:
		return consumer.VisibilityTimeout
	default:
		return apiclient.DefaultVisibility
	}
}
