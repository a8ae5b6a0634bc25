package gateway

import (
	"cmp"
	"errors"
	"slices"
)

var errNoCommand = errors.New("gateway: the answer has no command")

// A Difference is what a list of the gateway has otherwise than this package. All its parts are empty if there is none.
// Experimental.
type Difference struct {
	New     []Command // that this package does not know
	Gone    []Action  // that the list does not have, but this package had from such a list
	Changed []Change
}

// A Change is how one action differs. Experimental.
type Change struct {
	Action Action
	Method string  // of today, if it is another
	Added  []Flag  // that this package does not know
	Gone   []Param // that there are no more
	Other  []Flag  // with another type, or required where they were not or the reverse
}

// Compare tells how a whole list, from [Client.Commands] without a filter, differs from [Actions]. Commands that came
// without flags are not compared by these. All parts are in the order of the paths. Experimental.
func Compare(live []Command) Difference {
	var d Difference
	live = slices.Clone(live)
	slices.SortFunc(live, func(a, b Command) int { return cmp.Compare(a.Path(), b.Path()) })
	seen := map[string]bool{}
	for _, c := range live {
		seen[c.Path()] = true
		if a := find(c.Path()); a == nil {
			d.New = append(d.New, c)
		} else if change, changed := a.compare(c); changed {
			d.Changed = append(d.Changed, change)
		}
	}
	for _, a := range Actions() {
		if !seen[a.Path()] && a.ID != 0 {
			d.Gone = append(d.Gone, a)
		}
	}
	slices.SortFunc(d.Gone, func(a, b Action) int { return cmp.Compare(a.Path(), b.Path()) })
	return d
}

func (a *Action) compare(c Command) (change Change, changed bool) {
	change.Action = *a
	if c.Method != "" && c.Method != a.Method {
		change.Method = c.Method
	}
	if c.Flags != nil {
		change.flags(a, c.Flags)
	}
	return change, change.Method != "" || len(change.Added)+len(change.Gone)+len(change.Other) > 0
}

func (change *Change) flags(a *Action, flags []Flag) {
	there := map[string]bool{}
	for _, f := range flags {
		there[f.Name] = true
		switch p := a.param(f.Name); {
		case p == nil:
			change.Added = append(change.Added, f)
		case f.Type != "" && typeWord(f.Type) != typeWord(p.Type) || f.Required != p.Required:
			change.Other = append(change.Other, f)
		}
	}
	for _, p := range a.Params {
		if !there[p.Name] {
			change.Gone = append(change.Gone, p)
		}
	}
}

// typeWord brings the words for a type together. A flag without one is of any.
func typeWord(word string) string {
	switch word {
	case "int", "long":
		return "integer"
	case "float", "double":
		return "number"
	}
	return word
}
