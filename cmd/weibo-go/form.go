package main

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A form is an HTML form as a browser sends it when the user presses the first button. Where there is something to choose
// and the page does not do it, the first choice is taken.
type form struct {
	action *url.URL
	fields url.Values
	seen   []string // names of the fields that a user sees
}

// readForm reads the first form of the page at an address.
func readForm(address *url.URL, page io.Reader) (*form, error) {
	doc, err := html.Parse(page)
	if err != nil {
		return nil, err
	}
	for n := range doc.Descendants() {
		if n.DataAtom == atom.Form {
			return newForm(address, n)
		}
	}
	return nil, errors.New("the page has no form")
}

func newForm(address *url.URL, n *html.Node) (*form, error) {
	if !strings.EqualFold(attr(n, "method"), http.MethodPost) {
		return nil, errors.New("the form of the page is not sent by POST")
	}
	action, err := address.Parse(attr(n, "action"))
	if err != nil {
		return nil, err
	}
	f := &form{action: action, fields: url.Values{}}
	pressed := false
	for c := range n.Descendants() {
		switch control(c) {
		case "hidden":
			f.fields.Set(attr(c, "name"), attr(c, "value"))
		case "radio":
			f.choose(attr(c, "name"), attr(c, "value"), has(c, "checked"))
		case "checkbox":
			if has(c, "checked") {
				f.fields.Add(attr(c, "name"), attr(c, "value"))
			}
		case "submit":
			if !pressed && has(c, "name") {
				f.choose(attr(c, "name"), attr(c, "value"), true)
			}
			pressed = true
		}
	}
	return f, nil
}

// control returns the kind of a form control, or nothing if n is none that counts here.
func control(n *html.Node) string {
	switch n.DataAtom {
	case atom.Input:
		return strings.ToLower(attr(n, "type"))
	case atom.Button:
		if t := attr(n, "type"); t != "" {
			return strings.ToLower(t)
		}
		return "submit"
	}
	return ""
}

func (f *form) choose(name, value string, chosen bool) {
	if !f.fields.Has(name) {
		f.seen = append(f.seen, name)
	} else if !chosen {
		return
	}
	f.fields.Set(name, value)
}

// String shows what the user chose.
func (f *form) String() string {
	shown := make([]string, len(f.seen))
	for i, name := range f.seen {
		shown[i] = name + " " + f.fields.Get(name)
	}
	return strings.Join(shown, ", ")
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}
