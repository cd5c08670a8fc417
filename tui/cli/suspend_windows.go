package cli

import (
	"io"

	tea "charm.land/bubbletea/v2"
)

// attendance is for the signals that stop and continue a program, which Windows
// has not.
type attendance struct{ quit chan struct{} }

func attend(io.Writer, func() []string) *attendance { return &attendance{} }

func (*attendance) begin(*tea.Program) (end func()) { return func() {} }

func (*attendance) filter(_ tea.Model, msg tea.Msg) tea.Msg { return msg }
