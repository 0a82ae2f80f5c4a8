import { distance, isNewer } from '../parley/ids.js';

const LIST = 'rooms';
const READ = 'read.';
/** What one stream carries at most. */
const MOST_ROOMS = 32;
/** Its cursor names every room, and has to fit in a header of the request; an id has some 30 characters. */
const LONGEST_CURSOR = 4_000;
const ID_LENGTH = 34;

/** My rooms, shared by all tabs: which they are, how far each has come, and how far I have read. */
export class Rooms {
  #storage;
  #changed;
  #heads = new Map();
  #mentioned = new Set();

  /** changed(): the list, or what is unread, is different. */
  constructor(storage, changed) {
    this.#storage = storage;
    this.#changed = changed;
    storage.onChange((key) => (key === '' || key === LIST || key.startsWith(READ)) && changed());
  }

  list() {
    return this.#storage.get(LIST) ?? [];
  }

  has(channel) {
    return this.list().includes(channel);
  }

  /** Whether one more fits into the stream that carries them all. */
  canJoin(channel) {
    const rooms = [...this.list(), channel];
    const cursor = rooms.reduce((length, room) => length + encodeURIComponent(room).length + ID_LENGTH, 0);
    return this.has(channel) || (rooms.length <= MOST_ROOMS && cursor <= LONGEST_CURSOR);
  }

  join(channel) {
    if (this.has(channel)) return;
    this.#storage.set(LIST, [...this.list(), channel]);
    this.#changed();
  }

  leave(channel) {
    this.#storage.set(LIST, this.list().filter((room) => room !== channel));
    this.#storage.remove(READ + channel);
    this.#heads.delete(channel);
    this.#mentioned.delete(channel);
    this.#changed();
  }

  head(channel) {
    return this.#heads.get(channel);
  }

  /** Positions as the stream tells them. A room that I have just joined counts as read. */
  cameTo(positions) {
    const news = [...positions].filter(([channel, id]) => this.#heads.get(channel) !== id);
    for (const [channel, id] of news) {
      this.#heads.set(channel, id);
      if (!this.readUpTo(channel) && this.has(channel)) this.#storage.set(READ + channel, id);
    }
    if (news.length) this.#changed();
  }

  readUpTo(channel) {
    return this.#storage.get(READ + channel);
  }

  markRead(channel, id) {
    this.#mentioned.delete(channel);
    const read = this.readUpTo(channel);
    if (!this.has(channel) || (read && !isNewer(id, read))) return;
    this.#storage.set(READ + channel, id);
    this.#changed();
  }

  mention(channel) {
    this.#mentioned.add(channel);
    this.#changed();
  }

  isMentioned(channel) {
    return this.#mentioned.has(channel) && this.unread(channel) > 0;
  }

  /** Ids are dense, so the two of them tell how many messages and events lie between. */
  unread(channel) {
    const read = this.readUpTo(channel);
    const head = this.head(channel);
    return read && head ? distance(read, head) : 0;
  }

  unreadInAll() {
    return this.list().reduce((sum, channel) => sum + this.unread(channel), 0);
  }
}
