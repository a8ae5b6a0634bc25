package main

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
	"github.com/urfave/cli/v3"
)

// pages makes the call page after page, and writes the items.
func (c *apiCall) pages(ctx context.Context, cmd *cli.Command, client *weibo.Client, p *printer) error {
	if c.endpoint == nil || c.endpoint.Paging == nil {
		return usageErrorf(cmd, "%s", tr(ctx, "%s does not come in pages that are known", c.op.Name))
	}
	first, err := newPageRequest(ctx, c.request, c.endpoint)
	if err != nil {
		return usageErrorf(cmd, "%v", err)
	}
	p.json = true
	items := wire.All(wire.List(ctx, client, c.op, wire.CallValue[json.RawMessage], first, startPages, nil))
	n, err := writeAll(ctx, p, items, 0, nil)
	return interruptedAfter(ctx, n, err)
}

// A pageRequest is a call whose parameters change from page to page.
type pageRequest struct {
	weibo.Request
	paging       *paging
	page         int
	since, maxID int64
	cursor       string
}

func newPageRequest(ctx context.Context, r weibo.Request, e *endpoint) (*pageRequest, error) {
	p := &pageRequest{Request: r, paging: e.Paging, cursor: r.Params.Get(e.Paging.cursorName())}
	var err error
	number := func(name string) int64 {
		text := r.Params.Get(name)
		if text == "" {
			return 0
		}
		n, e := strconv.ParseInt(text, 10, 64)
		if e != nil {
			err = errors.New(tr(ctx, "%s must be a number: %q", name, text))
		}
		return n
	}
	p.page, p.since, p.maxID = int(number("page")), number("since_id"), number("max_id")
	return p, err
}

// cursorName is that of the parameter that takes the cursor.
func (p *paging) cursorName() string {
	if p.Cursor == "" {
		return "cursor"
	}
	return p.Cursor
}

// Encode writes the parameters for the page that is due.
func (p *pageRequest) Encode(e *wire.Encoder) {
	set := func(name, value string) {
		if value == "" || value == "0" {
			p.Params.Del(name)
			return
		}
		p.Params.Set(name, value)
	}
	switch p.paging.Style {
	case "since-max":
		set("max_id", strconv.FormatInt(p.maxID, 10))
		set("page", strconv.Itoa(p.page))
	case "page":
		set("page", strconv.Itoa(p.page))
	case "cursor":
		set(p.paging.cursorName(), p.cursor)
	}
	p.Request.Encode(e)
}

// startPages begins a walk through the pages, see [wire.List].
func startPages(params wire.Params) (wire.Params, wire.Reader[json.RawMessage, json.RawMessage]) {
	p := *params.(*pageRequest)
	switch p.paging.Style {
	case "since-max":
		return &p, wire.SinceMax(p.since, &p.maxID, &p.page, p.paging.items, numberKey)
	case "page":
		return &p, wire.PageNumbers(&p.page, p.paging.items, itemKey)
	}
	return &p, wire.Cursors(&p.cursor, nil, p.paging.items, itemKey)
}

// items returns those of a page, and the cursor of the next one. An answer that is no page has none.
func (p *paging) items(answer json.RawMessage) (items []json.RawMessage, next int64) {
	if p.Items == "" || len(answer) > 0 && answer[0] == '[' { // also where there should be an object around it
		_ = weibo.Unmarshal(answer, &items)
		return items, wire.NoCursor
	}
	var members map[string]json.RawMessage
	if weibo.Unmarshal(answer, &members) != nil {
		return nil, 0
	}
	_ = weibo.Unmarshal(members[p.Items], &items)
	next, err := strconv.ParseInt(strings.Trim(string(members["next_cursor"]), `"`), 10, 64)
	if err != nil {
		next = wire.NoCursor
	}
	return items, next
}

// itemKey tells items apart: by their id, or as a whole where they have none.
func itemKey(item json.RawMessage) (string, bool) {
	var object struct {
		ID json.RawMessage `json:"id"`
	}
	if json.Unmarshal(item, &object) == nil && len(object.ID) > 0 {
		return string(object.ID), true
	}
	return string(item), string(item) != "null"
}

// numberKey is an itemKey that is a number, which may come as a text.
func numberKey(item json.RawMessage) (int64, bool) {
	key, ok := itemKey(item)
	n, _ := strconv.ParseInt(strings.Trim(key, `"`), 10, 64)
	return n, ok
}
