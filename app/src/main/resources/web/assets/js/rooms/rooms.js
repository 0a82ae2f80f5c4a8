import { distance, fitOneStream, isFamily, isNewer, isNext } from '../parley/ids.js';

const LIST = 'rooms';
const READ = 'read.';
const NAMED = 'named.';

/** My rooms, the same in all tabs that share a storage: which they are, how far each has come, and how far I have read. */
export class Rooms {
  #storage;
  #list;
  #changed;
  #heads = new Map();
  /** How far I have read on other devices: channel → id; undefined while that is being asked for. */
  #elsewhere = new Map();

  /** Told what was read here, as it is: channel, id. */
  onRead = () => {};

  /**
   * changed(channels): what is unread in these is different; without channels the list, or anything. list: the Storage of the list, if
   * that is another.
   */
  constructor(storage, changed, list = storage) {
    this.#storage = storage;
    this.#list = list;
    this.#changed = changed;
    storage.onChange((key) => this.#otherTabChanged(key));
  }

  list() {
    return this.#list.get(LIST) ?? [];
  }

  /** Whether it is one of them, or of a family among them. */
  has(channel) {
    return this.list().some((room) => room === channel || (isFamily(room) && channel.startsWith(room.slice(0, -1))));
  }

  /** Whether one more fits into the stream that carries them all. */
  canJoin(channel) {
    return this.has(channel) || fitOneStream([...this.list(), channel]);
  }

  join(...channels) {
    const list = [...new Set([...this.list(), ...channels])];
    if (list.length === this.list().length) return;
    this.#list.set(LIST, list);
    this.#changed();
  }

  leave(channel) {
    this.#list.set(LIST, this.list().filter((room) => room !== channel));
    this.#storage.remove(READ + channel);
    this.#heads.delete(channel);
    this.#storage.remove(NAMED + channel);
    this.#changed();
  }

  head(channel) {
    return this.#heads.get(channel);
  }

  /** Positions as the stream tells them. A room that I have just joined counts as read. */
  cameTo(positions) {
    const moved = [];
    for (const [channel, id] of positions) {
      if (this.#heads.get(channel) === id || isFamily(channel)) continue;
      this.#heads.set(channel, id);
      moved.push(channel);
    }
    if (!moved.length) return;
    this.#presume(moved);
    this.#changed(moved);
  }

  readUpTo(channel) {
    return this.#storage.get(READ + channel) ?? this.#elsewhere?.get(channel);
  }

  markRead(channel, id) {
    const read = this.readUpTo(channel);
    if (!this.#elsewhere || !this.has(channel) || (read && !isNewer(id, read))) return;
    this.#storage.set(READ + channel, id);
    this.onRead(channel, id);
    this.#changed([channel]);
  }

  /** Until it is known how far I have read on other devices, nothing counts as read here. */
  waitForElsewhere() {
    this.#elsewhere = undefined;
  }

  /** An object: channel → id. What was read anywhere is read. */
  readElsewhere(positions) {
    this.#elsewhere = new Map([...this.#elsewhere ?? [], ...Object.entries(positions)]);
    for (const [channel, id] of this.#elsewhere) {
      const read = this.#storage.get(READ + channel);
      if (read && isNewer(id, read)) this.#storage.set(READ + channel, id);
    }
    this.#presume();
    this.#changed();
  }

  #presume(channels = this.#heads.keys()) {
    if (!this.#elsewhere) return;
    for (const channel of channels) {
      if (!this.readUpTo(channel) && this.has(channel)) this.#storage.set(READ + channel, this.#heads.get(channel));
    }
  }

  #otherTabChanged(key) {
    const entry = [READ, NAMED].find((kind) => key.startsWith(kind));
    if (key === '') this.#presume(); // all of it is gone
    if (entry) this.#changed([key.slice(entry.length)]);
    else if (key === '' || key === LIST) this.#changed();
  }

  /** My own words are nothing new to me, also when I left before they were heard. What others said before them may be. */
  haveSaid(channel, id) {
    const read = this.readUpTo(channel);
    if (read && isNext(id, read)) this.markRead(channel, id);
  }

  /** The newest message that names me; kept, so that a reload and the other tabs know it. */
  mention(channel, id) {
    if (this.has(channel)) this.#storage.set(NAMED + channel, id);
    this.#changed([channel]);
  }

  isMentioned(channel) {
    const id = this.#storage.get(NAMED + channel);
    const read = this.readUpTo(channel);
    return Boolean(id && read) && isNewer(id, read);
  }

  /** Ids are dense, so the two of them tell how many messages and events lie between. */
  unread(channel) {
    const read = this.readUpTo(channel);
    const head = this.head(channel);
    return read && head ? distance(read, head) : 0;
  }

  /** All rooms of which something is known. */
  get known() {
    return [...this.#heads.keys()];
  }

  /** Of each, the id up to which it was read: [[channel, id], …]. */
  read() {
    return this.known.map((channel) => [channel, this.readUpTo(channel)]).filter(([, id]) => id);
  }
}
