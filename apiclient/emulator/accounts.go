package emulator

import "net/http"

// What clients ask about accounts and tokens before they come to queues.

type wireAccount struct {
	ID       string              `json:"id"`
	Name     string              `json:"name"`
	Type     string              `json:"type"`
	Settings wireAccountSettings `json:"settings"`
	Created  string              `json:"created_on"`
}

type wireAccountSettings struct {
	TwoFactor bool `json:"enforce_twofactor"`
}

// accountCreated is when every emulated account was made.
const accountCreated = "2022-09-28T08:00:00.000000Z"

func (s *Server) wireAccount() wireAccount {
	return wireAccount{ID: s.account, Name: "Emulated account", Type: "standard", Created: accountCreated}
}

func (s *Server) listAccounts(*call) reply {
	return reply{status: http.StatusOK, body: envelope{
		Success: true, Result: []wireAccount{s.wireAccount()},
		ResultInfo: &resultInfo{Count: 1, Page: 1, PerPage: defaultPerPage, TotalCount: 1, TotalPages: 1},
	}}
}

func (s *Server) getAccount(*call) reply { return ok(s.wireAccount()) }

type wireToken struct {
	ID     string `json:"id"`
	Status string `json:"status"`
}

type wireNotice struct {
	Code    int     `json:"code"`
	Message string  `json:"message"`
	Type    *string `json:"type"`
}

// emulatedTokenID is the id of the token, which has nothing to do with its value.
const emulatedTokenID = "ed17574386854bf78a67040be0a770b0"

func (s *Server) verifyToken(*call) reply {
	return reply{status: http.StatusOK, body: envelope{
		Success:  true,
		Messages: []any{wireNotice{Code: codeAuth, Message: "This API Token is valid and active"}},
		Result:   wireToken{ID: emulatedTokenID, Status: "active"},
	}}
}
