package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"go/format"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v3"
)

// A gatewayTable is gateway.yaml.
type gatewayTable struct {
	root      *yaml.Node
	described map[string]*method // operations of the description by name
	problems  []error
	Gathered  string           `yaml:"gathered"`
	Base      gatewayBase      `yaml:"base"`
	Errors    []gatewayRefusal `yaml:"errors"`
	Actions   []*gatewayAction `yaml:"actions"`
}

type gatewayBase struct {
	URL        string `yaml:"url"`
	Confidence string `yaml:"confidence"`
}

type gatewayRefusal struct {
	Code       string   `yaml:"code"`
	Status     int      `yaml:"status"`
	Is         []string `yaml:"is"`
	Meaning    string   `yaml:"meaning"`
	Confidence string   `yaml:"confidence"`
	Hint       struct {
		English string `yaml:"en"`
		Chinese string `yaml:"zh"`
	} `yaml:"hint"`
}

type gatewayAction struct {
	Group      string          `yaml:"group"`
	Action     string          `yaml:"action"`
	ID         int             `yaml:"id"`
	Method     string          `yaml:"method"`
	Path       string          `yaml:"api_path"`
	Described  *bool           `yaml:"described"`
	Summary    string          `yaml:"summary"`
	Near       []string        `yaml:"near"`
	Params     []*gatewayParam `yaml:"params"`
	Price      *gatewayPrice   `yaml:"price"`
	Notes      []string        `yaml:"notes"`
	Confidence string          `yaml:"confidence"`

	method *method // of the operation that it fronts, or nil
}

type gatewayParam struct {
	Name            string    `yaml:"name"`
	Type            string    `yaml:"type"`
	Required        bool      `yaml:"required"`
	Default         yaml.Node `yaml:"default"`
	Minimum         int64     `yaml:"minimum"`
	Maximum         int64     `yaml:"maximum"`
	ObservedMaximum int64     `yaml:"observed_maximum"`
	Separator       string    `yaml:"separator"`
	MaxItems        int       `yaml:"max_items"`
	Values          yaml.Node `yaml:"values"`
	Picture         bool      `yaml:"picture"`
	Doc             string    `yaml:"doc"`
}

type gatewayPrice struct {
	Per     string  `yaml:"per"`
	Credits float64 `yaml:"credits"`
	Seen    string  `yaml:"seen"`
}

const gatewayFile = "gateway.yaml"

// gateway writes the actions of the gateway in Go, and as tables in Markdown.
func gateway(dir string, doc *openapi3.T, services []service) (code, table []byte, err error) {
	t, err := readGateway(dir, byEndpoint(services, host(doc)))
	if err != nil {
		return nil, nil, err
	}
	if code, err = t.goCode(); err != nil {
		return nil, nil, err
	}
	return code, t.markdown(), nil
}

// readGateway reads the actions, and returns every mistake in them.
func readGateway(dir string, described map[string]*method) (*gatewayTable, error) {
	root, err := newLibrary(dir).file(gatewayFile)
	if err != nil {
		return nil, err
	}
	t := &gatewayTable{root: root, described: described}
	if err := t.strict(root, gatewayKeys...); err != nil {
		return nil, err
	}
	if err := root.Decode(t); err != nil {
		return nil, kindError(err)
	}
	t.checkErrors()
	t.checkActions()
	return t, errors.Join(t.problems...)
}

var kindLine = regexp.MustCompile(`line (\d+): (.*)`)

// kindError says in the form of all other messages that a value is of another kind.
func kindError(err error) error {
	if m := kindLine.FindStringSubmatch(err.Error()); m != nil {
		return fmt.Errorf("%s:%s: %s", gatewayFile, m[1], m[2])
	}
	return fmt.Errorf("%s: %w", gatewayFile, err)
}

