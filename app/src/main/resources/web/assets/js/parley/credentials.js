import { Problem } from './problem.js';

const PATIENCE = 10_000;
const MOST_FAILURES = 5;

/**
 * How a page shows the server who it is. Each kind has:
 * - `headers()`, a promise of those that every request has;
 * - `needsTicket`, whether a stream is opened by a ticket, since an EventSource has no headers;
 * - `version`, another one whenever there is something fresh to show;
 * - `renew(version)`, when what was shown at that version has expired or is going to: resolves to whether there is something
 *   fresh, and rejects with a Problem when that can't be told now.
 */

/** Nothing is shown but what the browser sends by itself, and nothing is known that would renew it. */
export const NOTHING = {
  version: 0,
  needsTicket: false,
  headers: async () => ({}),
  renew: async () => false,
};

/** A token that the page gives, and knows how to get anew. It stays in memory, and is in no address. */
export class Token {
  needsTicket = true;
  version = 0;
  #token;
  #refresh;
  #renewing;
  #failures = 0;

  /** refresh: async () => token, or nothing when the reader is signed out; may be left out, as may the token. */
  constructor(token, refresh) {
    this.#token = token;
    this.#refresh = refresh;
  }

  async headers() {
    if (!this.#token && !await this.renew(this.version)) throw new Problem(401, 'There is no token.');
    return { Authorization: `Bearer ${this.#token}` };
  }

  async renew(version) {
    if (version !== this.version) return true;
    if (!this.#refresh) return false;
    this.#renewing ??= this.#renew().finally(() => { this.#renewing = undefined; });
    return this.#renewing;
  }

  /** Five failures in a row count as nothing. */
  async #renew() {
    const token = await inTime(this.#refresh()).catch((fault) => this.#failed(fault));
    this.#failures = 0;
    if (!token) return false;
    this.#token = token;
    this.version++;
    return true;
  }

  #failed({ message }) {
    if (++this.#failures < MOST_FAILURES) throw new Problem(0, `There is no fresh token: ${message}`);
  }
}

function inTime(promise) {
  let timer;
  const tooLate = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error('refresh takes too long')), PATIENCE);
  });
  return Promise.race([promise, tooLate]).finally(() => clearTimeout(timer));
}
