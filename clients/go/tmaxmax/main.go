// github.com/tmaxmax/go-sse
package main

import (
	"context"
	"net/http"
	"os"

	"github.com/tmaxmax/go-sse"

	"parley/clients/heard"
)

func main() {
	request, _ := http.NewRequestWithContext(context.Background(), http.MethodGet, os.Args[1], http.NoBody)
	connection := sse.NewConnection(request)
	connection.SubscribeToAll(func(event sse.Event) {
		if event.Type == "" || event.Type == "note" {
			heard.Message(event.LastEventID, event.Data)
		}
	})
	panic(connection.Connect())
}
