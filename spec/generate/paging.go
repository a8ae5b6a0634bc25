package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
)

// A paging is what the templates need to know of a list that comes in pages.
type paging struct {
	Item       string   // Go type of an item
	Reader     string   // the expression that makes what reads the pages
	All, Pages []string // doc comments
	helpers    []helper
}

// A helper is a function that the readers of several lists share.
type helper struct{ Name, Signature, Body string }

// newPaging reads x-weibo-paging. It returns nothing where there is none.
func newPaging(m method, op codegen.OperationDefinition) (*paging, error) {
	ext, ok := op.Spec.Extensions["x-weibo-paging"].(map[string]any)
	if !ok {
		return nil, nil
	}
	p, style := &paging{}, word(ext, "style")
	place, err := pagePlace(style, word(ext, "cursor"), m.Params)
	if err != nil {
		return nil, err
	}
	list, err := newList(answerSchema(op), m.Result, word(ext, "items"))
	if err != nil {
		return nil, err
	}
	key, err := p.key(list.item, style)
	if err != nil {
		return nil, err
	}
	p.Item = goType(list.item)
	p.Reader = fmt.Sprintf("wire.%s, %s, %s)", place, p.page(list), key)
	p.All, p.Pages = pagingDocs(m, ext, ending(style, list.next), op.Spec.Deprecated)
	return p, nil
}

// pagePlace returns how the call that makes a reader begins: the style, and the parameters that say where a page starts.
func pagePlace(style, cursor string, params []param) (place string, err error) {
	field := func(name string) string {
		i := slices.IndexFunc(params, func(p param) bool { return p.Wire == name })
		if i < 0 {
			err = fmt.Errorf("there is no parameter %s", name)
			return ""
		}
		return "p." + params[i].Name
	}
	page := "nil"
	if slices.ContainsFunc(params, func(p param) bool { return p.Wire == "page" }) {
		page = "&" + field("page")
	}
	switch style {
	case "since-max":
		place = fmt.Sprintf("SinceMax(%s, &%s, %s", field("since_id"), field("max_id"), page)
	case "page":
		place = "PageNumbers(&" + field("page")
	case "cursor":
		place = fmt.Sprintf("Cursors(&%s, %s", field(cmp.Or(cursor, "cursor")), page)
	default:
		err = fmt.Errorf("there is no style %q", style)
	}
	return place, err
}

// A list is where an answer has its items.
type list struct {
	answer  string // its Go type
	item    codegen.Schema
	members []string // Go names of those that hold items; none if the answer is the list itself
	next    string   // Go name of the member with the cursor, if there is one
}

// unusedCursors are the answers whose next_cursor is always 0, if it comes at all.
var unusedCursors = []string{"*DirectMessageList"}

func newList(answer codegen.Schema, result, member string) (l list, err error) {
	l.answer = result
	if answer.ArrayType != nil {
		l.item = *answer.ArrayType
		return l, nil
	}
	all, err := properties(answer)
	if err != nil {
		return l, err
	}
	items, ok := find(all, member)
	if !ok || items.Schema.ArrayType == nil {
		return l, fmt.Errorf("the answer has no list %q", member)
	}
	l.item = *items.Schema.ArrayType
	for _, p := range all {
		if goType(p.Schema) == goType(items.Schema) { // a second one is there in place of the first
			l.members = append(l.members, "a."+p.GoFieldName())
		}
		if p.JsonFieldName == "next_cursor" && !slices.Contains(unusedCursors, result) {
			l.next = p.GoFieldName()
		}
	}
	return l, nil
}

// page returns the function that takes items and cursor out of an answer.
func (p *paging) page(l list) string {
	if l.members == nil {
		return "wire.Bare"
	}
	items, next := l.members[0], "wire.NoCursor"
	if len(l.members) > 1 {
		items = "slices.Concat(" + strings.Join(l.members, ", ") + ")"
	}
	if l.next != "" {
		next = "int64(a." + l.next + ")"
	}
	return p.help("pageOf", l.answer, fmt.Sprintf("(a %s) ([]%s, int64)", l.answer, goType(l.item)), "return "+items+", "+next)
}

// help notes a helper and returns its name.
func (p *paging) help(prefix, object, signature, body string) string {
	h := helper{prefix + strings.TrimPrefix(object, "*"), signature, body}
	p.helpers = append(p.helpers, h)
	return h.Name
}

// identities are the members that tell items apart: the first of these that an item has. One that is an object stands for
// what tells that apart.
var identities = [][]string{
	{"id"}, {"uid"}, {"pid"}, {"trend_id"}, {"object_id"},
	{"poiid", "checkin_time"}, // a place comes once for each visit
	{"status"}, {"user"},
	{"city", "name"},                  // of a bus line
	{"name", "longitude", "latitude"}, // of a bus stop
}

