package weibotest_test

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"github.com/seed4635ade2/weibo-go/weibo/weibotest"
)

const dataFile = "weibo.db"

// life is what a program does to a sandbox, one of each kind of change. It returns the token that did it.
func life(t *testing.T, srv *weibotest.Server) string {
	t.Helper()
	one, two := srv.Token(first), srv.Token(second)
	as := func(token, path string, pairs ...string) *answer {
		t.Helper()
		a := post(t, srv, "/2/"+path+".json", append(pairs, "access_token", token)...)
		a.refusedNot(t)
		return a
	}
	var pic status
	upload(t, srv, "/2/statuses/upload.json", "pic", "a.png", pngPic, "access_token", one, "status", "picture", "lat", "1", "long", "2", "annotations", `[{"a":1}]`).into(&pic)
	gone, kept := say(t, srv, one, "gone"), say(t, srv, one, "kept @示例小猫 https://example.com/x")
	var repost, again status
	as(two, "statuses/repost", "id", gone.IDStr, "status", "repost").into(&repost)
	as(one, "statuses/repost", "id", repost.IDStr, "status", "again").into(&again)
	as(one, "statuses/destroy", "id", gone.IDStr)
	c := commentOn(t, srv, two, kept.IDStr, "@测试用户 hello")
	var reply comment
	as(one, "comments/reply", "id", kept.IDStr, "cid", c.IDStr, "comment", "reply").into(&reply)
	as(one, "comments/destroy", "cid", commentOn(t, srv, one, kept.IDStr, "not for long").IDStr)

	seeded := timeline(t, srv, "/2/statuses/public_timeline.json", one, "page", "2", "count", "5").Statuses
	as(one, "favorites/create", "id", seeded[0].IDStr)
	as(one, "favorites/tags/update", "id", seeded[0].IDStr, "tags", "猫,旅行")
	commentOn(t, srv, one, seeded[0].IDStr, "on a seeded one")

	as(one, "friendships/destroy", "uid", "1404376562")
	as(one, "friendships/remark/update", "uid", str(second), "remark", "猫友")
	list := str(makeGroup(t, srv, one, "朋友").ID)
	as(one, "friendships/groups/members/add", "list_id", list, "uid", str(second))
	as(one, "statuses/update", "status", "for the group", "visible", "3", "list_id", list)
	as(one, "tags/create", "tags", "猫,狗")
	as(one, "trends/follow", "trend_name", "小猫日记")
	as(one, "remind/set_count", "type", "cmt")
	as(one, "users/set_top_status", "id", kept.IDStr)
	as(one, "account/update_privacy", "comment", "1")
	as(one, "account/profile/basic_update", "screen_name", "新名字", "gender", "f", "province", "31", "city", "1")
	upload(t, srv, "/2/account/avatar/upload.json", "image", "a.jpg", jpeg, "access_token", one).refusedNot(t)
	var p struct{ POIID string }
	as(one, "place/pois/create", "title", "新地方", "lat", "10", "long", "20", "city", "0010").into(&p)
	as(one, "place/pois/add_checkin", "poiid", p.POIID, "status", "quiet")
	as(one, "place/pois/add_tip", "poiid", park, "status", "tip", "public", "1")
	as(one, "place/nearby_users/create", "lat", "1", "long", "2")
	as(one, "suggestions/users/not_interested", "uid", str(srv.Users()[7].UID))
	short := shorten(t, srv, one, "https://example.com/x")
	get(t, srv, strings.TrimPrefix(short, srv.URL))
	revoked := srv.Token(second)
	post(t, srv, "/oauth2/revokeoauth2", "access_token", revoked).refusedNot(t)
	return one
}

// looks are calls that together show all that life did.
var looks = []string{
	"statuses/user_timeline?count=100", "statuses/home_timeline?count=100", "statuses/public_timeline?count=100", "statuses/mentions",
	"comments/timeline", "comments/to_me", "comments/mentions", "favorites", "favorites/tags", "users/show?uid=1404376560", "users/show?screen_name=新名字",
	"friendships/friends?uid=1404376560&count=5", "friendships/followers?uid=1404376562", "friendships/groups", "friendships/friends/remark_batch?uids=1404376561",
	"tags?uid=1404376560", "trends?uid=1404376560", "remind/unread_count?uid=1404376560", "users/get_top_status?uid=1404376560", "account/get_privacy",
	"place/user_timeline?uid=1404376560", "place/users/checkins?uid=1404376560", "place/pois/search?keyword=新", "place/nearby_users/list?lat=1&long=2",
	"suggestions/users/may_interested?count=100", "statuses/friends_timeline/ids?count=100",
}

