package emulator

import (
	"crypto/subtle"
	"net/http"
	"strings"
)

// authorize checks the credentials, then the account, then what the token may
// do. It answers nil when the call may go on.
func (s *Server) authorize(h http.Header, m match) *reply {
	if refused := s.authenticate(h); refused != nil {
		return refused
	}
	if m.inAccount && !isHex32(m.account) {
		answer := failed(http.StatusBadRequest, noRoute(basePath+"/accounts/"+m.account)...)
		return &answer
	}
	foreign := m.inAccount && !strings.EqualFold(m.account, s.account)
	forbidden := m.route != nil && m.route.write && s.options.ReadOnly
	if foreign || forbidden {
		return authError()
	}
	return nil
}

// authenticate takes the three ways in which the API's clients say who they
// are. The legacy key, which goes with any e-mail address, and the service key
// are the token.
func (s *Server) authenticate(h http.Header) *reply {
	if value := h.Get("Authorization"); value != "" {
		scheme, token, _ := strings.Cut(value, " ")
		token = strings.TrimSpace(token)
		if !strings.EqualFold(scheme, "Bearer") || token == "" {
			return malformedHeader(6111, "Invalid format for Authorization header")
		}
		return s.checkSecret(token)
	}
	if key := h.Get("X-Auth-User-Service-Key"); key != "" {
		return s.checkSecret(key)
	}
	key, email := h.Get("X-Auth-Key"), h.Get("X-Auth-Email")
	if key == "" || email == "" {
		return authError()
	}
	if strings.ContainsAny(key, " \t") {
		return malformedHeader(6103, "Invalid format for X-Auth-Key header")
	}
	return s.checkSecret(key)
}

func (s *Server) checkSecret(got string) *reply {
	if subtle.ConstantTimeCompare([]byte(got), []byte(s.token)) == 1 {
		return nil
	}
	return authError()
}

func authError() *reply {
	answer := fail(http.StatusForbidden, codeAuth, textAuth).reply()
	return &answer
}

func malformedHeader(code int, message string) *reply {
	answer := failed(http.StatusBadRequest, wireError{
		Code: 6003, Message: "Invalid request headers",
		Chain: []wireError{{Code: code, Message: message}},
	})
	return &answer
}
