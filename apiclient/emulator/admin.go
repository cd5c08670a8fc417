package emulator

import "net/http"

const adminPath = "/_emulator/"

func (s *Server) serveAdmin(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) }
