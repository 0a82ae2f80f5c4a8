/** People in a room beyond which nobody is told that one more is writing. */
const CROWD = 50;
const REST = 30_000;

/** Tells a room that I am writing, unless that is in the way of what is said: in a crowd, or when the server has enough. */
export class Typing {
  #server;
  #restsUntil = 0;

  constructor(server) {
    this.#server = server;
  }

  async tell({ channel, people }, me) {
    if (people.count > CROWD || Date.now() < this.#restsUntil) return;
    try {
      await this.#server.typing(channel, me);
    } catch ({ status, retryAfter }) {
      if (status === 429) this.#restsUntil = Date.now() + Math.max(REST, retryAfter);
    }
  }
}
