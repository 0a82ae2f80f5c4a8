// github.com/r3labs/sse/v2: it gives up at an orderly end, so it is called again
package main

import (
	"encoding/json"
	"os"
	"time"

	"github.com/r3labs/sse/v2"

	"parley/clients/heard"
)

func main() {
	client := sse.NewClient(os.Args[1])
	for {
		_ = client.SubscribeRaw(func(event *sse.Event) {
			if kind := string(event.Event); (kind == "" || kind == "note") && json.Valid(event.Data) {
				heard.Message(string(event.ID), string(event.Data))
			}
		})
		time.Sleep(time.Second)
	}
}
