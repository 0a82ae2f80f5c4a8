// What every program here does with a message: a line of JSON, at once.
import { writeSync } from 'node:fs';

export function heard({ lastEventId, id = lastEventId, data }) {
  writeSync(1, JSON.stringify({ id, message: JSON.parse(data) }) + '\n');
}
