package check

import (
	"fmt"
	"strings"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
	"github.com/seed4635ade2/weibo-go/weibo"
)

// A Rule is one that a [Problem] breaks.
type Rule int

// The rules. Where no code of Weibo is known for one, it has none; LinkMissing and LinkForeign have the code that was seen
// for a share without a link under a safe domain, the annotations and the place those for parameters in general.
const (
	TextEmpty          Rule = iota + 1 // code 20008
	TextTooLong                        // code 20012; Limit and Value as text.Length counts
	TextTopic                          // a #topic# in a share; no code. Value is the topic
	LinkMissing                        // code 10017; Limit are the safe domains
	LinkForeign                        // code 10017; Limit are the safe domains, Value is the host
	PictureMissing                     // code 20007
	PictureUnreadable                  // it cannot be opened; no code. Err tells why
	PictureType                        // code 20005
	PictureTooLarge                    // code 20006; Limit and Value in bytes
	AnnotationsTooLong                 // code 10017; Limit and Value in characters
	AnnotationsForm                    // no array of objects in JSON; code 10017
	PlaceIncomplete                    // one of lat and long, without the other; code 10016
	PlaceOutOfRange                    // code 10017; Limit and Value in degrees
)

// rules are what there is to say about each.
var rules = [...]struct {
	code   int
	en, zh string // with {param}, {limit}, {value} and {error} of the problem
}{
	TextEmpty: {weiboapi.CodeTextEmpty,
		"the text is empty",
		"正文为空"},
	TextTooLong: {weiboapi.CodeTextTooLong140,
		"the text has a length of {value}, the limit is {limit} (a Han character counts 2, a Latin letter 1, a link 20)",
		"正文长度为 {value}，上限为 {limit}（汉字按 2 计算，英文字母按 1 计算，链接按 20 计算）"},
	TextTopic: {0,
		"the text has a topic, {value}; a share must not have any",
		"正文含有话题 {value}，分享接口不允许话题"},
	LinkMissing: {weiboapi.CodeParameterValue,
		"the text has no link; a share needs one under a safe domain of the application",
		"正文没有链接，分享的内容须带有应用安全域名下的链接"},
	LinkForeign: {weiboapi.CodeParameterValue,
		"the link to {value} is not under a safe domain of the application ({limit})",
		"链接 {value} 不在应用的安全域名（{limit}）下"},
	PictureMissing: {weiboapi.CodePictureMissing,
		"there is no picture",
		"没有图片"},
	PictureUnreadable: {0,
		"the picture cannot be opened: {error}",
		"无法打开图片：{error}"},
	PictureType: {weiboapi.CodePictureType,
		"the picture is none of {limit}",
		"图片不是 {limit} 格式"},
	PictureTooLarge: {weiboapi.CodePictureTooLarge,
		"the picture has {value} bytes, the limit is {limit}",
		"图片大小为 {value} 字节，上限为 {limit} 字节"},
	AnnotationsTooLong: {weiboapi.CodeParameterValue,
		"{param} has {value} characters, the limit is {limit}",
		"{param} 有 {value} 个字符，上限为 {limit} 个"},
	AnnotationsForm: {weiboapi.CodeParameterValue,
		"{param} is no JSON array of objects",
		"{param} 不是由对象组成的 JSON 数组"},
	PlaceIncomplete: {weiboapi.CodeParameterMissing,
		"{param} is missing: lat and long go together",
		"缺少 {param}:lat 和 long 必须同时提供"},
	PlaceOutOfRange: {weiboapi.CodeParameterValue,
		"{param} is {value}, the range is {limit}",
		"{param} 为 {value}，有效范围为 {limit}"},
}

// A Problem is something that Weibo would refuse. errors.Is tells its category as it does for a refusal, such as
// weibo.ErrContent, if it has a code.
type Problem struct {
	Param string // its name on the wire, such as "status"
	Rule  Rule
	Limit string // what is allowed, where that can be said in a word
	Value string // what there is; never the whole text
	Code  int    // of Weibo for this, such as weiboapi.CodeTextTooLong140; 0 if none is known
	Err   error  // what was wrong with a picture or with JSON
}

// Error is the message in English.
func (p *Problem) Error() string { return p.Message("en") }

// Message says in a sentence what is wrong: in Chinese if lang is zh or begins with it (zh-CN, zh-Hant), otherwise in English.
func (p *Problem) Message(lang string) string {
	if p.Rule < 1 || int(p.Rule) >= len(rules) {
		return p.Param
	}
	words := rules[p.Rule].en
	if isChinese(lang) {
		words = rules[p.Rule].zh
	}
	return strings.NewReplacer("{param}", p.Param, "{limit}", p.Limit, "{value}", p.Value, "{error}", fmt.Sprint(p.Err)).Replace(words)
}

func isChinese(lang string) bool { return len(lang) >= 2 && strings.EqualFold(lang[:2], "zh") }

// Is tells whether the problem is of a category, such as weibo.ErrContent.
func (p *Problem) Is(target error) bool {
	return p.Code != 0 && (&weibo.Error{Code: p.Code}).Is(target)
}

// Unwrap returns what was wrong with a picture or with JSON.
func (p *Problem) Unwrap() error { return p.Err }

// An Error is all that Weibo would refuse in the parameters of a call.
type Error struct {
	Problems []*Problem // at least one
}

func (e *Error) Error() string { return e.Message("en") }

// Message puts the messages of all problems together, see [Problem.Message].
func (e *Error) Message(lang string) string {
	messages := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		messages[i] = p.Message(lang)
	}
	if isChinese(lang) {
		return strings.Join(messages, ";")
	}
	return strings.Join(messages, "; ")
}

// Unwrap returns the problems.
func (e *Error) Unwrap() []error {
	list := make([]error, len(e.Problems))
	for i, p := range e.Problems {
		list[i] = p
	}
	return list
}
