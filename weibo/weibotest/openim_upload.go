package weibotest

import (
	"crypto/md5" // what open-im wants
	"encoding/hex"
	"hash"
	"strconv"
	"strings"
	"time"

	"github.com/seed4635ade2/weibo-go/gen/openimapi"
)

// openIMPicture is open/pic/upload.
func (c *call) openIMPicture() (any, error) {
	data, _ := c.value("body").([]byte)
	return success(openimapi.UploadedPic{PicID: c.store.addPicture(c.grant.uid, data)})
}

// An openIMVideo is a video that is coming in. What came is summed up and not kept.
type openIMVideo struct {
	uid      int64
	mediaID  string
	name     string
	check    string
	length   int64
	came     int64
	chunks   int64
	sum      hash.Hash
	complete bool
}

// openIMChunk is the size of a chunk that the sandbox asks for, in KiB.
const openIMChunk = 256

// openIMVideoInit is open/video/init.
func (c *call) openIMVideoInit() (any, error) {
	v := &openIMVideo{
		uid: c.grant.uid, mediaID: strconv.FormatInt(c.store.nextID(), 10), name: c.text("name"),
		check: strings.ToLower(c.text("check")), length: c.int("length"), sum: md5.New(),
	}
	token := "file" + v.mediaID
	c.store.openIMVideos[token] = v
	return success(openimapi.VideoUpload{FileToken: token, MediaID: v.mediaID, Length: openIMChunk})
}

// openIMVideoChunk is open/video/upload. Chunks come in order, each with its sum.
func (c *call) openIMVideoChunk() (any, error) {
	v := c.store.openIMVideos[c.text("filetoken")]
	if v == nil || v.uid != c.grant.uid || v.complete {
		return nil, &refusal{code: 40005, text: "filetoken 无效"}
	}
	data, _ := c.value("body").([]byte)
	size := int64(len(data))
	sum := md5.Sum(data)
	switch last := v.came+size == v.length; {
	case c.int("filelength") != v.length, !strings.EqualFold(c.text("filecheck"), v.check):
		return nil, &refusal{code: 40005, text: "filelength 或 filecheck 与 init 不一致"}
	case c.int("startloc") != v.came, c.int("chunkindex") != v.chunks+1, c.int("chunksize") != size:
		return nil, &refusal{code: 40005, text: "分片顺序或大小错误"}
	case size > openIMChunk<<10, !last && size != openIMChunk<<10, v.came+size > v.length, last != (c.int("chunkindex") == c.int("chunkcount")):
		return nil, &refusal{code: 40005, text: "分片大小错误"}
	case !strings.EqualFold(c.text("sectioncheck"), hex.EncodeToString(sum[:])):
		return nil, &refusal{code: 40005, text: "sectioncheck 不一致"}
	}
	v.sum.Write(data)
	v.came += size
	v.chunks++
	if v.came < v.length {
		return success(map[string]any{"complete": false})
	}
	if hex.EncodeToString(v.sum.Sum(nil)) != v.check {
		return nil, refuse(50001)
	}
	v.complete = true
	return success(openimapi.VideoChunk{Complete: true, FMID: v.mediaID, URL: "https://video.weibo.com/example/" + v.mediaID})
}

// hasOpenIMVideo tells whether a user has sent a video up.
func (s *store) hasOpenIMVideo(mediaID string, uid int64) bool {
	for _, v := range s.openIMVideos {
		if v.mediaID == mediaID && v.uid == uid && v.complete {
			return true
		}
	}
	return false
}

// An OpenIMFile is a file that an agent sent as a private message.
type OpenIMFile struct {
	UID  int64 // of the account
	Name string
	Data []byte
	Time time.Time
}

// openIMFilesKept is how many files the sandbox remembers.
const openIMFilesKept = 20

// OpenIMFiles returns the latest files that agents sent with open/dm/send_file, oldest first. A sandbox remembers 20.
func (s *Sandbox) OpenIMFiles() []OpenIMFile {
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	return append([]OpenIMFile(nil), s.store.openIMFiles...)
}

// openIMSendFile is open/dm/send_file.
func (c *call) openIMSendFile() (any, error) {
	data, _ := c.value("body").([]byte)
	files := append(c.store.openIMFiles, OpenIMFile{c.grant.uid, c.text("fileName"), data, c.now})
	c.store.openIMFiles = files[max(0, len(files)-openIMFilesKept):]
	id := c.store.nextID()
	return success(openimapi.SentFile{FID: id, MessageID: "msg_" + strconv.FormatInt(id, 10)})
}
