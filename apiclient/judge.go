package apiclient

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxRetryAfter bounds what a server may ask for, so that a wrong header can't
// silence the program for good.
const maxRetryAfter = 24 * time.Hour

// judge decides what an answer means and decodes it when it is whole. It also
// decodes what came of an answer that was cut: pulled messages are leased even
// when the end of the list is lost.
func (c *Client) judge(ctx context.Context, r request, got answer) *Error {
	e := Error{
		Status: got.status, SentAt: got.sentAt, RayID: c.rayID(got.header),
		// 4xx is a refusal. Everything else that fails leaves it open.
		MayHaveTakenEffect: r.changes && got.sent && (got.status < 400 || got.status >= 500),
	}
	if date, err := http.ParseTime(got.header.Get("Date")); err == nil {
		e.Server = date
	}
	e.RetryAfter = parseRetryAfter(got.header, e.Server)
	switch {
	case got.err != nil && (got.status < 400 || ctx.Err() != nil):
		c.lost(ctx, r, got, &e)
	case got.status == http.StatusSwitchingProtocols:
		e.kind, e.Message = kindMalformed, "the server switched to another protocol instead of answering"
	case got.status/100 == 1, got.status/100 == 3 && !isRedirect(got.status):
		e.kind, e.Message = kindMalformed, "the server answered neither yes nor no"
	case got.status/100 == 3:
		e.kind = kindRedirect
		e.Message = "the server points to another address, which is not followed: check the base URL"
		// 303 alone says that the request was carried out.
		e.MayHaveTakenEffect = r.changes && got.status == http.StatusSeeOther
	case got.status/100 != 2:
		c.refused(got, &e)
	case len(got.data) == 0 && r.noBody && (got.status == http.StatusNoContent || got.status == http.StatusResetContent):
		return nil
	default:
		err := r.read(got.data)
		if err == nil {
			return nil
		}
		c.misread(got, err, &e)
	}
	return c.failure(r, e)
}

// isRedirect reports the statuses that send the request elsewhere. The others of
// 3xx mean nothing for a call of this API, and so tell nothing of its effect.
func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// lost fills in an error for an answer that did not come, or not whole.
func (c *Client) lost(ctx context.Context, r request, got answer, e *Error) {
	if len(got.data) > 0 {
		_ = r.read(got.data) // keeps what is whole of it; that it is cut is known
	}
	e.cut = got.status != 0
	switch {
	case ctx.Err() != nil:
		e.kind, e.Err = kindContext, ctx.Err()
	case errors.Is(got.err, errTooLarge):
		e.kind, e.Message = kindMalformed, got.err.Error()
	default:
		e.kind, e.Err = kindTransport, c.redactError(got.err)
	}
}

// misread fills in an error for an answer of 2xx that could not be decoded.
func (c *Client) misread(got answer, err error, e *Error) {
	var no *refusalError
	switch {
	case errors.As(err, &no):
		e.kind = kindAPI
		c.fillIn(no.errors, e)
	case looksLikeHTML(got):
		c.fillInPage(got, e)
	default:
		e.kind, e.Message = kindMalformed, c.clean(err.Error(), maxMessage)
	}
}

// refused fills in an error for an answer of 4xx or 5xx, whatever it is made of.
func (c *Client) refused(got answer, e *Error) {
	if looksLikeHTML(got) {
		c.fillInPage(got, e)
		return
	}
	c.fillIn(readRefusal(got.data), e)
}

func (c *Client) fillIn(errs wireErrors, e *Error) {
	if len(errs) == 0 {
		return
	}
	first := errs[0]
	e.Code, e.CodeText = first.code, c.clean(first.codeText, 40)
	e.Message = c.clean(first.message, maxMessage)
	e.DocURL = c.clean(first.docURL, maxMessage)
	e.Pointer = c.clean(first.pointer, maxMessage)
	for _, more := range append(first.chain, errs[1:]...) {
		if len(e.Details) == maxDetails {
			break
		}
		e.Details = append(e.Details, c.clean(more.String(), maxMessage))
	}
}

// fillInPage names a web page by its title, and Cloudflare's challenge as such.
func (c *Client) fillInPage(got answer, e *Error) {
	e.kind = kindHTML
	e.Message = "a web page came instead of an answer"
	if got.header.Get("Cf-Mitigated") == "challenge" {
		e.Message += ", with a challenge that only a browser can pass"
	}
	if title := pageTitle(got.data); title != "" {
		e.Message += ": " + strconv.Quote(c.clean(title, 200))
	}
}

// givenUp is the error when the context ends between two tries: the caller's
// own cancelling counts, while running out of time leaves the last failure as
// the reason.
func (c *Client) givenUp(r request, last *Error, err error) *Error {
	if errors.Is(err, context.DeadlineExceeded) {
		return last
	}
	return c.failure(r, Error{kind: kindContext, Err: err, SentAt: last.SentAt})
}

// clean takes the token out of a text from outside and bounds it, in this order:
// a cut could leave a part of the token that nothing recognises any more.
func (c *Client) clean(s string, n int) string { return clip(c.redact(s), n) }

// redactError keeps the error, and so its type, unless its text holds the token.
func (c *Client) redactError(err error) error {
	if text := err.Error(); c.redact(text) != text {
		return errors.New(c.redact(text))
	}
	return err
}

func looksLikeHTML(got answer) bool {
	start := bytes.TrimSpace(got.data[:min(len(got.data), 512)])
	return bytes.HasPrefix(start, []byte("<")) ||
		strings.HasPrefix(got.header.Get("Content-Type"), "text/html") && !bytes.HasPrefix(start, []byte("{"))
}

func pageTitle(page []byte) string {
	page = page[:min(len(page), 64<<10)]
	lower := bytes.ToLower(page)
	start := bytes.Index(lower, []byte("<title>"))
	if start < 0 || len(lower) != len(page) {
		return ""
	}
	start += len("<title>")
	end := bytes.Index(lower[start:], []byte("</title>"))
	if end < 0 {
		return ""
	}
	return strings.Join(strings.Fields(string(page[start:start+end])), " ")
}

// parseRetryAfter reads both forms of the header: seconds and a date, which
// counts from the server's own clock.
func parseRetryAfter(h http.Header, server time.Time) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if n, err := strconv.ParseFloat(value, 64); err == nil && n > 0 {
		return time.Duration(min(n, maxRetryAfter.Seconds()) * float64(time.Second))
	}
	if date, err := http.ParseTime(value); err == nil && !server.IsZero() {
		return min(max(date.Sub(server), 0), maxRetryAfter)
	}
	return 0
}

// refusalError carries the API's errors out of a decoder.
type refusalError struct{ errors wireErrors }

func (e *refusalError) Error() string {
	return fmt.Sprintf("success is false: %d errors", len(e.errors))
}
