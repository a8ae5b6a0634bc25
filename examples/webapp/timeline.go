package main

import (
	"net/http"
	"strconv"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
)

// pageSize is small, for phones.
const pageSize = 10

// home is the timeline of who is signed in, and the landing page for others.
func (s *site) home(w http.ResponseWriter, r *http.Request) {
	u := s.userOf(r)
	if u == nil {
		s.render(w, r, http.StatusOK, "landing", page{})
		return
	}
	p, err := s.readHome(r, u)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, http.StatusOK, "home", p)
}

// readHome asks Weibo for a page. Its calls are counted, so that nothing is asked that is not shown.
func (s *site) readHome(r *http.Request, u *user) (p page, err error) {
	maxID := id(r.FormValue("max_id"))
	if maxID == 0 {
		p.Profile, err = s.client.Users.Show(r.Context(), weiboapi.UsersShowParams{UID: u.uid}, u.calls...)
		if err != nil {
			return p, err
		}
	}
	list, err := s.client.Statuses.HomeTimeline(r.Context(), weiboapi.StatusesHomeTimelineParams{MaxID: maxID, Count: pageSize}, u.calls...)
	if err != nil {
		return p, err
	}
	p.Statuses, p.Older = list.Statuses, older(len(list.Statuses), list.NextCursor, maxID)
	return p, nil
}

// status is a status with its comments.
func (s *site) status(w http.ResponseWriter, r *http.Request, u *user) {
	p, err := s.readStatus(r, u)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, http.StatusOK, "status", p)
}

func (s *site) readStatus(r *http.Request, u *user) (p page, err error) {
	n, maxID := id(r.PathValue("id")), id(r.FormValue("max_id"))
	if n == 0 {
		return p, errNotFound
	}
	p.Status, err = s.client.Statuses.Show(r.Context(), weiboapi.StatusesShowParams{ID: n}, u.calls...)
	if err != nil {
		return p, err
	}
	list, err := s.client.Comments.Show(r.Context(), weiboapi.CommentsShowParams{ID: n, MaxID: maxID, Count: pageSize}, u.calls...)
	if err != nil {
		return p, err
	}
	p.StatusID = n
	p.Comments, p.Older = list.Comments, older(len(list.Comments), list.NextCursor, maxID)
	return p, nil
}

// older is where the page after one with n items begins, or 0 if there is none. A short page need not be the last one: Weibo
// leaves items out after it has cut the page.
func older(n int, cursor, maxID int64) int64 {
	if n == 0 || cursor < 0 || maxID > 0 && cursor >= maxID {
		return 0
	}
	return cursor
}

// id reads the id of a status or comment. What is none is 0.
func id(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}
