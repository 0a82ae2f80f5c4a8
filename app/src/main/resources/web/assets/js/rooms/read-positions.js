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

  /** Resolves when what was read elsewhere is known here, or can't be known now. */
  async learn() {
    if (!this.#user || Date.now() - this.#learntAt < FRESH) return;
    this.#learntAt = Date.now();
    await this.#ask(() => this.#server.readPositions());
  }

  #note(channel, id) {
    if (!this.#user) return;
    this.#due[channel] = id;
    this.#timer ??= setTimeout(() => this.#tell(), PAUSE);
  }

  /** What could not be told is told with what is read next. */
  async #tell() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const read = this.#due;
    this.#due = {};
    if (!Object.keys(read).length) return;
    const isTold = await this.#ask(() => this.#server.tellRead(read));
    if (!isTold) this.#due = { ...read, ...this.#due };
  }

  async #ask(request) {
    const user = this.#user;
    const read = await request().catch(() => undefined);
    if (user === this.#user) this.#rooms.readElsewhere(read ?? {});
    return Boolean(read) || user !== this.#user;
  }
}
