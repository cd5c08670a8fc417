package tui

// scope is where an action works.
type scope uint8

const (
	scopeAlways   scope = iota // even while a dialog is open
	scopeGlobal                // on every page without a dialog
	scopeQueues                // the list of queues
	scopeQueue                 // one queue's page, also while the queue is looked for
	scopeMessages              // one queue's page, whichever pane has the focus
	scopeTable
	scopeDetail
	scopeActivity
	scopeHelp
	scopeMenu
	scopePrompt
	scopeConfirm
	scopeLeave
)

// section is a part of the help, and of the README's keys.
type section struct {
	title  string
	scopes []scope
}

// sections are in the order of help and README.
var sections = []section{
	{"Queues", []scope{scopeQueues}},
	{"Messages of a queue", []scope{scopeMessages, scopeQueue}},
	{"Table", []scope{scopeTable}},
	{"Detail", []scope{scopeDetail}},
	{"Activity", []scope{scopeActivity}},
	{"Everywhere", []scope{scopeGlobal}},
	{"Always, also in dialogs", []scope{scopeAlways}},
	{"In the help", []scope{scopeHelp}},
	{"In a menu", []scope{scopeMenu}},
	{"In a prompt", []scope{scopePrompt}},
	{"In a question", []scope{scopeConfirm}},
	{"When leaving with leases held", []scope{scopeLeave}},
}
