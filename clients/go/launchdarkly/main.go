// github.com/launchdarkly/eventsource
package main

import (
	"os"

	"github.com/launchdarkly/eventsource"

	"parley/clients/heard"
)

func main() {
	stream, err := eventsource.SubscribeWithURL(os.Args[1],
		eventsource.StreamOptionErrorHandler(func(error) eventsource.StreamErrorHandlerResult {
			return eventsource.StreamErrorHandlerResult{}
		}))
	if err != nil {
		panic(err)
	}
	for event := range stream.Events {
		if kind := event.Event(); kind == "" || kind == "note" {
			heard.Message(event.Id(), event.Data())
		}
	}
}
