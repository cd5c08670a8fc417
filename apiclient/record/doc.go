// Package record writes and reads what happened to messages as lines of JSON, one
// a line, without losing a byte. Journal, export and headless output are such
// lines, so that what one has written the others can read.
//
// Every line is an object with these members:
//
//	v         1
//	kind      what it tells, see below
//	at        when, in UTC; of a delivery, when the pull was sent
//	run       the run of the program that wrote it, 16 hexadecimal digits
//	account   the account's id
//	base_url  the address of the API
//	queue_id, queue
//
// The kinds have further ones:
//
//	delivery  A pull has leased a message. message; lease_until, before which the
//	          lease surely runs; visibility_timeout_ms, as it was asked for.
//	peek      A message as a peek has shown it. message.
//	intent    A call about leases is about to be sent. call, its number within
//	          the run; act: ack, retry, release or extend; leases, each with its
//	          lease_id and its message_ids; delay_seconds of a retry, unless it
//	          is the consumer's; visibility_timeout_ms of an extend.
//	outcome   What came of a call: call, act, and leases, each with its result:
//	          accepted, refused or unknown, and the reason where there is one.
//	          An intent without its outcome, or with an unknown one, leaves open
//	          whether the call took effect.
//	extend    A lease goes on. lease_id, old_lease_id (often the same),
//	          message_ids, lease_until, call.
//	note      note, and what it is about: "adopted", by this run, with leases.
//
// The message has the members of the API's pull and peek answers. A body whose
// bytes are not UTF-8 can't stand in a JSON string: it goes into body_base64
// instead of body. What the API sent in a member that should be something else is
// written as it came: an odd line is worth more than a lost one.
//
// Who reads passes over kinds and members that it does not know, and keeps them
// when it writes the lines again: that is what [Line.Raw] is for. Lines without v
// and kind are deliveries of before there were others, with pulled_at for at.
// There is never a token in a line.
package record
