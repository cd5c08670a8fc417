package emulator

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"leaseview/apiclient/emulator/internal/broker"
)

// Seed adds the seed's queues and messages. Consumers of a seed were there
// long before, so that none is warming up. When anything is wrong, nothing is
// added.
func (s *Server) Seed(seed Seed) error {
	if err := seed.check(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.plantSeed(s.now(), seed); err != nil {
		return err
	}
	s.seeds = append(s.seeds, seed)
	return nil
}

// plantSeed needs s.mu.
func (s *Server) plantSeed(now time.Time, seed Seed) error {
	for _, q := range seed.Queues {
		if err := s.checkPlace(now, q); err != nil {
			return err
		}
	}
	for _, q := range seed.Queues {
		if err := s.plantQueue(now, q); err != nil {
			return fmt.Errorf("seed queue %q: %w", q.Name, err)
		}
	}
	return nil
}

func (s *Server) checkPlace(now time.Time, q SeedQueue) error {
	if _, taken := s.broker.QueueByName(now, q.Name); taken {
		return fmt.Errorf("seed queue %q: there is a queue of that name already", q.Name)
	}
	if _, taken := s.broker.Queue(now, strings.ToLower(q.ID)); taken {
		return fmt.Errorf("seed queue %q: there is a queue with the id %s already", q.Name, q.ID)
	}
	keep := broker.DefaultRetention
	if q.Settings.Retention != 0 {
		keep = time.Duration(q.Settings.Retention) * time.Second
	}
	for i, m := range q.Messages {
		if m.Age >= keep {
			return fmt.Errorf("seed queue %q: message %d was sent %v ago, but the queue keeps messages for %v: it would be gone", q.Name, i+1, m.Age, keep)
		}
	}
	c, err := q.consumer()
	if err != nil || c == nil {
		return err
	}
	most := s.broker.Deliveries(c.MaxRetries)
	for i, m := range q.Messages {
		if m.Attempts >= most {
			return fmt.Errorf("seed queue %q: message %d has %d attempts, but the consumer allows no more than %d deliveries: it would be dead", q.Name, i+1, m.Attempts, most)
		}
	}
	return nil
}

// seededAgo is how long before the seeding a seed's queues were made.
const seededAgo = 30 * 24 * time.Hour

func (s *Server) plantQueue(now time.Time, from SeedQueue) error {
	made := now.Add(-seededAgo)
	q, err := s.broker.Create(made, strings.ToLower(from.ID), from.Name)
	if err != nil {
		return err
	}
	q.Jurisdiction = from.Jurisdiction
	for _, p := range from.Producers {
		q.Producers = append(q.Producers, broker.Producer(p))
	}
	settings := broker.Settings{
		DeliveryDelay:  time.Duration(from.Settings.DeliveryDelay) * time.Second,
		DeliveryPaused: from.Settings.DeliveryPaused,
		Retention:      broker.DefaultRetention,
	}
	if from.Settings.Retention != 0 {
		settings.Retention = time.Duration(from.Settings.Retention) * time.Second
	}
	q.SetSettings(made, settings)
	c, err := from.consumer()
	if err != nil {
		return err
	}
	if c != nil {
		c.Created = made
		if c.ID == "" {
			c.ID = s.broker.NewID()
		}
		q.SetConsumer(made, c)
	}
	for _, m := range from.Messages {
		s.plant(now, q, m, from.JSONEncoding)
	}
	return nil
}

func (s *Server) plant(now time.Time, q *broker.Queue, m SeedMessage, encoding Encoding) {
	if m.Encoding != "" {
		encoding = m.Encoding
	}
	content := broker.Content{Body: m.Body, Type: m.contentType(), Encoding: string(encoding)}
	if m.Source != "" {
		content.Metadata = append(content.Metadata, broker.Pair{Key: sourceKey, Value: m.Source})
	}
	for _, key := range slices.Sorted(maps.Keys(m.Metadata)) {
		content.Metadata = append(content.Metadata, broker.Pair{Key: key, Value: m.Metadata[key]})
	}
	q.Plant(now, now.Add(-m.Age), content, strings.ToLower(m.ID), m.Attempts, m.Delay)
}
