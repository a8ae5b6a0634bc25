package weiboapi_test

import (
	"context"
	"fmt"
	"log"

	"github.com/seed4635ade2/weibo-go/gen/weiboapi"
)

// Ways to find statuses, users, places and what is behind a link.

func ExampleSearchService_TopicsAll() {
	client, ctx := signedIn(), context.Background()
	if _, err := client.Statuses.Update(ctx, weiboapi.StatusesUpdateParams{Status: "#猫# 早上好"}); err != nil {
		log.Fatal(err)
	}
	for status, err := range client.Search.TopicsAll(ctx, weiboapi.SearchTopicsParams{Q: "猫"}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(status.Text)
	}
	// Output: #猫# 早上好
}

func ExampleSuggestionsService_UsersMayInterested() {
	client, ctx := signedIn(), context.Background()
	if _, err := client.Friendships.Destroy(ctx, weiboapi.FriendshipsDestroyParams{UID: 1404376561}); err != nil {
		log.Fatal(err)
	}
	users, err := client.Suggestions.UsersMayInterested(ctx, weiboapi.SuggestionsUsersMayInterestedParams{})
	if err != nil {
		log.Fatal(err)
	}
	for _, user := range users {
		fmt.Println(user.UID) // friends still follow that one
	}
	// Output: 1404376561
}

func ExampleShortURLService_Shorten() {
	client, ctx := signedIn(), context.Background()
	made, err := client.ShortURL.Shorten(ctx, weiboapi.ShortURLShortenParams{URLLongs: []string{"https://example.com/cat"}})
	if err != nil {
		log.Fatal(err)
	}
	found, err := client.ShortURL.Expand(ctx, weiboapi.ShortURLExpandParams{URLShorts: []string{made.URLs[0].URLShort}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(found.URLs[0].URLLong)
	// Output: https://example.com/cat
}

func ExamplePlaceService_NearbyTimelineAll() {
	client, ctx := signedIn(), context.Background()
	posted := weiboapi.StatusesUpdateParams{Status: "在这里", Lat: new(39.9), Long: new(116.4)}
	if _, err := client.Statuses.Update(ctx, posted); err != nil {
		log.Fatal(err)
	}
	for status, err := range client.Place.NearbyTimelineAll(ctx, weiboapi.PlaceNearbyTimelineParams{Lat: 39.9, Long: 116.4}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(status.Text)
	}
	// Output: 在这里
}

func ExampleLocationService_GeoToAddress() {
	client := signedIn()
	found, err := client.Location.GeoToAddress(context.Background(), weiboapi.LocationGeoToAddressParams{Coordinate: "116.4,39.9"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(found.Geos[0].Address)
	// Output: 示例路1号
}

func ExampleCommonService_GetProvince() {
	client := signedIn()
	provinces, err := client.Common.GetProvince(context.Background(), weiboapi.CommonGetProvinceParams{Country: "001"})
	if err != nil {
		log.Fatal(err)
	}
	for _, province := range provinces {
		for code, name := range province {
			fmt.Println(code, name)
		}
	}
	// Output: 001011 北京
}
