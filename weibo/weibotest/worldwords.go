package weibotest

import "sync"

// What the people of a world are called and say. All of it is made up.

// A voice is a language with its words.
type voice struct {
	lang      string
	names     [2][]string
	verified  string
	sentences [3][]string // beginnings, middles and ends
	topics    []string
	tags      []string
	pages     []string
	texts     func() []string // all that the sentences make
}

var voices = []*voice{
	newVoice(voice{
		lang: "zh-cn",
		names: [2][]string{
			{"虚构的", "爱睡觉的", "慢吞吞的", "数星星的", "不加班的", "迷路的", "第三只", "会发光的", "假装的", "晒太阳的"},
			{"橘猫", "土豆", "企鹅", "编译器", "风筝", "饭团", "台灯", "蜗牛", "气球", "书签"},
		},
		verified: "虚构人物，不存在",
		sentences: [3][]string{
			{"今天", "昨晚", "刚才", "周末", "早上", "路上", "下班后", "午饭时", "下雨天", "散步时"},
			{"看到一只猫在晒太阳", "把番茄炒蛋做成了汤", "又学会了一个新词", "终于修好了那个问题", "在图书馆睡着了", "买了一本旧书", "遇见一只会打招呼的狗", "发现楼下的桂花开了", "画了一张小小的画", "听到一首很老的歌"},
			{"。", "，很开心。", "，有点意外。", "，记录一下。", "，你们呢？", "！", "，明天继续。", "，哈哈。"},
		},
		topics: []string{"测试话题", "今天吃什么", "示例城市", "小猫日记"},
		tags:   []string{"猫", "编程", "旅行", "电影", "美食", "读书"},
		pages:  []string{"cat", "news/1", "recipe", "a/b?c=d"},
	}),
	newVoice(voice{
		lang: "en",
		names: [2][]string{
			{"Sleepy", "Imaginary", "Quiet", "Sample", "Wandering", "Fictional", "Tiny", "Cosmic", "Unlikely", "Paper"},
			{"Panda", "Teapot", "Compiler", "Kite", "Penguin", "Umbrella", "Noodle", "Lantern", "Comet", "Bookmark"},
		},
		verified: "Made up, does not exist",
		sentences: [3][]string{
			{"Today I ", "Last night I ", "This morning I ", "On the way home I ", "At lunch I ", "In the rain I "},
			{"saw a cat asleep on a keyboard", "burned the pancakes again", "learned a new word", "fixed that bug at last", "bought a map of nowhere", "met a very polite dog", "drew a small picture", "heard an old song"},
			{".", ", and liked it.", "! More tomorrow.", ". How about you?", ", as planned.", ". No idea why."},
		},
		topics: []string{"Sample Topic", "CatsOfNowhere", "Example City"},
		tags:   []string{"cats", "compilers", "tea", "maps", "trains"},
		pages:  []string{"cats", "news/2", "tea", "x?y=z"},
	}),
}

func newVoice(v voice) *voice {
	v.texts = sync.OnceValue(v.combine)
	return &v
}

// combine makes all texts of a voice. Statuses share them, since a large world says many things more than once.
func (v *voice) combine() (texts []string) {
	for _, a := range v.sentences[0] {
		for _, b := range v.sentences[1] {
			for _, c := range v.sentences[2] {
				texts = append(texts, a+b+c)
			}
		}
	}
	return texts
}

// homes are where people live, with the codes of province and city.
var homes = []struct{ location, province, city string }{
	{"北京 海淀区", "11", "8"}, {"上海 黄浦区", "31", "1"}, {"广东 广州", "44", "1"}, {"四川 成都", "51", "1"}, {"海外 英国", "400", "2"}, {"其他", "100", "1000"},
}
