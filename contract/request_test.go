package contract

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
)

// What the calls are made with.
const (
	token  = "2.00EXAMPLETOKENEXAMPLETOKEN0000"
	appKey = "1234567890"
)

// checkRequest returns how a request differs from what the description says of a call. byApp is set if the call was made with
// an app key alone.
func checkRequest(o *operation, c call, got *request, byApp bool) (problems []string) {
	is := func(what, got, want string) {
		if got != want {
			problems = append(problems, fmt.Sprintf("the %s is %q, want %q", what, got, want))
		}
	}
	is("method", got.method, o.verb)
	is("host", got.host, o.address.Host)
	is("path", got.path, o.address.EscapedPath())
	is("Authorization header", got.header.Get("Authorization"), o.authorization(byApp))
	if !byApp && len(o.security()) > 0 && o.isOpenIM() {
		is("token in the query", got.query.Get("token"), openIMToken)
		got.query.Del("token")
	}

	want := expect(o, c, byApp)
	if len(got.body) > 0 || len(want.form)+len(want.files)+len(want.body) > 0 {
		is("media type", got.mediaType, want.mediaType)
	}
	problems = append(problems, compareValues("query", got.query, want.query)...)
	problems = append(problems, compareValues("form", got.form, want.form)...)
	problems = append(problems, compareFiles(got.files, want.files)...)
	problems = append(problems, compareDocument(o, c, got)...)
	problems = append(problems, compareMembers(o, c, got)...)
	if got.mediaType == bytesType && !bytes.Equal(got.body, want.body) {
		problems = append(problems, "the file did not arrive as it was sent")
	}
	if err := validate(o, got); err != nil {
		problems = append(problems, err.Error())
	}
	return problems
}

// authorization is the header that goes with a call. What needs no token gets none.
func (o *operation) authorization(byApp bool) string {
	if byApp || len(o.security()) == 0 || o.isOpenIM() {
		return ""
	}
	return "OAuth2 " + token
}

// expect returns what a call looks like on the wire.
func expect(o *operation, c call, byApp bool) *request {
	want := &request{query: url.Values{}, form: url.Values{}, files: map[string][]byte{}}
	for name, v := range c.values {
		p := o.param(name)
		file, isFile := v.([]byte)
		switch {
		case p.in == inBody:
			want.body = file
		case isFile:
			want.files[name] = file
		case p.in == inQuery:
			want.query[name] = p.texts(v)
		case p.in == inForm:
			want.form[name] = p.texts(v)
		}
	}
	if byApp {
		o.where(want).Set("source", appKey)
	}
	want.mediaType = o.mediaType(len(want.files) > 0)
	return want
}

// where is the place of the parameters that all calls may have.
func (o *operation) where(r *request) url.Values {
	if o.verb == "POST" && o.bodies()[jsonType] == nil {
		return r.form
	}
	return r.query
}

// mediaType is how the body of a call is written. Only a call with a picture has to be multipart, but some take nothing else.
func (o *operation) mediaType(picture bool) string {
	bodies := o.bodies()
	switch {
	case bodies[bytesType] != nil:
		return bytesType
	case bodies[jsonType] != nil:
		return jsonType
	case bodies[multipartType] != nil && (picture || bodies[formType] == nil):
		return multipartType
	}
	return formType
}

// compareValues says which parameters are missing, which nobody asked for, and which have other values.
func compareValues(where string, got, want url.Values) (problems []string) {
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if texts, ok := got[name]; !ok {
			problems = append(problems, fmt.Sprintf("%s is not in the %s", name, where))
		} else if !slices.Equal(texts, want[name]) {
			problems = append(problems, fmt.Sprintf("%s in the %s is %q, want %q", name, where, texts, want[name]))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[name]; !ok {
			problems = append(problems, fmt.Sprintf("%s should not be in the %s: %q", name, where, got[name]))
		}
	}
	return problems
}

func compareFiles(got, want map[string][]byte) (problems []string) {
	for name, content := range want {
		if !bytes.Equal(got[name], content) {
			problems = append(problems, fmt.Sprintf("the file %s did not arrive as it was sent: %q", name, got[name]))
		}
	}
	for name := range got {
		if want[name] == nil {
			problems = append(problems, fmt.Sprintf("nobody sent a file %s", name))
		}
	}
	return problems
}

func compareDocument(o *operation, c call, got *request) []string {
	want, ok := c.values[documentName]
	if !ok {
		return nil
	}
	document, err := parse(got.body)
	if err != nil {
		return []string{"the body: " + err.Error()}
	}
	return differences(o.param(documentName).schema, want, document, documentName, strict)
}

// compareMembers holds the members of a body in JSON against the parameters.
func compareMembers(o *operation, c call, got *request) (problems []string) {
	want := map[string]any{}
	for name, v := range c.values {
		if p := o.param(name); p.in == inMembers {
			want[name] = v
		}
	}
	if len(want) == 0 {
		return nil
	}
	members, err := parse(got.body)
	if err != nil {
		return []string{"the body: " + err.Error()}
	}
	return differences(o.bodies()[jsonType].Schema.Value, want, members, "the body", strict)
}

// validate holds a request against the description by means of openapi3filter.
func validate(o *operation, got *request) error {
	return openapi3filter.ValidateRequest(context.Background(), &openapi3filter.RequestValidationInput{
		Request: got.http(),
		Route:   &routers.Route{Spec: o.doc, Path: o.key, PathItem: o.item, Method: o.verb, Operation: o.Operation},
		Options: &openapi3filter.Options{
			MultiError:         true,
			AuthenticationFunc: func(_ context.Context, in *openapi3filter.AuthenticationInput) error { return authenticate(o, got, in) },

			SkipSettingDefaults:               true,
			RejectWhenRequestBodyNotSpecified: true,
			SchemaValidationOptions:           formats,
		},
	})
}

// authenticate tells whether a request fulfils a security scheme. The token of all schemes goes into the header.
func authenticate(o *operation, got *request, in *openapi3filter.AuthenticationInput) error {
	if in.SecuritySchemeName == "token" && got.raw.URL.Query().Get("token") == openIMToken {
		return nil
	}
	if in.SecuritySchemeName == "appKey" && o.where(got).Get("source") == appKey {
		return nil
	}
	if in.SecuritySchemeName != "appKey" && strings.HasPrefix(got.header.Get("Authorization"), "OAuth2 ") {
		return nil
	}
	return errors.New("the request does not fulfil " + in.SecuritySchemeName)
}

// formats are those that OpenAPI does not have.
var formats = []openapi3.SchemaValidationOption{
	openapi3.EnableFormatValidation(),
	openapi3.WithStringFormatValidator("weibo-time", openapi3.NewCallbackValidator(isTime)),
	openapi3.WithStringFormatValidator("json", openapi3.NewCallbackValidator(isJSON)),
	openapi3.WithStringFormatValidator("uri", openapi3.NewCallbackValidator(isURI)),
}

func isTime(s string) error {
	if s == "" {
		return nil // a date that was left out
	}
	_, err := parseTime(s)
	return err
}

func isJSON(s string) error {
	if !json.Valid([]byte(s)) {
		return errors.New("it is no JSON")
	}
	return nil
}

func isURI(s string) error {
	if u, err := url.Parse(s); err != nil || s != "" && u.Scheme == "" {
		return errors.New("it is no address")
	}
	return nil
}
