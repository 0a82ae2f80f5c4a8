import { compare, isNewer } from '../parley/ids.js';

/** As many messages as are kept, and shown, however long the room runs. */
export const LIMIT = 300;

/**
 * A stretch of a room's messages without a hole: the part that the reader looks at. It grows at both ends, and is cut at the
 * end that the reader is not at.
 */
export class Timeline {
  #messages = [];
  #atEnd = true;
  #hasOlder = false;

  /** Ascending. */
  get messages() {
    return this.#messages;
  }

  get oldest() {
    return this.#messages[0]?.id;
  }

  get newest() {
    return this.#messages.at(-1)?.id;
  }

  /** Whether the newest message of the room belongs to it. */
  get atEnd() {
    return this.#atEnd;
  }

  /** Whether the room has older messages than it. */
  get hasOlder() {
    return this.#hasOlder;
  }

  /** Begins anew with this page of history. `oldest` is the room's oldest id, `head` the newest that is known. */
  show({ messages, oldest }, head) {
    this.#messages = [...messages];
    this.#reaches(head);
    this.#hasOlder = messages.length > 0 && isNewer(messages[0].id, oldest);
  }

  /** A message arrived. A reader who is not at the end keeps what they look at, and comes to this one by reading on. */
  arrived(message, readerIsAtEnd) {
    if (!this.#atEnd || this.#replace(message)) return;
    if (!readerIsAtEnd && this.#messages.length >= LIMIT) {
      this.#atEnd = false;
      return;
    }
    this.#insert(message);
    if (readerIsAtEnd) this.#cutOldest();
  }

  addOlder({ messages, oldest }) {
    const older = messages.filter(({ id }) => !this.oldest || isNewer(this.oldest, id));
    this.#messages = [...older, ...this.#messages];
    this.#hasOlder = older.length > 0 && isNewer(older[0].id, oldest);
    if (this.#messages.length <= LIMIT) return;
    this.#messages.length = LIMIT;
    this.#atEnd = false;
  }

  addNewer(messages, head) {
    this.#messages.push(...messages.filter(({ id }) => !this.newest || isNewer(id, this.newest)));
    this.#reaches(head);
    this.#cutOldest();
  }

  has(id) {
    return this.#indexOf(id) >= 0;
  }

  #reaches(head) {
    this.#atEnd = !isNewer(head, this.newest ?? head);
  }

  /** After a loss of data in Redis the same message may come again. */
  #replace(message) {
    const index = this.#indexOf(message.id);
    if (index >= 0) this.#messages[index] = message;
    return index >= 0;
  }

  #insert(message) {
    let index = this.#messages.length;
    while (index > 0 && isNewer(this.#messages[index - 1].id, message.id)) index--;
    this.#messages.splice(index, 0, message);
  }

  #cutOldest() {
    const surplus = this.#messages.length - LIMIT;
    if (surplus <= 0) return;
    this.#messages.splice(0, surplus);
    this.#hasOlder = true;
  }

  #indexOf(id) {
    let low = 0;
    let high = this.#messages.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const order = compare(this.#messages[middle].id, id);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}
