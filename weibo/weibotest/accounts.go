package weibotest

import "time"

// An account is what does not change about a user.
type account struct {
	User
	Description string
	Gender      string // m or f
	Location    string
	Province    string
	City        string
	Domain      string
	Lang        string
	Verified    string // why, if it is
	Registered  time.Time
}

// accounts are those of every sandbox. No real person is meant.
var accounts = []account{
	{
		User:        User{1404376560, "测试用户"},
		Description: "一个测试账号",
		Gender:      "m",
		Location:    "北京 朝阳区",
		Province:    "11",
		City:        "5",
		Domain:      "ceshiyonghu",
		Lang:        "zh-cn",
		Verified:    "沙箱里的第一个账号",
		Registered:  time.Date(2009, time.August, 28, 0, 0, 0, 0, china),
	},
	{
		User:        User{1404376561, "示例小猫"},
		Description: "喜欢晒太阳",
		Gender:      "f",
		Location:    "上海 徐汇区",
		Province:    "31",
		City:        "4",
		Domain:      "shilixiaomao",
		Lang:        "zh-cn",
		Registered:  time.Date(2010, time.March, 1, 0, 0, 0, 0, china),
	},
	{
		User:        User{1404376562, "AliceExample"},
		Description: "Writes about cats and compilers",
		Gender:      "f",
		Location:    "海外 英国",
		Province:    "400",
		City:        "2",
		Lang:        "en",
		Registered:  time.Date(2011, time.May, 31, 0, 0, 0, 0, china),
	},
	{
		User:        User{1404376563, "BobSample"},
		Description: "",
		Gender:      "m",
		Location:    "其他",
		Province:    "100",
		City:        "1000",
		Lang:        "en",
		Registered:  time.Date(2012, time.December, 24, 0, 0, 0, 0, china),
	},
}
