package main

import (
	"context"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/gateway"
	"github.com/urfave/cli/v3"
)

func dryRunFlag() cli.Flag {
	return &cli.BoolFlag{Name: "dry-run", Usage: "show the request and send nothing"}
}

// openClient returns the account that the flags choose, and what makes its calls.
func openClient(ctx context.Context, cmd *cli.Command, opts ...weibo.Option) (*account, *weibo.Client, error) {
	a, err := openAccount(ctx, cmd)
	if err != nil {
		return nil, nil, err
	}
	client, err := a.callClient(ctx, cmd, opts)
	return a, client, err
}

// callClient makes the calls of a command, or only shows them with --dry-run, which takes no sign-in.
func (a *account) callClient(ctx context.Context, cmd *cli.Command, opts []weibo.Option) (*weibo.Client, error) {
	if !cmd.Bool("dry-run") {
		return a.client(ctx, opts...)
	}
	token := weibo.WithToken("token")
	if a.via == viaGateway {
		token = gateway.With(gateway.Token("token"))
	}
	opts = append(opts, token, weibo.WithUploads(1), showOnly(cmd.Root().Writer))
	return weibo.NewClient(a.at(opts)...)
}

// showOnly has requests written down, and not sent.
func showOnly(out io.Writer) weibo.Option {
	return weibo.WithHTTPClient(&http.Client{Transport: &showing{out: out}})
}

// showing is a transport that writes down what would be sent. It answers as statuses/upload_pic does, so that the call after
// uploads is shown too, and as the gateway does with an answer that says nothing.
type showing struct {
	out io.Writer
	n   int
}

func (s *showing) RoundTrip(r *http.Request) (*http.Response, error) {
	var b strings.Builder
	if s.n++; s.n > 1 {
		b.WriteByte('\n')
	}
	address := *r.URL
	address.RawQuery = ""
	fmt.Fprintf(&b, "%s %s\n", r.Method, &address)
	scheme, _, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	fmt.Fprintf(&b, "Authorization: %s …\n", scheme)
	kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "" {
		fmt.Fprintf(&b, "Content-Type: %s\n", kind)
	}
	b.WriteByte('\n')
	showValues(&b, r.URL.RawQuery)
	if err := showBody(&b, r, kind, params["boundary"]); err != nil {
		return nil, err
	}
	if _, err := io.WriteString(s.out, b.String()); err != nil {
		return nil, err
	}
	return &http.Response{
		StatusCode: http.StatusOK,
		Header:     http.Header{"Content-Type": {"application/json"}},
		Body:       io.NopCloser(strings.NewReader(fmt.Sprintf(`{"pic_id":"PICTURE-%d","result":{}}`, s.n))),
		Request:    r,
	}, nil
}

// showValues writes the parameters of a query or a form, in their order.
func showValues(b *strings.Builder, form string) {
	for pair := range strings.SplitSeq(form, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if text, err := url.QueryUnescape(value); err == nil && name != "" {
			fmt.Fprintf(b, "%s: %s\n", name, text)
		}
	}
}

func showBody(b *strings.Builder, r *http.Request, kind, boundary string) error {
	if r.Body == nil {
		return nil
	}
	defer r.Body.Close()
	if kind == "multipart/form-data" {
		return showParts(b, multipart.NewReader(r.Body, boundary))
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	if kind == "application/x-www-form-urlencoded" {
		showValues(b, string(body))
	} else {
		fmt.Fprintf(b, "%s\n", body)
	}
	return nil
}

// showParts writes the fields of a multipart form, and of pictures what they are.
func showParts(b *strings.Builder, form *multipart.Reader) error {
	for {
		part, err := form.NextPart()
		if err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if part.FileName() == "" {
			value, err := io.ReadAll(part)
			if err != nil {
				return err
			}
			fmt.Fprintf(b, "%s: %s\n", part.FormName(), value)
			continue
		}
		size, err := io.Copy(io.Discard, part)
		if err != nil {
			return err
		}
		fmt.Fprintf(b, "%s: %s, %s, %d bytes\n", part.FormName(), part.FileName(), part.Header.Get("Content-Type"), size)
	}
}
