// Package emulator serves the Cloudflare Queues API from memory, in process or
// on loopback, to clients that know nothing of it: the SDKs, wrangler, curl.
// README.md beside this file tells how.
//
// In a test:
//
//	s := emulator.NewTest(t, emulator.Options{})
//	err := s.Seed(emulator.Seed{Queues: []emulator.SeedQueue{{
//		Name:     "orders",
//		Consumer: &emulator.SeedConsumer{Type: "http_pull"},
//		Messages: []emulator.SeedMessage{{Body: `{"n":1}`}},
//	}}})
//	client := http.Client{Transport: s.RoundTripper()} // requests to s.BaseURL()
//	s.Inject(emulator.Fault{Op: "pull", Drop: emulator.DropAfter})
//
// # Like what
//
// The zero Options are like the service as it was recorded in September 2026;
// Options.Like sets the profile of its documentation instead. testdata holds
// the recording, which the tests replay.
//
// # Time
//
// There is one clock, Options.Now, ahead of which Advance can move. Leases,
// delays, retention, the warm-up of consumers and the rate limit all go by it,
// and only when somebody looks: nothing runs in the background, so a test in a
// synctest bubble sees a lease lapse at its very moment. The Delay of a Fault
// alone is a timer of the runtime.
//
// # Served
//
// Queues (list with page, per_page and name; create, get, replace, edit,
// delete), metrics, consumers (list, create, get, replace, delete), messages
// (push, push a batch, pull, ack and retry, peek, purge by ref, extend), the
// purge of a whole queue and its status; the account, its tokens' verification,
// the user and the memberships, as far as clients ask for them before anything
// else. Beside the API: admin paths under /_emulator/ and, for Workers, the
// producer binding of workerd.
//
// # Invented
//
// The API's sources leave much open. These are this package's choices, not
// facts about the API; README.md has them in full, with the knobs:
//
//   - that an extended lease keeps its id, and the form of the other answer;
//   - that a lapse counts as a delivery, as an explicit retry was seen to;
//   - every warning's text, and that an unknown or superseded lease gives one;
//   - the code 10252 with queue_delivery_paused, 11000 for an unknown queue on
//     peek, purge by ref and extend, 7001 for a method, 413 for what is too
//     large, and the texts of all refusals that aren't quoted from the API;
//   - that batch_size, visibility and delays out of range are refused with 400;
//   - peek: five messages by default, 100 at most, in the order of delivery,
//     without leased and delayed ones, also while paused and without consumer;
//   - the order of delivery: by the moment from which a message could be
//     delivered, then by arrival;
//   - a lease that was used, or whose message moved or was purged, is unknown;
//     a late retry can't take a message from its new holder;
//   - "true" as the completed of a purge;
//   - sizes count the bodies' bytes, and the backlog counts leased and delayed
//     messages.
//
// # Not served
//
// Event subscriptions and the deprecated preview end-points, which answer 501;
// GraphQL analytics, and everything about Workers themselves: a queue's Worker
// or notification consumer is known to the control plane and takes nothing.
// Permissions are those of one token. Nothing is kept on disk.
package emulator

//go:generate go test . -count=1 -run ^TestReadmeKnobs$ -update
