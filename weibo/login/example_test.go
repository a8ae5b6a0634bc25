package login_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"

	"github.com/seed4635ade2/weibo-go/weibo"
	"github.com/seed4635ade2/weibo-go/weibo/login"
	"github.com/seed4635ade2/weibo-go/weibo/tokens"
)

func Example() {
	store := tokens.Dir("/var/lib/example/tokens")
	signIn := &login.Handler{
		OAuth2: &weibo.OAuth2{AppKey: "1234567890", AppSecret: "…", RedirectURL: "https://example.com/callback"},
		Done: func(w http.ResponseWriter, r *http.Request, user *login.SignedIn) {
			if err := store.Save(r.Context(), strconv.FormatInt(user.UID, 10), user.Token); err != nil {
				http.Error(w, "not kept", http.StatusInternalServerError)
				return
			}
			// Remember user.UID in a session of the application here.
			http.Redirect(w, r, user.ReturnTo, http.StatusSeeOther)
		},
		Failed: func(w http.ResponseWriter, _ *http.Request, err *login.Error) {
			switch {
			case errors.Is(err, login.ErrDenied):
				fmt.Fprintln(w, "See you another time.")
			default:
				http.Error(w, "That did not work. Please try again.", err.StatusCode())
			}
		},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /login", signIn.Start)
	mux.HandleFunc("GET /callback", signIn.Callback)

	w := httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequest("GET", "/login?return_to=/posts", nil))
	page, err := w.Result().Location()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(w.Code, page.Host+page.Path, len(page.Query().Get("state")) > 20)
	// Output: 303 api.weibo.com/oauth2/authorize true
}