// What may stand where.
var (
	gatewayKeys   = []string{"gathered", "base", "confidences", "errors", "actions"}
	refusalKeys   = []string{"code", "status", "is", "meaning", "confidence", "hint"}
	actionKeys    = []string{"group", "action", "id", "method", "api_path", "described", "summary", "near", "params", "price", "notes", "confidence"}
	paramKeys     = []string{"name", "type", "required", "default", "minimum", "maximum", "observed_maximum", "separator", "max_items", "values", "picture", "doc"}
	gatewayTypes  = []string{"integer", "string", "number"}
	gatewayErrors = []string{"ErrSubscription", "ErrRegion", "weibo.ErrAccount", "weibo.ErrParam", "weibo.ErrPermission", "weibo.ErrQuota",
		"weibo.ErrRateLimited", "weibo.ErrServer", "weibo.ErrUnauthorized"}
)

// strict refuses keys that are misspelt.
func (t *gatewayTable) strict(node *yaml.Node, keys ...string) error {
	for key := range pairs(node) {
		if !slices.Contains(keys, key.Value) {
			return place{gatewayFile, key}.errorf("there is no key %q here", key.Value)
		}
	}
	return nil
}

func (t *gatewayTable) problem(node *yaml.Node, format string, args ...any) {
	t.problems = append(t.problems, place{gatewayFile, node}.errorf(format, args...))
}

func (t *gatewayTable) keys(node *yaml.Node, keys []string) {
	if err := t.strict(node, keys...); err != nil {
		t.problems = append(t.problems, err)
	}
}

func (t *gatewayTable) confidence(node *yaml.Node, word string) {
	if get(get(t.root, "confidences"), word) == nil {
		t.problem(node, "there is no confidence %q", word)
	}
}

func (t *gatewayTable) checkErrors() {
	seen := map[string]bool{}
	for i, node := range content(get(t.root, "errors")) {
		r := t.Errors[i]
		t.keys(node, refusalKeys)
		t.confidence(node, r.Confidence)
		key := fmt.Sprint(r.Code, r.Status)
		switch {
		case (r.Code == "") == (r.Status == 0):
			t.problem(node, "an error has either a code or a status")
		case seen[key]:
			t.problem(node, "the error %s stands twice", strings.TrimSuffix(key, "0"))
		case !sentence.MatchString(r.Meaning):
			t.problem(node, "the meaning is not a sentence")
		case r.Hint.English == "" || r.Hint.Chinese == "":
			t.problem(node, "the hint wants en and zh")
		}
		seen[key] = true
		for _, name := range content(get(node, "is")) {
			if !slices.Contains(gatewayErrors, name.Value) {
				t.problem(name, "there is no error %q", name.Value)
			}
		}
	}
}

func (t *gatewayTable) checkActions() {
	seen := map[string]bool{}
	for i, node := range content(get(t.root, "actions")) {
		a := t.Actions[i]
		t.keys(node, actionKeys)
		t.confidence(node, a.Confidence)
		switch {
		case a.Group+"/"+a.Action != a.Path:
			t.problem(node, "group %s and action %s are not the path %q", a.Group, a.Action, a.Path)
		case seen[a.Path], a.ID != 0 && seen[fmt.Sprint(a.ID)]:
			t.problem(node, "%s stands twice, or its id does", a.Path)
		case a.Method != "GET" && a.Method != "POST":
			t.problem(node, "%s: the method %q is neither GET nor POST", a.Path, a.Method)
		case !sentence.MatchString(a.Summary):
			t.problem(node, "%s: the summary is not a sentence", a.Path)
		case a.Price != nil && !slices.Contains([]string{"call", "record", "unknown"}, a.Price.Per):
			t.problem(node, "%s: a price is per call, per record or unknown", a.Path)
		}
		seen[a.Path], seen[fmt.Sprint(a.ID)] = true, true
		t.checkEndpoint(node, a)
		for j, param := range content(get(node, "params")) {
			t.checkParam(param, a, a.Params[j], a.Params[:j])
		}
	}
}

// checkEndpoint finds the operation that an action fronts.
func (t *gatewayTable) checkEndpoint(node *yaml.Node, a *gatewayAction) {
	m, ok := t.described[a.Path]
	switch said := a.Described == nil || *a.Described; {
	case said && !ok:
		t.problem(get(node, "api_path"), "the description has no %s; if that is so, say described: false", a.Path)
	case !said && ok:
		t.problem(get(node, "described"), "the description has %s", a.Path)
	case ok:
		a.method = m
	}
	for _, name := range content(get(node, "near")) {
		if _, ok := t.described[name.Value]; !ok {
			t.problem(name, "the description has no %s", name.Value)
		}
	}
}

