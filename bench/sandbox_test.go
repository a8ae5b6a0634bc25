package bench

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

var long = flag.Bool("long", false, "measure the sandbox for a minute each, instead of five seconds")

// connections are how many clients call the sandbox at once.
const connections = 64

// sandboxFigures prints how fast the sandbox is on one core, beside a plain handler of net/http that writes the same bytes.
func sandboxFigures(t *testing.T) {
	command := filepath.Join(t.TempDir(), "weibo-go")
	run(t, "go", "build", "-o", command, "../cmd/weibo-go")
	plain := filepath.Join(t.TempDir(), "plain")
	run(t, "go", "build", "-o", plain, "./testdata/plain")

	var starts []float64
	for range rounds {
		s := startSandbox(t, command)
		starts = append(starts, s.start.Seconds())
		s.stop()
	}
	fmt.Printf("the sandbox, as a process of its own on one core, with %d connections\n", connections)
	fmt.Printf("  start to first answer:%6.0f ms (wanted: at most 300)\n", 1000*median(starts))

	s := startSandbox(t, command)
	defer s.stop()
	for i := range 20 {
		s.post(t, fmt.Sprintf("第%d只猫", i))
	}
	s.measure(t, plain, "users/show", "/2/users/show.json?uid="+strconv.FormatInt(s.UID, 10), 10_000)
	s.measure(t, plain, "a timeline of 20 statuses", "/2/statuses/home_timeline.json?count=20", 3_000)
}

// A sandbox is a process of the command.
type sandbox struct {
	URL   string
	UID   int64
	token string
	start time.Duration // to the first answer
	child *exec.Cmd
}

func startSandbox(t *testing.T, command string) *sandbox {
	t.Helper()
	ready := filepath.Join(t.TempDir(), "ready.json")
	start := time.Now()
	s := &sandbox{child: child(t, command, "sandbox", "--addr", "127.0.0.1:0", "--quiet", "--ready-file", ready)}
	var content []byte
	for content == nil {
		content, _ = os.ReadFile(ready)
		if time.Since(start) > 10*time.Second {
			t.Fatal("the sandbox does not start")
		}
		time.Sleep(time.Millisecond)
	}
	var told struct {
		URL   string `json:"url"`
		Users []struct {
			UID         int64  `json:"uid"`
			AccessToken string `json:"access_token"`
		} `json:"users"`
	}
	if err := json.Unmarshal(content, &told); err != nil {
		t.Fatal(err)
	}
	s.URL, s.UID, s.token = told.URL, told.Users[0].UID, told.Users[0].AccessToken
	s.body(t, "/2/account/get_uid.json")
	s.start = time.Since(start)
	return s
}

// child starts a program that has one core.
func child(t *testing.T, name string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd
}

func (s *sandbox) stop() {
	s.child.Process.Kill()
	s.child.Wait()
}

func (s *sandbox) post(t *testing.T, text string) {
	t.Helper()
	resp, err := http.PostForm(s.URL+"/2/statuses/update.json", url.Values{"access_token": {s.token}, "status": {text}})
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("HTTP %d", resp.StatusCode)
	}
}

func (s *sandbox) request(path string) string {
	return "GET " + path + " HTTP/1.1\r\nHost: api.weibo.com\r\nAuthorization: OAuth2 " + s.token + "\r\n\r\n"
}

func (s *sandbox) body(t *testing.T, path string) []byte {
	t.Helper()
	c, err := dial(s.URL, s.request(path))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	body, err := c.call()
	if err != nil {
		t.Fatal(err)
	}
	return slices.Clone(body)
}

