package gateway

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// An Action is something that the gateway does, as far as it is known. Experimental.
type Action struct {
	Group, Name string  // as they are sent, such as "users" and "show_batch/other"
	ID          int     // of the command; 0 for one that is not in the list
	Method      string  // of the call behind it: "GET" if it reads, "POST" if not
	Call        string  // the method in Go that goes through it, such as "Commercial.UsersShowBatchOther", or empty
	Summary     string  // one sentence
	Params      []Param // all that are known
	Price       Price   // as far as it was seen
	// Near are operations of the API for which the action may do instead, with other parameters or a narrower answer.
	Near  []string
	Notes []string // what users found
	// Confidence is how sure we are, from best to worst: listing, wire, client, single or inferred; see
	// docs/gateway-actions.md.
	Confidence string

	verb string // of the operation that it fronts
}

// Path returns the path of the call behind the action, such as "users/show_batch/other".
func (a *Action) Path() string { return a.Group + "/" + a.Name }

// called returns the method of the call that comes in.
func (a *Action) called() string { return cmp.Or(a.verb, a.Method) }

// takesPicture tells whether the bytes of a picture must travel.
func (a *Action) takesPicture() bool {
	return slices.ContainsFunc(a.Params, func(p Param) bool { return p.Picture })
}

// param returns the parameter of that name, or nil.
func (a *Action) param(name string) *Param {
	i := slices.IndexFunc(a.Params, func(p Param) bool { return p.Name == name })
	if i < 0 {
		return nil
	}
	return &a.Params[i]
}

// names lists the parameters.
func (a *Action) names() string {
	var names []string
	for _, p := range a.Params {
		names = append(names, p.Name)
	}
	return strings.Join(names, ", ")
}

// A Param is a parameter of an [Action]. Experimental.
type Param struct {
	Name      string // as it is sent, which may be in camel case
	Type      string // as it is listed: "integer", "string" or "number"; lists are texts, whatever stands here
	Required  bool
	Default   string // empty if none is listed
	Min, Max  int64  // of a number; 0 where none is listed
	Separator string // between the items of a list; empty for a single value
	MaxItems  int    // of a list; 0 where none is listed
	// ObservedMax is the most that users could get, which is less than Max. It is not enforced: others may be allowed more.
	ObservedMax int64
	Values      []Value // all that it may be; nil where any value will do
	Picture     bool    // it stands for a picture, and how that is sent is not known
	Doc         string
}

// A Value is one of those that a parameter may have. Experimental.
type Value struct{ Value, Meaning string }

// A Price is what an action was seen to cost. Experimental.
type Price struct {
	Per     string  // "call", "record", or "unknown" for one of them; empty if nothing was seen
	Credits float64 // 0 if they are not known
	Seen    string  // the day
}

// Actions returns the actions that are known, 68 of them on 21 November 2026. The list of the server goes before it, see
// [Client.Commands]. Experimental.
func Actions() []Action {
	all := slices.Clone(actions)
	for i := range all {
		all[i].Params, all[i].Near, all[i].Notes = slices.Clone(all[i].Params), slices.Clone(all[i].Near), slices.Clone(all[i].Notes)
	}
	return all
}

var byPath = sync.OnceValue(func() map[string]*Action {
	m := make(map[string]*Action, len(actions))
	for i := range actions {
		m[actions[i].Path()] = &actions[i]
	}
	return m
})

// find returns the action that fronts a path, or nil.
func find(path string) *Action { return byPath()[path] }
