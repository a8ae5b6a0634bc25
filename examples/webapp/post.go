package main

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
)

const (
	// maxUpload is what is read of any request. It is more than Weibo takes, so that a picture that is too large by little is
	// answered in words; browsers do not show what comes while they still send.
	maxUpload = 3 * weibo.MaxPicture
	// maxMemory is what of that may be in memory. A larger picture waits in a temporary file.
	maxMemory = 64 << 10
)

func (s *site) writePost(w http.ResponseWriter, r *http.Request, _ *user) {
	s.render(w, r, http.StatusOK, "post", page{})
}

// post publishes a text, with a picture if there is one.
func (s *site) post(w http.ResponseWriter, r *http.Request, u *user) {
	err := badForm(r.ParseMultipartForm(maxMemory))
	if r.MultipartForm != nil {
		defer r.MultipartForm.RemoveAll()
	}
	if err == nil {
		err = s.share(r, u)
	}
	s.finish(w, r, err, "/", "post", page{Text: r.PostForm.Get("text")})
}

// badForm is the error of reading a form.
func badForm(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", errBadForm, err)
}

func (s *site) share(r *http.Request, u *user) error {
	text := strings.TrimSpace(r.PostForm.Get("text"))
	if text == "" {
		return errNoText
	}
	_, err := s.client.Statuses.Share(r.Context(), weiboapi.StatusesShareParams{Status: s.linked(text), Pic: picture(r.MultipartForm)}, u.calls...)
	return err
}

// linked returns a text with a link to this site, without which Weibo takes no post. The domain of the site has to be among
// the safe domains (安全域名) of the application.
func (s *site) linked(text string) string {
	if strings.Contains(text, s.url) {
		return text
	}
	return text + " " + s.url
}

// picture is the one in a form, or nil. It streams to Weibo from where the form keeps it.
func picture(f *multipart.Form) *weibo.Picture {
	files := f.File["picture"]
	if len(files) == 0 {
		return nil
	}
	return weibo.PictureFrom(files[0].Filename, func() (io.ReadCloser, int64, error) {
		file, err := files[0].Open()
		return file, files[0].Size, err
	})
}

// comment comments on a status.
func (s *site) comment(w http.ResponseWriter, r *http.Request, u *user) {
	err := badForm(r.ParseForm())
	n, text := id(r.PathValue("id")), strings.TrimSpace(r.PostForm.Get("text"))
	if err == nil && text == "" {
		err = errNoText
	}
	if err == nil {
		_, err = s.client.Comments.Create(r.Context(), weiboapi.CommentsCreateParams{ID: n, Comment: text}, u.calls...)
	}
	s.finish(w, r, err, "/status/"+strconv.FormatInt(n, 10), "comment", page{Text: text, StatusID: n})
}

// finish sends the browser on if what it posted was published, or shows the form again with what to do.
func (s *site) finish(w http.ResponseWriter, r *http.Request, err error, next, form string, p page) {
	if err != nil && !errors.Is(err, weibo.ErrDelayed) {
		p.Problem = s.problem(w, r, err)
		s.render(w, r, p.Problem.Status, form, p)
		return
	}
	notice := "posted"
	if err != nil {
		notice = "delayed"
	}
	http.Redirect(w, r, next+"?notice="+notice, http.StatusSeeOther)
}