// see returns the answers to looks, whatever the address of the server.
func see(t *testing.T, srv *weibotest.Server, token string, looks ...string) map[string]string {
	t.Helper()
	seen := map[string]string{}
	for _, look := range looks {
		path, query, _ := strings.Cut(look, "?")
		req := request(t, "GET", srv.URL+"/2/"+path+".json?"+query, "", nil)
		req.Header.Set("Authorization", "OAuth2 "+token)
		a := do(t, req)
		a.refusedNot(t)
		seen[look] = strings.ReplaceAll(string(a.body), srv.URL, "")
	}
	return seen
}

func TestKept(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "dir")
	var token string
	var before map[string]string
	t.Run("first", func(t *testing.T) {
		srv := weibotest.NewServer(t, weibotest.WithData(dir), weibotest.WithSeed(7), weibotest.WithStatuses(200))
		token = life(t, srv)
		before = see(t, srv, token, looks...)
	})
	for _, name := range []string{"again", "and again"} { // what was read from the file is the same a second time
		t.Run(name, func(t *testing.T) {
			srv := weibotest.NewServer(t, weibotest.WithData(dir))
			after := see(t, srv, token, looks...)
			for look := range before {
				if after[look] != before[look] {
					t.Errorf("%s\nbefore %s\nafter  %s", look, before[look], after[look])
				}
			}
			p := timeline(t, srv, "/2/statuses/user_timeline.json", token, "feature", "2")
			if len(p.Statuses) == 0 || !bytes.Equal(download(t, p.Statuses[0].OriginalPic).body, pngPic) {
				t.Errorf("the picture is not what it was: %+v", p.Statuses)
			}
		})
	}
	t.Run("new ids", func(t *testing.T) {
		srv := weibotest.NewServer(t, weibotest.WithData(dir))
		newest := timeline(t, srv, "/2/statuses/public_timeline.json", token).Statuses[0].ID
		if st := say(t, srv, token, "later"); st.ID <= newest {
			t.Errorf("%d is not above %d", st.ID, newest)
		}
	})
}

// TestKeptReset: after a reset the world is as it was made, here and in the file, and given tokens are good.
func TestKeptReset(t *testing.T) {
	dir := t.TempDir()
	opts := []weibotest.Option{weibotest.WithData(dir), weibotest.WithStatuses(60)}
	fresh := slices.DeleteFunc(slices.Clone(looks), func(look string) bool { return strings.Contains(look, "新") })
	var token string
	var made, reset map[string]string
	t.Run("reset", func(t *testing.T) {
		srv := weibotest.NewServer(t, opts...)
		made = see(t, srv, srv.Token(first), fresh...)
		token = life(t, srv)
		srv.Reset()
		reset = see(t, srv, token, fresh...)
	})
	t.Run("again", func(t *testing.T) {
		srv := weibotest.NewServer(t, opts...)
		after := see(t, srv, token, fresh...)
		for _, look := range fresh {
			if reset[look] != made[look] || after[look] != made[look] {
				t.Errorf("%s\nat first %s\nreset    %s\nafter    %s", look, made[look], reset[look], after[look])
			}
		}
	})
}

// TestNotKept: what cannot be written is not acknowledged.
func TestNotKept(t *testing.T) {
	sandbox, err := weibotest.Open(weibotest.WithData(t.TempDir()))
	if err != nil {
		t.Fatal(err)
	}
	token := sandbox.Token(first)
	if err := sandbox.Close(); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go sandbox.Serve(t.Context(), l)
	form := strings.NewReader(params("access_token", token, "status", "x").Encode())
	a := do(t, request(t, "POST", "http://"+l.Addr().String()+"/2/statuses/update.json", formType, form))
	if a.refused(10001); a.status != http.StatusInternalServerError {
		t.Errorf("HTTP %d", a.status)
	}
}

func open(t *testing.T, dir string) error {
	t.Helper()
	sandbox, err := weibotest.Open(weibotest.WithData(dir))
	if err == nil {
		err = sandbox.Close()
	}
	return err
}

func TestOneSandboxADirectory(t *testing.T) {
	dir := t.TempDir()
	weibotest.NewServer(t, weibotest.WithData(dir))
	if err := open(t, dir); err == nil || !strings.Contains(err.Error(), "another sandbox is using "+dir) {
		t.Errorf("the second one: %v", err)
	}
}