func (t *gatewayTable) checkParam(node *yaml.Node, a *gatewayAction, p *gatewayParam, before []*gatewayParam) {
	t.keys(node, paramKeys)
	name := a.Path + ": " + p.Name
	switch {
	case p.Name == "" || slices.ContainsFunc(before, func(other *gatewayParam) bool { return other.Name == p.Name }):
		t.problem(node, "%s: a parameter without a name of its own", name)
	case !slices.Contains(gatewayTypes, p.Type):
		t.problem(node, "%s: the type %q is none of %s", name, p.Type, strings.Join(gatewayTypes, ", "))
	case !sentence.MatchString(p.Doc):
		t.problem(node, "%s: the doc is not a sentence", name)
	case p.MaxItems > 0 && p.Separator == "":
		t.problem(node, "%s: max_items goes with a separator", name)
	case p.Maximum > 0 && max(p.Minimum, p.ObservedMaximum) > p.Maximum:
		t.problem(node, "%s: the maximum is below the minimum, or below what was observed", name)
	case p.Default.Value != "" && len(p.Values.Content) > 0 && get(&p.Values, p.Default.Value) == nil:
		t.problem(node, "%s: the default %s is none of the values", name, p.Default.Value)
	}
}

// goCode writes the tables.
func (t *gatewayTable) goCode() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("// Code generated by go generate from spec/gateway.yaml. DO NOT EDIT.\n\npackage gateway\n\n")
	b.WriteString("import \"github.com/seed4635ade2/weibo-go/weibo\"\n\n")
	fmt.Fprintf(&b, "// BaseURL is where the gateway is.\nconst BaseURL = %q\n\n", t.Base.URL)
	b.WriteString("var refusals = []refusal{\n")
	for _, r := range t.Errors {
		fmt.Fprintf(&b, "{code: %q, status: %d, is: []error{%s}, en: %q, zh: %q},\n", r.Code, r.Status, strings.Join(r.Is, ", "), r.Hint.English, r.Hint.Chinese)
	}
	b.WriteString("}\n\nvar actions = []Action{\n")
	for _, a := range t.Actions {
		a.goCode(&b)
	}
	b.WriteString("}\n")
	return format.Source(b.Bytes())
}

func (a *gatewayAction) goCode(b *bytes.Buffer) {
	fmt.Fprintf(b, "{Group: %q, Name: %q, ID: %d, Method: %q, Summary: %q, Confidence: %q,\n", a.Group, a.Action, a.ID, a.Method, a.Summary, a.Confidence)
	if m := a.method; m != nil {
		fmt.Fprintf(b, "Call: %q, verb: %q,\n", m.Service+"."+m.Name, m.Verb)
	}
	if len(a.Near) > 0 {
		fmt.Fprintf(b, "Near: %#v,\n", a.Near)
	}
	if len(a.Notes) > 0 {
		fmt.Fprintf(b, "Notes: %#v,\n", a.Notes)
	}
	if p := a.Price; p != nil {
		fmt.Fprintf(b, "Price: Price{Per: %q, Credits: %v, Seen: %q},\n", p.Per, p.Credits, p.Seen)
	}
	if len(a.Params) > 0 {
		b.WriteString("Params: []Param{\n")
		for _, p := range a.Params {
			p.goCode(b)
		}
		b.WriteString("},\n")
	}
	b.WriteString("},\n")
}

