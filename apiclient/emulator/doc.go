// Package emulator serves the Cloudflare Queues API from memory: the control
// plane, HTTP pull consumers, producers over HTTP, and the account and token
// end-points that clients ask first. README.md beside this file tells how to
// use it from the SDKs, wrangler and curl.
package emulator
