package weibotest

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/seed4635ade2/weibo-go/internal/reference"
)

// A faultsPage shows the faults that are planned, and a form for one more.
type faultsPage struct {
	Faults     []Fault
	Operations []*reference.Resource
	Fault      Fault  // of the form
	Wrong      string // why it was not planned
}

// serveFaults shows the faults that are planned. An operation of the query goes into the form.
func (s *Sandbox) serveFaults(w http.ResponseWriter, r *http.Request) {
	s.showFaults(w, r, http.StatusOK, Fault{Operation: r.URL.Query().Get("operation"), Times: 1}, "")
}

func (s *Sandbox) showFaults(w http.ResponseWriter, r *http.Request, status int, f Fault, wrong string) {
	s.show(w, r, status, "faults.html", faultsPage{s.Faults(), description().Resources, f, wrong})
}

// serveInject plans a fault.
func (s *Sandbox) serveInject(w http.ResponseWriter, r *http.Request) {
	f, err := faultOf(r)
	if err == nil {
		err = s.plan(&plan{Fault: f})
	}
	if err != nil {
		s.showFaults(w, r, http.StatusBadRequest, f, err.Error())
		return
	}
	http.Redirect(w, r, "/faults", http.StatusSeeOther)
}

// faultOf reads the form.
func faultOf(r *http.Request) (Fault, error) {
	var errs [4]error
	f := Fault{Operation: r.PostFormValue("operation"), HTML: r.PostFormValue("html") != "", Cut: r.PostFormValue("cut") != ""}
	f.Times, errs[0] = strconv.Atoi(cmp.Or(r.PostFormValue("times"), "1"))
	f.Code, errs[1] = strconv.Atoi(cmp.Or(r.PostFormValue("code"), "0"))
	f.Status, errs[2] = strconv.Atoi(cmp.Or(r.PostFormValue("status"), "0"))
	f.Delay, errs[3] = time.ParseDuration(cmp.Or(r.PostFormValue("delay"), "0s"))
	if reply := r.PostFormValue("reply"); reply != "" {
		f.Reply = json.RawMessage(reply)
	}
	if f.Delay > maxDelay {
		errs[3] = fmt.Errorf("a delay above %v", maxDelay)
	}
	return f, errors.Join(errs[:]...)
}

// serveClearFaults ends all faults.
func (s *Sandbox) serveClearFaults(w http.ResponseWriter, r *http.Request) {
	s.ClearFaults()
	http.Redirect(w, r, "/faults", http.StatusSeeOther)
}
