import { decodeAll } from './text.js';

const ANSWER_TIMEOUT = 10_000;
const TRY_AGAIN = [408, 425, 429];

/** An answer that is no success; status 0 when there was none at all. The message is for people. */
export class Problem extends Error {
  constructor(status, detail, retryAfter = 0) {
    super(detail);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** The same request would get the same answer. */
  get isFinal() {
    return this.status >= 400 && this.status < 500 && !TRY_AGAIN.includes(this.status);
  }
}

/** The requests that Parley answers, with the text in the answers decoded. Everything rejects with a Problem. */
export class Server {
  #base;

  constructor(base) {
    this.#base = base;
  }

  /**
   * Publishes once, however often it is called with the same key: {id, at}.
   * A plain form needs no preflight request when it goes to another origin.
   */
  say(channel, { sender, message, key }) {
    return this.#json(path(channel), { method: 'POST', body: new URLSearchParams({ sender, message, key }) });
  }

  /** A page of history, ascending: {messages, oldest, head}. */
  async history(channel, { before, after, limit } = {}) {
    return decodeAll(await this.#json(path(channel) + query({ before, after, limit })));
  }

  async members(channel) {
    return decodeAll(await this.#json(`${path(channel)}/members`));
  }

  /** The channels where something happens: [{channel, members, at}]. */
  async directory() {
    return (await this.#json('channels')).channels;
  }

  async typing(channel, sender) {
    await this.#request(`${path(channel)}/typing`, { method: 'POST', body: new URLSearchParams({ sender }) });
  }

  streamUrl(channels, { cursor, last, name }) {
    return this.#base + `subscribe/${channels.map(path).join()}` + query({ last_event_id: cursor, last, name });
  }

  /** EventSource does not tell why it was refused; this does, with a Problem, or resolves when it would not be refused now. */
  async whyRefused(streamUrl) {
    const answer = await this.#fetch(streamUrl, { headers: { Accept: 'text/event-stream' } });
    await answer.body?.cancel();
  }

  async #json(address, init) {
    const answer = await this.#request(address, init);
    return answer.json().catch((fault) => Promise.reject(new Problem(0, fault.message)));
  }

  #request(address, init) {
    return this.#fetch(this.#base + address, { headers: { Accept: 'application/json' }, ...init });
  }

  async #fetch(url, init) {
    let answer;
    try {
      answer = await fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(ANSWER_TIMEOUT), ...init });
    } catch {
      throw new Problem(0, 'The server can’t be reached.');
    }
    if (!answer.ok) throw await problemOf(answer);
    return answer;
  }
}

async function problemOf(answer) {
  const { detail } = await answer.json().catch(() => ({}));
  const retryAfter = Number(answer.headers.get('Retry-After')) * 1000 || 0;
  return new Problem(answer.status, detail ?? `The server answered ${answer.status}.`, retryAfter);
}

function path(channel) {
  return encodeURIComponent(channel);
}

function query(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== '');
  return given.length ? `?${new URLSearchParams(given)}` : '';
}