func TestDirectories(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	outside := filepath.Join(dir, "outside")
	for _, name := range []string{file, outside} {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := open(t, file); err == nil {
		t.Error("a file does for a directory")
	}
	inside := filepath.Join(dir, "inside")
	if err := os.Mkdir(inside, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(inside, dataFile)); err != nil {
		if runtime.GOOS == "windows" { // where it takes a right
			t.Skip(err)
		}
		t.Fatal(err)
	}
	if err := open(t, inside); err == nil {
		t.Error("a link leads out of the directory")
	}
	if info, err := os.Stat(outside); err != nil || info.Size() != 0 {
		t.Errorf("the file outside: %v, %v", info, err)
	}
}

func TestFormats(t *testing.T) {
	write := func(t *testing.T, bucket, value string) (dir string, content []byte) {
		t.Helper()
		dir = t.TempDir()
		db, err := bbolt.Open(filepath.Join(dir, dataFile), 0o600, nil)
		if err != nil {
			t.Fatal(err)
		}
		put := func(tx *bbolt.Tx, bucket, key, value string) (sum uint32, err error) {
			sum = crc32.Checksum([]byte(bucket+"\x00"+key+"\x00"+value), crc32.MakeTable(crc32.Castagnoli))
			b, err := tx.CreateBucket([]byte(bucket))
			if err != nil {
				return 0, err
			}
			return sum, b.Put([]byte(key), append(binary.BigEndian.AppendUint32(nil, sum), value...))
		}
		err = db.Update(func(tx *bbolt.Tx) error {
			sum, err := put(tx, bucket, "header", value)
			if err != nil {
				return err
			}
			_, err = put(tx, "total", "total", fmt.Sprint(sum))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		content, err = os.ReadFile(filepath.Join(dir, dataFile))
		if err != nil {
			t.Fatal(err)
		}
		return dir, content
	}
	tests := []struct{ name, bucket, value, want string }{
		{"another format", "header", `{"Version":1000}`, "has the format 1000, and this program reads format 1"},
		{"no format", "header", `{}`, "has the format 0"},
		{"another program's", "cats", "{}", "is damaged (it has no header)"},
		{"no JSON", "header", "{", "is damaged"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir, before := write(t, tt.bucket, tt.value)
			if err := open(t, dir); err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), filepath.Join(dir, dataFile)) {
				t.Errorf("%v", err)
			}
			if after, err := os.ReadFile(filepath.Join(dir, dataFile)); err != nil || !bytes.Equal(after, before) {
				t.Error("the file has changed")
			}
		})
	}
}

// TestDamaged damages the file in many ways. Either the sandbox refuses it, says what to do and leaves it as it is, or nothing
// that it holds is lost.
func TestDamaged(t *testing.T) {
	dir := t.TempDir()
	var token string
	var before map[string]string
	t.Run("before", func(t *testing.T) {
		srv := weibotest.NewServer(t, weibotest.WithData(dir), weibotest.WithStatuses(50))
		token = life(t, srv)
		before = see(t, srv, token, looks...)
	})
	name := filepath.Join(dir, dataFile)
	sound, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	refused, whole := 0, 0
	for i := range 300 {
		broken := slices.Clone(sound)
		switch i % 4 {
		case 0: // cut off
			broken = broken[:1+random.IntN(len(broken)-1)]
		case 1: // one bit
			broken[random.IntN(len(broken))] ^= 1 << random.IntN(8)
		case 2: // some bytes, at the start of a page, where its structure is
			at := random.IntN(len(broken)/4096) * 4096
			for j := range 64 {
				broken[at+j] = byte(random.Uint32())
			}
		case 3: // zeros
			at := random.IntN(len(broken))
			clear(broken[at:min(len(broken), at+4096)])
		}
		if err := os.Remove(name); err != nil { // bbolt does not let go of the lock of a file in which it panicked
			t.Fatal(err)
		}
		if err := os.WriteFile(name, broken, 0o600); err != nil {
			t.Fatal(err)
		}
		ok := t.Run(fmt.Sprint(i), func(t *testing.T) {
			sandbox, err := weibotest.Open(weibotest.WithData(dir))
			if err != nil {
				refused++
				if !strings.Contains(err.Error(), name+" is damaged") || !strings.Contains(err.Error(), "move it away") {
					t.Errorf("%v", err)
				}
				if after, err := os.ReadFile(name); err != nil || !bytes.Equal(after, broken) {
					t.Error("the file has changed")
				}
				return
			}
			if err := sandbox.Close(); err != nil {
				t.Fatal(err)
			}
			whole++
			srv := weibotest.NewServer(t, weibotest.WithData(dir))
			if after := see(t, srv, token, looks...); !maps.Equal(before, after) {
				t.Error("something is lost, without a word")
			}
		})
		if !ok {
			return
		}
	}
	t.Logf("%d refused, %d whole", refused, whole)
	if refused < 50 {
		t.Errorf("only %d are refused", refused)
	}
}

