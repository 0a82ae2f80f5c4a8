const PAUSE = 1_000;
const SPELLED_OUT = 2;

/** Reads new messages out to those who can't see them come: politely, and a flood only as its size. */
export class Announcer {
  #region;
  #waiting = [];
  #timer;

  constructor(region) {
    this.#region = region;
  }

  message({ sender, message }) {
    this.#waiting.push(`${sender}: ${message}`);
    this.#timer ??= setTimeout(() => this.#speak(), PAUSE);
  }

  #speak() {
    this.#timer = undefined;
    const messages = this.#waiting.splice(0);
    this.#region.textContent = messages.length > SPELLED_OUT ? `${messages.length} new messages` : messages.join('\n');
  }
}
