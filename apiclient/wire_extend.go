package apiclient

import (
	"cmp"
	"errors"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// extendAnswer understands the result of an extend call. Its form is documented
// nowhere, so every form that keeps old and new leases apart without a guess is
// taken:
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
	leases   map[LeaseID]LeaseID
	warnings warnings
	errors   wireErrors
}

var errNoNewLeases = errors.New("the answer is not understood: it doesn't say which new lease replaced which")

func (a *extendAnswer) understand(result jsontext.Value) error {
	a.leases, a.warnings, a.errors = nil, warnings{}, nil
	var members struct {
		Warnings   warnings       `json:"warnings"`
		Errors     wireErrors     `json:"errors"`
		Messages   jsontext.Value `json:"messages"`
		Leases     jsontext.Value `json:"leases"`
		LeaseIDs   jsontext.Value `json:"lease_ids"`
		Extended   jsontext.Value `json:"extended"`
		Extend     jsontext.Value `json:"extend"`
		Extensions jsontext.Value `json:"extensions"`
	}
	if result.Kind() == '{' {
		_ = json.Unmarshal(result, &members, lenient) // every member takes any value
		a.warnings, a.errors = members.Warnings, members.Errors
	}
	for _, candidate := range []jsontext.Value{
		members.Messages, members.Leases, members.LeaseIDs,
		members.Extended, members.Extend, members.Extensions, result,
	} {
		if a.fromMap(candidate) || a.fromList(candidate) {
			return nil
		}
	}
	if len(a.expected()) == 0 {
		return nil // every lease was refused, with a warning each
	}
	return errNoNewLeases
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

func (a *extendAnswer) fromMap(v jsontext.Value) bool {
	var m map[text]jsontext.Value
	if v.Kind() != '{' || json.Unmarshal(v, &m, lenient) != nil {
		return false
	}
	for _, old := range a.asked {
		if item, ok := m[text(old)]; ok {
			a.replace(old, readNewLease(item).renewed)
		}
	}
	return len(a.leases) > 0
}

func (a *extendAnswer) fromList(v jsontext.Value) bool {
	var items []jsontext.Value
	if v.Kind() != '[' || json.Unmarshal(v, &items, lenient) != nil {
		return false
	}
	expected := a.expected()
	for i, item := range items {
		lease := readNewLease(item)
		switch {
		case slices.Contains(a.asked, lease.old):
			a.replace(lease.old, lease.renewed)
		case lease.old == "" && len(items) == len(expected):
			a.replace(expected[i], lease.renewed)
		}
	}
	return len(a.leases) > 0
}

func (a *extendAnswer) replace(old, renewed LeaseID) {
	if renewed == "" {
		return
	}
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
	named := looseText(item.LeaseID)
	if renewed := looseText(item.New); renewed != "" {
		return newLease{LeaseID(cmp.Or(old, named)), LeaseID(renewed)}
	}
	return newLease{LeaseID(old), LeaseID(named)}
}
