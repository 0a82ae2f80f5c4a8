// Package heard is what every program here does with a message: a line of JSON, at once.
package heard

import (
	"encoding/json"
	"fmt"
)

// Message prints one.
func Message(id, data string) {
	line, err := json.Marshal(map[string]any{"id": id, "message": json.RawMessage(data)})
	if err != nil {
		panic(err)
	}
	fmt.Println(string(line))
}
