// github.com/donovanhide/eventsource
package main

import (
	"os"

	"github.com/donovanhide/eventsource"

	"parley/clients/heard"
)

func main() {
	stream, err := eventsource.Subscribe(os.Args[1], "")
	if err != nil {
		panic(err)
	}
	go func() {
		for range stream.Errors {
			// it comes back by itself
		}
	}()
	for event := range stream.Events {
		if kind := event.Event(); kind == "" || kind == "note" {
			heard.Message(event.Id(), event.Data())
		}
	}
}