func (p *gatewayParam) goCode(b *bytes.Buffer) {
	fmt.Fprintf(b, "{Name: %q, Type: %q", p.Name, p.Type)
	for _, f := range []struct {
		name string
		set  bool
		v    any
	}{
		{"Required", p.Required, p.Required},
		{"Default", p.Default.Value != "", p.Default.Value},
		{"Min", p.Minimum != 0, p.Minimum},
		{"Max", p.Maximum != 0, p.Maximum},
		{"ObservedMax", p.ObservedMaximum != 0, p.ObservedMaximum},
		{"Separator", p.Separator != "", p.Separator},
		{"MaxItems", p.MaxItems != 0, p.MaxItems},
		{"Picture", p.Picture, p.Picture},
	} {
		if f.set {
			fmt.Fprintf(b, ", %s: %#v", f.name, f.v)
		}
	}
	if len(p.Values.Content) > 0 {
		b.WriteString(", Values: []Value{")
		for word, meaning := range pairs(&p.Values) {
			fmt.Fprintf(b, "{%q, %q},", word.Value, meaning.Value)
		}
		b.WriteString("}")
	}
	fmt.Fprintf(b, ", Doc: %q},\n", p.Doc)
}

// markdown writes the actions, a table for each group, and the errors.
func (t *gatewayTable) markdown() []byte {
	var b bytes.Buffer
	b.WriteString("<!-- Generated by go generate from spec/gateway.yaml. Do not edit. -->\n\n# Actions of the gateway\n\n")
	typed := 0
	for _, a := range t.Actions {
		if a.method != nil {
			typed++
		}
	}
	fmt.Fprintf(&b, "The %d actions that were known on %s, at %s. %d of them have a method in Go; all go with `Client.Invoke`.\n",
		len(t.Actions), t.Gathered, t.Base.URL, typed)
	b.WriteString(`
This is experimental: nothing here is documented by Weibo, and nothing was tried by this project. Parameters in bold are required; behind
a parameter stand its maximum, and in brackets what users could get at most. Credits are per call or record, as seen on that day.

How sure we are:

| confidence | meaning |
|---|---|
`)
	for word, meaning := range pairs(get(t.root, "confidences")) {
		fmt.Fprintf(&b, "| %s | %s |\n", word.Value, meaning.Value)
	}
	group := ""
	for _, a := range t.Actions {
		if a.Group != group {
			group = a.Group
			fmt.Fprintf(&b, "\n## %s\n\n| action | Go method | what it does | parameters | in place of | credits | confidence |\n|---|---|---|---|---|---|---|\n", group)
		}
		b.WriteString(a.row())
	}
	b.WriteString("\n## Refusals\n\nThose of the gateway itself. `WEIBO_` and a number is a [code of the API](errors.md).\n\n")
	b.WriteString("| code or status | errors.Is | meaning | what to do | 怎么办 | confidence |\n|---|---|---|---|---|---|\n")
	for _, r := range t.Errors {
		key := "HTTP " + fmt.Sprint(r.Status)
		if r.Code != "" {
			key = "`" + r.Code + "`"
		}
		fmt.Fprintf(&b, "| %s | `%s` | %s | %s | %s | %s |\n", key, strings.Join(r.Is, "`, `"), r.Meaning, r.Hint.English, r.Hint.Chinese, r.Confidence)
	}
	return b.Bytes()
}

func (a *gatewayAction) row() string {
	call := ""
	if m := a.method; m != nil {
		call = "`" + m.Service + "." + m.Name + "`"
	}
	var params []string
	for _, p := range a.Params {
		params = append(params, p.cell())
	}
	price := ""
	if p := a.Price; p != nil {
		price = "unknown"
		if p.Credits > 0 {
			price = fmt.Sprint(p.Credits)
		}
		price += " a " + strings.Replace(p.Per, "unknown", "call or record", 1) + " (" + p.Seen + ")"
	}
	summary := strings.Join(append([]string{a.Summary}, a.Notes...), " ")
	cells := []string{a.Group + " " + a.Action, call, summary, strings.Join(params, ", "), strings.Join(a.Near, ", "), price, a.Confidence}
	return "| " + strings.Join(cells, " | ") + " |\n"
}

func (p *gatewayParam) cell() string {
	text := p.Name
	if p.Required {
		text = "**" + text + "**"
	}
	if n := cmp.Or(p.Maximum, int64(p.MaxItems)); n > 0 {
		text += fmt.Sprintf(" ≤%d", n)
	}
	if p.ObservedMaximum > 0 {
		text += fmt.Sprintf(" (%d)", p.ObservedMaximum)
	}
	return text
}
