package reference

import (
	"slices"
	"strings"
)

// Search returns the operations that have all words of a query in their name, words or parameters. Those with all of them in
// the name come first.
func (r *Reference) Search(query string) []*Operation {
	words := strings.Fields(strings.ToLower(query))
	if len(words) == 0 {
		return nil
	}
	var named, others []*Operation
	for _, resource := range r.Resources {
		for _, o := range resource.Operations {
			switch {
			case hasAll(o.Name+" "+o.ID, words):
				named = append(named, o)
			case hasAll(o.words(), words):
				others = append(others, o)
			}
		}
	}
	return slices.Concat(named, others)
}

func (o *Operation) words() string {
	var b strings.Builder
	for _, s := range []string{o.Name, o.ID, o.Resource.Name, o.Summary, o.Description, o.State, o.Access} {
		b.WriteString(s + " ")
	}
	for _, p := range o.Params {
		b.WriteString(p.Name + " " + p.Description + " ")
	}
	return b.String()
}

func hasAll(text string, words []string) bool {
	text = strings.ToLower(text)
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}
