const PAUSE = 1_000;
const SPELLED_OUT = 2;

/** Reads new messages out to those who can't see them come: politely, and a flood only as its size. */
export class Announcer {
  #region;
  #words;
  #waiting = [];
  #timer;

  constructor(region, words) {
    this.#region = region;
    this.#words = words;
  }

  message({ sender, message }) {
    this.#waiting.push(`${sender}: ${message}`);
    this.#timer ??= setTimeout(() => this.#speak(), PAUSE);
  }

  #speak() {
    this.#timer = undefined;
    const messages = this.#waiting.splice(0);
    this.#region.textContent = messages.length > SPELLED_OUT ? this.#words.say('newMessages', { count: messages.length }) : messages.join('\n');
  }
}
