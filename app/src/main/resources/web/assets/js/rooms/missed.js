import { isNewer } from '../parley/ids.js';
import { keyOf } from '../parley/people.js';
import { mentions } from '../timeline/segments.js';

const LOOKED = 'looked.';
const PAGE = 200;

/**
 * Finds out whether I was named in what was said while no tab of this browser listened. Each room is looked at once, when the
 * stream has told how far it has come; only the newest of what is unread, and one room at a time.
 */
export class Missed {
  #storage;
  #server;
  #rooms;
  #seen = new Set();
  #looking = Promise.resolve();

  constructor(storage, server, rooms) {
    this.#storage = storage;
    this.#server = server;
    this.#rooms = rooms;
  }

  /** me: {name, user, tag}. */
  lookIn(channel, me) {
    if (!me.name || this.#seen.has(channel)) return;
    this.#seen.add(channel);
    this.#looking = this.#looking.then(() => this.#look(channel, me)).catch(() => { /* the unread count still tells */ });
  }

  forget(channel) {
    this.#seen.delete(channel);
    this.#storage.remove(LOOKED + channel);
  }

  /** How far it was looked is kept, so that loading the page again asks nothing anew. */
  async #look(channel, me) {
    const head = this.#rooms.head(channel);
    const unread = this.#rooms.unread(channel);
    if (!unread || this.#rooms.isMentioned(channel) || this.#storage.get(LOOKED + channel) === head) return;
    const { messages } = await this.#server.history(channel, { limit: Math.min(PAGE, unread) });
    const read = this.#rooms.readUpTo(channel);
    const named = messages.findLast((said) => isNewer(said.id, read) && keyOf(said) !== keyOf(me) && mentions(said.message ?? '', me.name));
    if (named) this.#rooms.mention(channel, named.id);
    if (this.#rooms.has(channel)) this.#storage.set(LOOKED + channel, head);
  }
}
