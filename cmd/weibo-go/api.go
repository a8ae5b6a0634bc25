package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
	"github.com/urfave/cli/v3"
)

func apiCommand() *cli.Command {
	flags := []cli.Flag{
		&cli.StringSliceFlag{Name: "field", Aliases: []string{"f"}, Usage: "send a parameter, `NAME=VALUE`"},
		&cli.StringSliceFlag{Name: "file-field", Aliases: []string{"F"}, Usage: "send the picture or the text in a file, `NAME=@FILE`, @- for standard input"},
		&cli.StringFlag{Name: "input", Usage: "send the JSON in `FILE` as the body, - for standard input"},
		&cli.StringFlag{Name: "method", Aliases: []string{"X"}, Usage: "GET or POST, also for what the description does not have: `METHOD`"},
		&cli.StringFlag{Name: "host", Usage: "`HOST` of Weibo, such as c.api.weibo.com"},
		&cli.BoolFlag{Name: "paginate", Usage: "go through all pages and write the items, one a line"},
		dryRunFlag(),
	}
	return &cli.Command{
		Name:      "api",
		Usage:     "call any endpoint",
		ArgsUsage: "PATH",
		Description: "PATH is the endpoint as the documentation names it, such as statuses/show. Method,\n" +
			"host and encoding are those of the description, see weibo-go endpoints; with -X any\n" +
			"path and parameter goes. The answer is written as JSON on one line. Examples:\n" +
			"  weibo-go api statuses/user_timeline -f count=5 --jq '.statuses[].text'\n" +
			"  weibo-go api comments/to_me --paginate --json=id,text\n" +
			"  weibo-go api statuses/share -f status='一只猫 https://example.com/cat' -F pic=@cat.jpg",
		Flags:                     append(append(flags, outputFlags()...), accountFlags()...),
		DisableSliceFlagSeparator: true,
		Action:                    apiAction,
	}
}

func apiAction(ctx context.Context, cmd *cli.Command) error {
	call, err := newAPICall(ctx, cmd)
	if err != nil {
		return err
	}
	p, err := newPrinter(ctx, cmd, nil)
	if err != nil {
		return err
	}
	p.missing = call.missingMember(ctx, cmd)
	a, client, err := openClient(ctx, cmd)
	if err != nil {
		return err
	}
	if cmd.Bool("dry-run") {
		return a.explainWrite(ctx, client.Carry(ctx, call.op, &call.request, new(wire.Content)))
	}
	if cmd.Bool("paginate") {
		err = call.pages(ctx, cmd, client, p)
	} else {
		err = call.run(ctx, client, p, newProgress(cmd.Root().ErrWriter))
	}
	if call.op.Method == "POST" {
		return a.explainWrite(ctx, err)
	}
	return a.explain(ctx, err)
}

// missingMember tells a member that an answer does not have because it was left out from one that nobody has heard of. Weibo
// answers with members that are on no record, so that only an answer can tell; and what a call has done is not to be hidden
// behind a mistake.
func (c *apiCall) missingMember(ctx context.Context, cmd *cli.Command) func(string) error {
	if c.endpoint == nil || c.op.Method != "GET" {
		return nil
	}
	known := c.endpoint.members
	if cmd.Bool("paginate") {
		known = c.endpoint.itemMembers
	}
	if len(known) == 0 {
		return nil
	}
	return func(name string) error {
		if slices.Contains(known, name) {
			return nil
		}
		return noMember(ctx, cmd, name, known)
	}
}

// An apiCall is a call to any endpoint.
type apiCall struct {
	endpoint *endpoint // nil if the description does not have it
	op       *wire.Operation
	request  weibo.Request
}

