// Command mercure is Caddy with the Mercure module, as Mercure's documentation builds it. It is a module of our own
// because `go install` refuses Mercure's, which has a replace directive.
package main

import (
	caddycmd "github.com/caddyserver/caddy/v2/cmd"
	_ "github.com/caddyserver/caddy/v2/modules/standard"
	_ "github.com/dunglas/mercure/caddy"
)

func main() {
	caddycmd.Main()
}
