package apiclient

import (
	"cmp"
	"errors"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// extendAnswer understands the result of an extend call. Published types have a
// count and warnings; a description says that each message gets a new lease, and
// nobody has recorded an answer. So every form is taken that has the count, or
// that keeps old and new leases apart without a guess:
//
//   - a map from old lease to new, its values texts or objects with a lease_id;
//   - a list of objects that name both leases;
//   - a list of texts, or of objects that name the new lease only, exactly as
//     long as the call's own list: it is then taken to be in the call's order,
//     without the leases that a warning names.
//
// The map or list may be the whole result or stand in it under messages, leases,
// lease_ids, extended, extend or extensions.
type extendAnswer struct {
	asked    []LeaseID
	odd      oddities
	extended Count
	leases   map[LeaseID]LeaseID
	warnings warnings
	errors   wireErrors
}

var errNotExtended = errors.New(notUnderstood +
	"it says neither how many leases were extended nor which new lease replaced which")

func (a *extendAnswer) read(data []byte) error {
	*a = extendAnswer{asked: a.asked, odd: a.odd.anew()}
	understood := false
	err := (&envelope{odd: &a.odd, result: func(dec *jsontext.Decoder) error {
		v, err := dec.ReadValue()
		if err == nil {
			understood = a.understand(v)
		}
		return err
	}}).read(data)
	if err == nil && !understood {
		return errNotExtended
	}
	return err
}

// candidate is a value that may tell the new leases.
type candidate struct {
	path  string
	value jsontext.Value
}

func (a *extendAnswer) understand(result jsontext.Value) bool {
	var candidates []candidate
	if result.Kind() == '{' {
		m := readMembers("result", result, &a.odd)
		a.extended = m.count("extendCount")
		a.warnings, a.errors = readWarnings(m), readErrors(m)
		for _, name := range []string{"messages", "leases", "lease_ids", "extended", "extend", "extensions"} {
			if v, ok := m.take(name); ok {
				candidates = append(candidates, candidate{m.at(name), v})
			}
		}
	}
	for _, c := range candidates {
		if len(a.leases) == 0 && !a.fromMap(c) && !a.fromList(c) {
			a.odd.note(c.path, c.value, ", in which no lease got a new one")
		}
	}
	if len(a.leases) == 0 {
		whole := candidate{"result", result}
		_ = a.fromMap(whole) || a.fromList(whole)
	}
	// Where every lease was refused there is a warning for each.
	return a.extended.Known() || len(a.leases) > 0 || result.Kind() == '{' && len(a.expected()) == 0
}

// expected are the leases that no warning names, in the call's order.
func (a *extendAnswer) expected() []LeaseID {
	var ids []LeaseID
	for _, id := range a.asked {
		if _, refused := a.warnings.named[string(id)]; !refused {
			ids = append(ids, id)
		}
	}
	return ids
}

func (a *extendAnswer) fromMap(c candidate) bool {
	if c.value.Kind() != '{' {
		return false
	}
	for _, item := range readMembers(c.path, c.value, &a.odd).items {
		old := LeaseID(item.name)
		if !slices.Contains(a.asked, old) {
			continue
		}
		if renewed := readNewLease(item.value).renewed; renewed != "" {
			a.replace(old, renewed)
		} else {
			a.odd.add(c.path + " has a lease without a new one")
		}
	}
	return len(a.leases) > 0
}

func (a *extendAnswer) fromList(c candidate) bool {
	if c.value.Kind() != '[' {
		return false
	}
	expected := a.expected()
	items := slices.Collect(elements(c.value))
	for i, item := range items {
		path := c.path + "[" + strconv.Itoa(i) + "]"
		lease := readNewLease(item)
		switch {
		case lease.renewed == "":
			a.odd.add(path + " names no new lease")
		case slices.Contains(a.asked, lease.old):
			a.replace(lease.old, lease.renewed)
		case lease.old == "" && len(items) == len(expected):
			a.replace(expected[i], lease.renewed)
		default:
			a.odd.add(path + " names a lease, but not which one it replaced")
		}
	}
	return len(a.leases) > 0
}

func (a *extendAnswer) replace(old, renewed LeaseID) {
	if a.leases == nil {
		a.leases = make(map[LeaseID]LeaseID)
	}
	a.leases[old] = renewed
}

type newLease struct{ old, renewed LeaseID }

// readNewLease reads a text or an object. Where an object has a member for the
// new lease, its lease_id is the old one.
func readNewLease(v jsontext.Value) newLease {
	if v.Kind() == '"' {
		return newLease{renewed: LeaseID(unquote(v))}
	}
	var item struct {
		LeaseID  jsontext.Value `json:"lease_id"`
		New      jsontext.Value `json:"new_lease_id"`
		Old      jsontext.Value `json:"old_lease_id"`
		Previous jsontext.Value `json:"previous_lease_id"`
		Original jsontext.Value `json:"original_lease_id"`
	}
	if v.Kind() != '{' || json.Unmarshal(v, &item, lenient) != nil {
		return newLease{}
	}
	old := cmp.Or(looseText(item.Old), looseText(item.Previous), looseText(item.Original))
	named := onlyText(item.LeaseID)
	if renewed := onlyText(item.New); renewed != "" {
		return newLease{LeaseID(cmp.Or(old, named)), LeaseID(renewed)}
	}
	return newLease{LeaseID(old), LeaseID(named)}
}

// onlyText is a string's text, and "" for everything else: what is no string
// was never a lease.
func onlyText(v jsontext.Value) string {
	if v.Kind() != '"' {
		return ""
	}
	return unquote(v)
}
