import { isNewer } from '../parley/ids.js';

/** How long what was read waits for more of it, ms; and for how long what was learnt is fresh. */
const PAUSE = 3_000;
const FRESH = 10_000;

/**
 * How far somebody who is signed in has read, the same on all their devices: told to the server a moment after it was read, and learnt
 * from it when the page starts, when it comes to the front, and with each telling. Guests have no other devices.
 */
export class ReadPositions {
  #server;
  #rooms;
  #user = '';
  #due = {};
  #timer;
  #learntAt = -Infinity;

  constructor(server, rooms) {
    this.#server = server;
    this.#rooms = rooms;
    rooms.onRead = (channel, id) => this.#note(channel, id);
    globalThis.addEventListener?.('visibilitychange', () => document.hidden && this.#tell()); // a phone may end the page then
  }

  /** Whose they are, as far as is known; '' for a guest. What somebody else has read goes nowhere. */
  of(user) {
    if (user === this.#user) return;
    this.#user = user;
    this.#due = {};
    this.#learntAt = -Infinity;
    if (user) this.#rooms.waitForElsewhere();
    else this.#rooms.readElsewhere({});
  }

  /** Resolves to what was read on all devices, channel → id, when it is known here; to undefined when it can't be known now, or was a moment ago. */
  async learn() {
    if (!this.#user || Date.now() - this.#learntAt < FRESH) return undefined;
    this.#learntAt = Date.now();
    const read = await this.#ask(() => this.#server.readPositions());
    Object.entries(read ?? {}).forEach((each) => this.#noteIfAhead(...each));
    if (this.#isDue) this.#tellSoon();
    return read;
  }

  #note(channel, id) {
    if (!this.#user) return;
    this.#due[channel] = id;
    this.#tellSoon();
  }

  /** Nobody could be told of it then, and the page has ended. */
  #noteIfAhead(channel, id) {
    const own = this.#rooms.readUpTo(channel);
    if (own && this.#rooms.has(channel) && isNewer(own, id)) this.#note(channel, own);
  }

  get #isDue() {
    return Object.keys(this.#due).length > 0;
  }

  #tellSoon() {
    this.#timer ??= setTimeout(() => this.#tell(), PAUSE);
  }

  /** What could not be told is told with what is read next, or after the page has learnt. */
  async #tell() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#isDue) return;
    const read = this.#due;
    this.#due = {};
    const told = await this.#ask(() => this.#send(Object.entries(read)));
    if (!told) this.#due = { ...read, ...this.#due };
  }

  /** A room that may not be heard any more keeps the others from being told; alone, it is let go. */
  async #send(read) {
    try {
      return await this.#server.tellRead(Object.fromEntries(read));
    } catch (problem) {
      if (!problem.isFinal) throw problem;
      let told = {};
      if (read.length > 1) for (const each of read) told = { ...told, ...await this.#send([each]) };
      return told;
    }
  }

  /** Of another user's there is nothing to be told any more. */
  async #ask(request) {
    const user = this.#user;
    const read = await request().catch(() => undefined);
    if (user !== this.#user) return {};
    this.#rooms.readElsewhere(read ?? {});
    return read;
  }
}
