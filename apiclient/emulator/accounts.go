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

// listAccounts has one account, on the first page: clients ask for further
// pages until one is empty.
func (s *Server) listAccounts(c *call) reply {
	return onePage(c, s.wireAccount())
}

func onePage(c *call, only any) reply {
	page, perPage, bad := paging(c.query)
	if bad != nil {
		return bad.reply()
	}
	items := []any{}
	if page == 1 {
		items = append(items, only)
	}
	return reply{status: http.StatusOK, body: envelope{
		Success: true, Result: items,
		ResultInfo: &resultInfo{Count: len(items), Page: page, PerPage: perPage, TotalCount: 1, TotalPages: 1},
	}}
}

func (s *Server) getAccount(*call) reply { return ok(s.wireAccount()) }

type wireUser struct {
	ID    string `json:"id"`
	Email string `json:"email"`
}

// The user behind the token, for clients that greet by name.
const (
	emulatedUserID = "7c5dae5552338874e5053f2534d2767a"
	emulatedEmail  = "emulator@example.com"
)

func (s *Server) getUser(*call) reply {
	return ok(wireUser{ID: emulatedUserID, Email: emulatedEmail})
}

type wireMembership struct {
	ID      string      `json:"id"`
	Status  string      `json:"status"`
	Account wireAccount `json:"account"`
	Roles   []string    `json:"roles"`
}

const emulatedMembershipID = "4536bcfad5faccb111b47003c79917fa"

func (s *Server) listMemberships(c *call) reply {
	return onePage(c, wireMembership{
		ID: emulatedMembershipID, Status: "accepted", Account: s.wireAccount(), Roles: []string{"Super Administrator - All Privileges"},
	})
}

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