func newAPICall(ctx context.Context, cmd *cli.Command) (*apiCall, error) {
	path, err := oneArgument(ctx, cmd, "PATH")
	if err != nil {
		return nil, err
	}
	c := &apiCall{}
	if err := c.find(ctx, cmd, path); err != nil {
		return nil, err
	}
	c.request.Params = url.Values{}
	for _, text := range cmd.StringSlice("field") {
		name, value, err := c.field(ctx, cmd, text)
		if err != nil {
			return nil, err
		}
		c.request.Params.Add(name, value)
	}
	for _, text := range cmd.StringSlice("file-field") {
		if err := c.fileField(ctx, cmd, text); err != nil {
			return nil, err
		}
	}
	return c, c.readBody(ctx, cmd)
}

// find finds out what to call.
func (c *apiCall) find(ctx context.Context, cmd *cli.Command, path string) error {
	method := strings.ToUpper(cmd.String("method"))
	if method != "" && method != "GET" && method != "POST" {
		return usageErrorf(cmd, "%s", tr(ctx, "the method %q is neither GET nor POST", method))
	}
	if strings.ContainsAny(path, "?#") || path == "" {
		return usageErrorf(cmd, "%s", tr(ctx, "%q is no path: parameters go behind -f", path))
	}
	all, err := loadEndpoints()
	if err != nil {
		return err
	}
	c.endpoint, err = findEndpoint(ctx, cmd, all, path, cmd.String("host"))
	switch {
	case err == nil:
		c.op = c.endpoint.operation()
		if method != "" {
			c.op.Method = method
		}
		return nil
	case method == "":
		var unknown *usageError
		if errors.As(err, &unknown) && unknown.near == "" {
			unknown.problem += tr(ctx, "; -X GET or -X POST calls it all the same")
		}
		return err
	}
	c.op = &wire.Operation{Name: endpointName(path), Method: method, Host: apiHost, Path: path, Auth: wire.AuthTokenOrApp}
	if !strings.HasPrefix(path, "/") {
		c.op.Path = "/2/" + endpointName(path) + ".json"
	}
	if host := cmd.String("host"); host != "" {
		c.op.Host = host
	}
	return nil
}

var plainName = regexp.MustCompile(`^[A-Za-z0-9_.-]+$`)

// field reads NAME=VALUE.
func (c *apiCall) field(ctx context.Context, cmd *cli.Command, text string) (name, value string, err error) {
	name, value, ok := strings.Cut(text, "=")
	switch {
	case !ok || !plainName.MatchString(name):
		return "", "", usageErrorf(cmd, "%s", tr(ctx, "%q is not NAME=VALUE", printable(text)))
	case name == "access_token":
		return "", "", usageErrorf(cmd, "%s", tr(ctx, "the access token is that of the profile and no parameter"))
	case c.endpoint == nil || cmd.IsSet("method") || c.endpoint.param(name) != nil:
		return name, value, nil
	}
	return "", "", &usageError{
		command: cmd.FullName(),
		problem: tr(ctx, "%s has no parameter %q", c.endpoint.Name, name),
		near:    nearest(name, c.endpoint.paramNames()),
	}
}

// param returns the parameter of a name, or nil.
func (e *endpoint) param(name string) *parameter {
	for i := range e.Params {
		if e.Params[i].Name == name {
			return &e.Params[i]
		}
	}
	return nil
}

func (e *endpoint) paramNames() (names []string) {
	for _, p := range e.Params {
		names = append(names, p.Name)
	}
	return names
}

// fileField reads NAME=@FILE. Where the description does not say what the parameter takes, it is a picture.
func (c *apiCall) fileField(ctx context.Context, cmd *cli.Command, text string) error {
	name, value, err := c.field(ctx, cmd, text)
	if err != nil {
		return err
	}
	file, ok := strings.CutPrefix(value, "@")
	if !ok {
		c.request.Params.Add(name, value)
		return nil
	}
	var p *parameter
	if c.endpoint != nil {
		p = c.endpoint.param(name)
	}
	if p != nil && !p.picture {
		content, err := readInput(ctx, cmd, file)
		c.request.Params.Add(name, string(content))
		return err
	}
	if c.op.Method == "GET" || c.request.Picture != nil {
		return usageErrorf(cmd, "%s", tr(ctx, "%s takes no picture %q", c.op.Name, name))
	}
	c.request.Picture, c.request.PictureParam = picture(cmd, file), name
	return nil
}

