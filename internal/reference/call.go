package reference

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// A Call is one of an operation, with the values that are sent.
type Call struct {
	*Operation
	Values map[string]string // by parameter, as one writes them: lists with commas, or with ~; nothing that is empty
	Files  map[string]File   // by parameter
	JSON   string            // the document, which stands in for the form
	Token  string            // empty for none
	AppKey string            // goes along where there is no token
}

// A File is a picture.
type File struct {
	Name string
	Data []byte
}

// A pair is a parameter on the wire.
type pair struct{ name, value string }

// pairs returns what is sent in the form, or in the query, in the order of the parameters.
func (c *Call) pairs(inForm bool) []pair {
	var pairs []pair
	for _, p := range c.Params {
		value := c.Values[p.Name]
		if p.InForm != inForm || p.File() || value == "" {
			continue
		}
		if p.List() && p.separator == "" {
			for _, v := range strings.Split(value, ",") {
				pairs = append(pairs, pair{p.Name, strings.TrimSpace(v)})
			}
			continue
		}
		pairs = append(pairs, pair{p.Name, value})
	}
	if !inForm && c.Token == "" && c.AppKey != "" {
		pairs = append(pairs, pair{"source", c.AppKey})
	}
	return pairs
}

// query returns the address with what goes into it.
func (c *Call) query(base string) string {
	address := base + c.Path
	if query := encode(c.pairs(false)); query != "" {
		address += "?" + query
	}
	return address
}

func encode(pairs []pair) string {
	parts := make([]string, len(pairs))
	for i, p := range pairs {
		parts[i] = url.QueryEscape(p.name) + "=" + url.QueryEscape(p.value)
	}
	return strings.Join(parts, "&")
}

// Request returns the call as a request to a server such as http://localhost:8080.
func (c *Call) Request(base string) (*http.Request, error) {
	body, contentType := c.body()
	req, err := http.NewRequest(c.Method, c.query(base), body)
	if err != nil {
		return nil, err
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	if c.Token != "" {
		req.Header.Set("Authorization", "OAuth2 "+c.Token)
	}
	if c.Shared {
		req.Host = c.Host
	}
	return req, nil
}

func (c *Call) body() (body io.Reader, contentType string) {
	switch {
	case c.Method == http.MethodGet:
		return nil, ""
	case c.JSON != "":
		return strings.NewReader(c.JSON), documentType
	case len(c.Files) > 0:
		return c.multipart()
	}
	return strings.NewReader(encode(c.pairs(true))), formType
}

func (c *Call) multipart() (io.Reader, string) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b) // nothing goes wrong in memory
	for _, p := range c.pairs(true) {
		w.WriteField(p.name, p.value)
	}
	for _, p := range c.Params {
		if file, ok := c.Files[p.Name]; ok {
			part, _ := w.CreateFormFile(p.Name, file.Name)
			part.Write(file.Data)
		}
	}
	w.Close()
	return &b, w.FormDataContentType()
}

// Example returns a call with what it must have, as the description has it for an example. Pictures are left to the caller.
func (o *Operation) Example() *Call {
	c := &Call{Operation: o, Values: map[string]string{}}
	for _, p := range o.Params {
		if p.Required {
			c.Values[p.Name] = p.Example
		}
	}
	for _, r := range o.Rules {
		if r.Kind == "exactly-one" || r.Kind == "at-least-one" {
			c.choose(r.Params)
		}
	}
	for _, r := range o.Rules {
		if r.Kind == "together" && slices.ContainsFunc(r.Params, func(name string) bool { return c.Values[name] != "" }) {
			c.fill(r.Params)
		}
	}
	if o.Document != nil {
		c.JSON = o.Document.Example
	}
	return c
}

// choose takes the first of several parameters, unless there is one already.
func (c *Call) choose(names []string) {
	for _, name := range names {
		if c.Values[name] != "" {
			return
		}
	}
	c.fill(names[:1])
}

// fill takes parameters from the description.
func (c *Call) fill(names []string) {
	for _, p := range c.Params {
		if slices.Contains(names, p.Name) && !p.File() {
			c.Values[p.Name] = p.Example
		}
	}
}