// TestChild is no test, but a sandbox in a process of its own for TestKilled.
func TestChild(t *testing.T) {
	dir := os.Getenv("WEIBOTEST_DATA")
	if dir == "" {
		t.Skip("it is for TestKilled")
	}
	sandbox, err := weibotest.Open(weibotest.WithData(dir))
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("ready http://%s %s %s\n", l.Addr(), sandbox.Token(first), sandbox.Token(second))
	sandbox.Serve(t.Context(), l)
}

// A child is a sandbox in another process.
type child struct {
	cmd    *exec.Cmd
	base   string
	tokens []string
}

func startChild(t *testing.T, dir string) *child {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestChild$")
	cmd.Env = append(os.Environ(), "WEIBOTEST_DATA="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	words := strings.Fields(line)
	if err != nil || len(words) != 4 || words[0] != "ready" {
		cmd.Process.Kill()
		t.Fatalf("the child says %q, %v", line, err)
	}
	return &child{cmd, words[1], words[2:]}
}

// kill ends the child as kill -9 does.
func (c *child) kill() {
	c.cmd.Process.Kill()
	c.cmd.Wait()
}

// TestKilled kills sandboxes while they take posts. What they had acknowledged must be there afterwards.
func TestKilled(t *testing.T) {
	const rounds = 6
	dir := t.TempDir()
	acknowledged := map[string]string{} // texts by id
	withPicture := map[string]bool{}
	for round := range rounds {
		c := startChild(t, dir)
		var mu sync.Mutex
		var wg sync.WaitGroup
		begun := make(chan struct{})
		begin := sync.OnceFunc(func() { close(begun) })
		for i, token := range c.tokens {
			wg.Go(func() {
				defer begin()
				for n := 0; ; n++ {
					text := fmt.Sprintf("round %d, author %d, %d", round, i, n)
					id, ok := tryPost(t, c.base, token, text, n%2 == 0)
					if !ok {
						return // the sandbox is gone
					}
					begin()
					mu.Lock()
					acknowledged[id], withPicture[id] = text, n%2 == 0
					mu.Unlock()
				}
			})
		}
		<-begun // the first post may take long, since the file grows
		time.Sleep(time.Duration(rand.IntN(100)) * time.Millisecond)
		c.kill()
		wg.Wait()
	}
	if len(acknowledged) < rounds {
		t.Fatalf("only %d posts went well", len(acknowledged))
	}
	srv := weibotest.NewServer(t, weibotest.WithData(dir))
	token := srv.Token(first)
	for id, text := range acknowledged {
		var st status
		get(t, srv, "/2/statuses/show.json", "access_token", token, "id", id).into(&st)
		if st.Text != text {
			t.Errorf("%s is %q, want %q", id, st.Text, text)
		}
		if withPicture[id] && !bytes.Equal(download(t, st.OriginalPic).body, pngPic) {
			t.Errorf("%s has lost its picture", id)
		}
	}
	t.Logf("%d posts", len(acknowledged))
}

// tryPost publishes a text, and tells whether that was acknowledged.
func tryPost(t *testing.T, base, token, text string, pic bool) (id string, ok bool) {
	req := request(t, "POST", base+"/2/statuses/update.json", formType, strings.NewReader(params("access_token", token, "status", text).Encode()))
	if pic {
		body, contentType := multipartBody(t, "pic", "a.png", pngPic, params("access_token", token, "status", text))
		req = request(t, "POST", base+"/2/statuses/upload.json", contentType, body)
	}
	resp, err := browser.Do(req)
	if err != nil {
		return "", false
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return "", false
	}
	a := answer{t, resp.StatusCode, resp.Header, body}
	var st status
	a.into(&st)
	return st.IDStr, true
}
