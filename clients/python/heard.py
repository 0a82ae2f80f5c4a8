"""What every program here does with a message: a line of JSON, at once."""

import json


def heard(id, data):
    print(json.dumps({"id": id, "message": json.loads(data)}), flush=True)
