// Package apiclient is a typed client of the Cloudflare Queues REST API, for
// people who look into queues by hand.
//
// Three rules set it apart from a generated client:
//
//   - A call that changes something (pull, ack, extend, push, purge, pause,
//     consumers) is sent exactly once: no retry, no redirect, no replay by the
//     transport. When its answer is lost, [MayHaveTakenEffect] says so.
//   - Calls that only read (list, get, metrics, consumers, peek) are tried up to
//     three times on 429, 5xx and connection errors.
//   - An answer that is not whole is an error that names the field. A pull or a
//     peek then still returns the messages that could be read, since pulled
//     messages are leased whether or not the rest of the answer made sense.
//
// The token appears in no error, no log and no formatted value.
package apiclient