// key returns the function that tells items apart.
func (p *paging) key(item codegen.Schema, style string) (string, error) {
	switch kind := goType(item); {
	case kind == "string" && style == "since-max":
		return "wire.ID", nil
	case kind == "string", kind == "int64":
		return "wire.Itself", nil
	}
	name, _, err := p.keyOf(item)
	return name, err
}

// keyOf returns the function that gives the key of an object, and the type of the key.
func (p *paging) keyOf(item codegen.Schema) (name, kind string, err error) {
	object := goType(item)
	found, kind, err := p.identity(item, object)
	if err != nil {
		return "", "", err
	}
	zero := "0"
	if kind == "string" {
		zero = `""`
	}
	body := fmt.Sprintf("if v == nil {\nreturn %s, false\n}\n%s", zero, found)
	return p.help("keyOf", object, fmt.Sprintf("(v %s) (%s, bool)", object, kind), body), kind, nil
}

// identity returns the statements that return the key of an object v, and the type of the key.
func (p *paging) identity(item codegen.Schema, object string) (code, kind string, err error) {
	if object == "*Tag" { // written by hand, in package wire
		return "return v.ID, true", "int64", nil
	}
	all, err := properties(item)
	if err != nil {
		return "", "", err
	}
	for _, names := range identities {
		if slices.ContainsFunc(names, func(name string) bool { _, ok := find(all, name); return !ok }) {
			continue
		}
		var values []string
		for _, name := range names {
			member, _ := find(all, name)
			if kind = goType(member.Schema); strings.HasPrefix(kind, "*") {
				inner, kind, err := p.keyOf(member.Schema)
				return fmt.Sprintf("key, _ := %s(v.%s)\nreturn key, true", inner, member.GoFieldName()), kind, err
			}
			values = append(values, "v."+member.GoFieldName())
		}
		return "return " + strings.Join(values, " + ") + ", true", kind, nil
	}
	return "", "", fmt.Errorf("nothing tells one %s from another", object)
}

// properties returns the members of an object, also of one that is referred to.
func properties(s codegen.Schema) ([]codegen.Property, error) {
	object := s.OAPISchema
	for len(object.AllOf) == 1 {
		object = object.AllOf[0].Value
	}
	full, err := codegen.GenerateGoSchema(openapi3.NewSchemaRef("", object), []string{"Page"})
	return full.Properties, err
}

func find(all []codegen.Property, name string) (codegen.Property, bool) {
	for _, p := range all {
		if p.JsonFieldName == name {
			return p, true
		}
	}
	return codegen.Property{}, false
}

// helpers returns what the readers of all lists share, each once and in order.
func helpers(all []service) (list []helper) {
	for _, s := range all {
		for _, m := range s.Methods {
			if m.Paging != nil {
				list = append(list, m.Paging.helpers...)
			}
		}
	}
	slices.SortFunc(list, func(a, b helper) int { return cmp.Compare(a.Name, b.Name) })
	return slices.Compact(list)
}

// checkNames checks that no operation has the name of a method that goes through pages.
func checkNames(methods []method) error {
	for _, m := range methods {
		for _, o := range methods {
			if m.Paging != nil && (o.Name == m.Name+"All" || o.Name == m.Name+"Pages") {
				return fmt.Errorf("%s: the operation has the name of what goes through the pages of %s", o.ID, m.ID)
			}
		}
	}
	return nil
}

// ending says what ends a list beside a page without anything new.
func ending(style, next string) string {
	switch {
	case style == "cursor":
		return ", when next_cursor is 0 or stays as it was"
	case style == "since-max" && next != "":
		return ", when next_cursor is 0 or not above since_id"
	}
	return ""
}

// pagingDocs returns the doc comments of the two methods that go through the pages of m.
func pagingDocs(m method, ext map[string]any, ending string, deprecated bool) (all, pages []string) {
	by := cmp.Or(word(ext, "cursor"), map[string]string{"since-max": "max_id"}[word(ext, "style")], word(ext, "style"))
	facts := []string{
		fmt.Sprintf("%sAll yields what [%sService.%s] lists, page after page by %s, each item once.", m.Name, m.Service, m.Name, by),
		"It ends when a page is empty (a short one is not the last) or has nothing new" + ending + ", or with the first error.",
	}
	if total := word(ext, "total"); total != "" {
		facts = append(facts, "The "+total+" is unreliable and not used.")
	}
	if limit := word(ext, "limit"); limit != "" {
		facts = append(facts, "Within reach: "+codegen.LowercaseFirstCharacter(limit))
	}
	all = []string{sentences(facts)}
	pages = []string{fmt.Sprintf("%sPages is %sAll page by page, for those who store where they were.", m.Name, m.Name)}
	if deprecated {
		why := fmt.Sprintf("Deprecated: as [%sService.%s].", m.Service, m.Name)
		all, pages = append(all, why), append(pages, why)
	}
	return all, pages
}