// measure prints the figures of a call.
func (s *sandbox) measure(t *testing.T, plain, name, path string, wanted float64) {
	t.Helper()
	body := s.body(t, path)
	file := filepath.Join(t.TempDir(), "body.json")
	write(t, file, body)
	cmd := exec.Command(plain, file)
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { cmd.Process.Kill(); cmd.Wait() }()
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}

	length := 5 * time.Second
	if *long {
		length = time.Minute
	}
	load(t, s.URL, s.request(path), length/5) // warms up
	before := s.memory(t)
	ours := load(t, s.URL, s.request(path), length)
	after := s.memory(t)
	theirs := load(t, strings.TrimSpace(address), s.request(path), length)
	fmt.Printf("  %s, %d bytes\n", name, len(body))
	fmt.Printf("    requests a second:  %6.0f (wanted: at least %.0f), plain handler %.0f, ratio %.2f\n", ours.rate, wanted, theirs.rate, ours.rate/theirs.rate)
	fmt.Printf("    99 of 100 within:   %6.1f ms (wanted: at most 50), plain handler %.1f ms\n", ms(ours.p99), ms(theirs.p99))
	fmt.Printf("    memory:             %6.1f MB after %v, %.1f MB before\n", mb(after), length, mb(before))
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// resident is the line of /proc that says how much memory a process has.
var resident = regexp.MustCompile(`VmRSS:\s+(\d+) kB`)

// memory returns the memory of the process in bytes, or 0 where the system does not say.
func (s *sandbox) memory(t *testing.T) int64 {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.child.Process.Pid))
	if err != nil {
		return 0
	}
	found := resident.FindSubmatch(content)
	if found == nil {
		t.Fatalf("%s", content)
	}
	kb, err := strconv.ParseInt(string(found[1]), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return kb << 10
}

// A result is what came of a load.
type result struct {
	rate float64 // requests a second
	p99  time.Duration
}

// load repeats a request on many connections. All answers must be successes.
func load(t *testing.T, address, request string, length time.Duration) result {
	t.Helper()
	var mu sync.Mutex
	var times []time.Duration
	var failed error
	var wg sync.WaitGroup
	start := time.Now()
	for range connections {
		wg.Go(func() {
			own, err := repeat(address, request, start.Add(length))
			mu.Lock()
			defer mu.Unlock()
			times = append(times, own...)
			failed = errors.Join(failed, err)
		})
	}
	wg.Wait()
	if failed != nil {
		t.Fatal(failed)
	}
	took := time.Since(start)
	slices.Sort(times)
	return result{float64(len(times)) / took.Seconds(), times[len(times)*99/100]}
}

func repeat(address, request string, until time.Time) (times []time.Duration, err error) {
	c, err := dial(address, request)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	for start := time.Now(); start.Before(until); {
		if _, err := c.call(); err != nil {
			return nil, err
		}
		now := time.Now()
		times = append(times, now.Sub(start))
		start = now
	}
	return times, nil
}

// A connection repeats one request. It costs less than a client of net/http, which would be slower than what is measured.
type connection struct {
	net.Conn
	in      *bufio.Reader
	request []byte
	answer  []byte
}

func dial(address, request string) (*connection, error) {
	conn, err := net.Dial("tcp", strings.TrimPrefix(address, "http://"))
	if err != nil {
		return nil, err
	}
	return &connection{Conn: conn, in: bufio.NewReaderSize(conn, 64<<10), request: []byte(request)}, nil
}

// call returns the body of the answer, until the next call.
func (c *connection) call() ([]byte, error) {
	if _, err := c.Write(c.request); err != nil {
		return nil, err
	}
	status, err := c.in.ReadSlice('\n')
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(string(status), "HTTP/1.1 200 ") {
		return nil, fmt.Errorf("the answer is %s", status)
	}
	length := -1
	for {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return nil, err
		}
		if len(line) == 2 {
			break
		}
		if name, value, _ := strings.Cut(textproto.TrimString(string(line)), ": "); name == "Content-Length" {
			if length, err = strconv.Atoi(value); err != nil {
				return nil, err
			}
		}
	}
	if length < 0 {
		return nil, errors.New("the answer does not say how long it is")
	}
	c.answer = slices.Grow(c.answer[:0], length)[:length]
	_, err = io.ReadFull(c.in, c.answer)
	return c.answer, err
}