// readBody reads what --input names.
func (c *apiCall) readBody(ctx context.Context, cmd *cli.Command) error {
	file := cmd.String("input")
	if file == "" {
		return nil
	}
	if c.op.Method == "GET" || c.request.Picture != nil || c.endpoint != nil && !c.endpoint.document && !cmd.IsSet("method") {
		return usageErrorf(cmd, "%s", tr(ctx, "%s takes no JSON", c.op.Name))
	}
	content, err := readInput(ctx, cmd, file)
	if err != nil {
		return err
	}
	if !json.Valid(content) {
		return errors.New(tr(ctx, "what --input names is no JSON"))
	}
	c.request.Body = json.RawMessage(content)
	return nil
}

// maxInput is the size in bytes of the longest text that is read.
const maxInput = 1 << 20

// readInput reads a file, - for standard input.
func readInput(ctx context.Context, cmd *cli.Command, name string) ([]byte, error) {
	in := cmd.Root().Reader
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, &problem{what: err.Error(), advice: tr(ctx, "Look at the name of the file."), err: err}
		}
		defer file.Close()
		in = file
	}
	content, err := io.ReadAll(io.LimitReader(in, maxInput+1))
	if err == nil && len(content) > maxInput {
		err = errors.New(tr(ctx, "%s is too long: more than %d bytes", name, maxInput))
	}
	return content, err
}

// picture is that in a file, - for standard input.
func picture(cmd *cli.Command, name string) *weibo.Picture {
	if name == "-" {
		return weibo.PictureReader(cmd.Root().Reader)
	}
	return weibo.PictureFile(name)
}

// run makes the call and writes the answer.
func (c *apiCall) run(ctx context.Context, client *weibo.Client, p *printer, bar *progress) error {
	switch {
	case c.endpoint != nil && c.endpoint.result == "redirect":
		var to wire.Redirect
		if err := client.Carry(ctx, c.op, &c.request, &to); err != nil {
			return err
		}
		return p.object(ctx, map[string]string{"location": to.Location})
	case c.endpoint != nil && c.endpoint.result == "stream":
		return c.stream(ctx, client, p)
	}
	var answer wire.Content
	err := client.Carry(ctx, c.op, &c.request, &answer, bar.options()...)
	bar.clear()
	if err != nil {
		return err
	}
	body := bytes.TrimSpace(bytes.TrimPrefix(answer.Body, []byte("\ufeff")))
	if !json.Valid(body) { // XML, or a picture
		_, err := p.out.Write(answer.Body)
		return err
	}
	return p.object(ctx, json.RawMessage(body))
}

// stream writes the objects of an answer that goes on.
func (c *apiCall) stream(ctx context.Context, client *weibo.Client, p *printer) error {
	var objects wire.Stream[json.RawMessage]
	if err := client.Carry(ctx, c.op, &c.request, &objects); err != nil {
		return err
	}
	defer objects.Close()
	for object, err := range objects.All() {
		if err != nil {
			return err
		}
		if err := p.object(ctx, object); err != nil {
			return err
		}
	}
	return nil
}

// oneArgument returns the only argument of a command, which stands in its help as name.
func oneArgument(ctx context.Context, cmd *cli.Command, name string) (string, error) {
	switch cmd.Args().Len() {
	case 0:
		return "", usageErrorf(cmd, "%s", tr(ctx, "%s is missing", name))
	case 1:
		return cmd.Args().First(), nil
	}
	return "", usageErrorf(cmd, "%s", tr(ctx, "unexpected argument %q", cmd.Args().Get(1)))
}
