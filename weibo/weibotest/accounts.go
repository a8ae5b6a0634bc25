package weibotest

import "time"

// An account is what does not change about a user.
type account struct {
	User
	description string
	gender      string // m or f
	location    string
	province    string
	city        string
	domain      string
	lang        string
	verified    string // why, if it is
	registered  time.Time
}

// accounts are those of every sandbox. No real person is meant.
var accounts = []account{
	{
		User:        User{1404376560, "测试用户"},
		description: "一个测试账号",
		gender:      "m",
		location:    "北京 朝阳区",
		province:    "11",
		city:        "5",
		domain:      "ceshiyonghu",
		lang:        "zh-cn",
		verified:    "沙箱里的第一个账号",
		registered:  time.Date(2009, time.August, 28, 0, 0, 0, 0, china),
	},
	{
		User:        User{1404376561, "示例小猫"},
		description: "喜欢晒太阳",
		gender:      "f",
		location:    "上海 徐汇区",
		province:    "31",
		city:        "4",
		domain:      "shilixiaomao",
		lang:        "zh-cn",
		registered:  time.Date(2010, time.March, 1, 0, 0, 0, 0, china),
	},
	{
		User:        User{1404376562, "AliceExample"},
		description: "Writes about cats and compilers",
		gender:      "f",
		location:    "海外 英国",
		province:    "400",
		city:        "2",
		lang:        "en",
		registered:  time.Date(2011, time.May, 31, 0, 0, 0, 0, china),
	},
	{
		User:        User{1404376563, "BobSample"},
		description: "",
		gender:      "m",
		location:    "其他",
		province:    "100",
		city:        "1000",
		lang:        "en",
		registered:  time.Date(2012, time.December, 24, 0, 0, 0, 0, china),
	},
}
