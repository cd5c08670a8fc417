package emulator

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/go-json-experiment/json"
)

// reply is an answer before it is bytes.
type reply struct {
	status int
	header http.Header
	body   any    // marshalled to JSON
	raw    []byte // instead of body
}

// envelope is what every JSON answer of the API is wrapped in.
type envelope struct {
	Success    bool        `json:"success"`
	Errors     []wireError `json:"errors"`
	Messages   []any       `json:"messages"`
	Result     any         `json:"result"`
	ResultInfo *resultInfo `json:"result_info,omitzero"`
}

// bareEnvelope is the envelope of the deletions, which has no result.
type bareEnvelope struct {
	Success  bool        `json:"success"`
	Errors   []wireError `json:"errors"`
	Messages []any       `json:"messages"`
}

type wireError struct {
	Code    int         `json:"code"`
	Message string      `json:"message"`
	Chain   []wireError `json:"error_chain,omitempty"`
}

type resultInfo struct {
	Count      int `json:"count"`
	Page       int `json:"page"`
	PerPage    int `json:"per_page"`
	TotalCount int `json:"total_count"`
	TotalPages int `json:"total_pages"`
}

func ok(result any) reply {
	return reply{status: http.StatusOK, body: envelope{Success: true, Result: result}}
}

func okBare() reply {
	return reply{status: http.StatusOK, body: bareEnvelope{Success: true}}
}

// failure is a refusal: an HTTP status and one error of the envelope.
type failure struct {
	status  int
	code    int
	message string
}

func (f *failure) reply() reply {
	return failed(f.status, wireError{Code: f.code, Message: f.message})
}

func failed(status int, errs ...wireError) reply {
	return reply{status: status, body: envelope{Errors: errs}}
}

func fail(status, code int, format string, args ...any) *failure {
	return &failure{status: status, code: code, message: fmt.Sprintf(format, args...)}
}

// Codes and texts that the API's sources quote.
const (
	codeNoPullConsumer = 0
	codeBadRequest     = 10026
	codeAuth           = 10000
	codeNoQueuePlane   = 10104
	codeQueueID        = 10107
	codeBatchDelay     = 10202
	codeMetadata       = 10203
	codeMessageSize    = 10204
	codeBatchBytes     = 10205
	codeBatchCount     = 10206
	codeSchema         = 10207
	codeMalformed      = 10208
	codeNoQueue        = 11000
	codeQueueName      = 11003
	codeConsumerExists = 11004
	codeNoConsumer     = 11006
	codeNameTaken      = 11009
	codeConsumer       = 100127
	codeQueueSettings  = 100128
	codeRateLimited    = 971
	codeNoRoute        = 7000
	codeNotRouted      = 7003
	codeInternal       = 15000

	textNoPullConsumer = "messages cannot be pulled unless http_pull mode is enabled"
	textPaused         = "queue_delivery_paused"
	textAuth           = "Authentication error"
	textConsumerExists = "workers.api.error.consumer_exists"
	textRateLimited    = "Rate limited. Please wait and consider throttling your request speed"
)

// Codes that no source gives: the API's own are not published.
const (
	codePaused    = 10252 // published as QueueDisabled, "unpause queue"; that the 409 carries it is invented
	codeNoMethod  = 7001
	codeTooLarge  = 10205
	codeNotServed = 50100 // the emulator's own from here on: for what the API has and it has not
	codeNotLocal  = 50101 // for another host's name, and for pages in a browser
	codeNoRoom    = 50102 // for more bodies at once than it holds
	codeTooSlow   = 50103 // for a body that does not come
)

// encode renders the reply's body.
func (r *reply) encode() []byte {
	if r.raw != nil || r.body == nil {
		return r.raw
	}
	data, err := json.Marshal(r.body, json.Deterministic(true), lenient) // what is no UTF-8 in a body becomes U+FFFD
	if err != nil {
		// Wire types hold strings that came in as JSON or were checked as
		// seeds, so this is a bug of the emulator: say it as the API would.
		r.status = http.StatusInternalServerError
		return []byte(`{"success":false,"errors":[{"code":` + strconv.Itoa(codeInternal) +
			`,"message":"UnknownInternalError"}],"messages":[],"result":null}`)
	}
	return data
}
