package weibotest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/openim"
	"github.com/seed4635ade2/weibo-go/weibo/weibotest/internal/openapi"
)

// Open-im is the interface for agents and message robots. Its calls are among the operations of the sandbox, and about the same
// world; what differs is here: tokens in the query, bodies, what stands around answers, refusals.

// OpenIM returns a client of open-im for the first account. Further options go before its own.
func (s *Server) OpenIM(opts ...weibo.Option) *openim.Client {
	s.t.Helper()
	pair := s.OpenIMCredentials(accounts[0].UID)
	c, err := openim.NewClient(pair.AppID, pair.AppSecret, append([]weibo.Option{weibo.WithBaseURL(s.URL)}, opts...)...)
	if err != nil {
		s.t.Fatalf("weibotest: %v", err)
	}
	return c
}

func (c *call) isOpenIM() bool { return c.op != nil && c.op.openIM }

// An openIMAnswer is what stands around every answer of open-im.
type openIMAnswer struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
	Data    any    `json:"data,omitempty"`
}

func success(data any) (any, error) { return openIMAnswer{0, "success", data}, nil }

const bytesType = "application/octet-stream"

// takesMembers tells whether the parameters are the members of a document.
func takesMembers(o *openapi.Operation) bool {
	media := o.RequestBody.Content[documentType]
	return media != nil && media.Inline
}

// bytesParam returns the parameter that is the whole body, or nil.
func bytesParam(o *openapi.Operation) *param {
	if o.RequestBody == nil || o.RequestBody.Content[bytesType] == nil {
		return nil
	}
	p := newParam("body", o.RequestBody.Content[bytesType].Schema, true, false)
	p.inForm = true
	return p
}

// maxOpenIMFile is how much of a file the sandbox takes. Of open-im itself only the limit of pictures is known.
const maxOpenIMFile = 64 << 20

// readOpenIM reads a body: an object of parameters, or a file.
func (c *call) readOpenIM(w http.ResponseWriter) error {
	limit := int64(maxForm)
	if c.op.byName["body"] != nil {
		limit = maxOpenIMFile
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, c.request.Body, limit))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return err
	case err != nil:
		return refuse(40005)
	case c.op.byName["body"] != nil:
		c.sent.files = map[string]file{"body": {"body", body}}
		return nil
	case len(body) == 0:
		return nil
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) != nil {
		c.problems = append(c.problems, "the body is no object in JSON")
		return refuse(40005)
	}
	for name, value := range members {
		c.sent.add(name, memberText(value))
	}
	return nil
}

// memberText returns a member as the text of a parameter. Numbers are taken as texts and the other way round, as on record.
func memberText(value json.RawMessage) string {
	var text string
	if json.Unmarshal(value, &text) == nil {
		return text
	}
	return string(value)
}

// authenticateOpenIM finds out who calls by the token, which stands in the query.
func (c *call) authenticateOpenIM() error {
	token := c.request.URL.Query().Get("token")
	if token == "" {
		return missing("token")
	}
	t, err := c.store.openIMToken(token, c.now)
	c.grant = grant{uid: t.uid, appKey: openIMCredentials(t.uid).AppID}
	return err
}

// statusOf returns the HTTP status of a refusal. That of open-im is not on record for any code.
func (c *call) statusOf(r *refusal) int {
	if c.isOpenIM() {
		return http.StatusOK
	}
	return r.status()
}

// inOpenIM returns a refusal as open-im puts it.
func (c *call) inOpenIM(r *refusal) *refusal {
	switch {
	case r.code == 10016:
		return &refusal{code: openIMMissing(r.param), text: r.text}
	case r.code == 10017, r.code == 10008, r.code == 20012, r.code == 20008:
		return &refusal{code: c.openIMMalformed(r), text: r.text}
	case r.code == 10018, r.code == 20005, r.code == 20006, r.code == 20007: // the body
		return &refusal{code: 40002, text: r.text}
	case r.code == 20101, r.code == 20112, r.code == 20201:
		return c.behind(r)
	}
	return r
}

// openIMMissing returns the code for a parameter that is missing.
func openIMMissing(param string) int {
	switch param {
	case "app_secret", "status", "comment":
		return 40002
	}
	return 40001
}

// openIMMalformed returns the code for a parameter that is not as described.
func (c *call) openIMMalformed(r *refusal) int {
	switch r.param {
	case "category": // with the boards that there are in the message
		return 40001
	case "count", "status", "comment", "":
		return 40002
	case "ai_model_name", "sort_type":
		return 40003
	case "comment_ori":
		if c.op.name == "open/crowd/comment/reply" {
			return 40006
		}
		return 40004
	case "is_repost":
		return 40007
	}
	return 40005
}

// behind returns a refusal of version 2 as open-im passes it on: after a word on what was wanted, as JSON.
func (c *call) behind(r *refusal) *refusal {
	request := "/2/comments/create.json"
	if c.op.name == "open/crowd/comment/reply" {
		request = "/2/comments/reply.json"
	}
	if !strings.HasPrefix(c.op.name, "open/crowd/comment") {
		request = "/2/statuses/show.json"
	}
	return &refusal{code: -1, text: fmt.Sprintf(`操作失败: {"error":%q,"error_code":%d,"request":%q}`, r.text, r.code, request)}
}
