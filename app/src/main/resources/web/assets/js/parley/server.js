import { NOTHING } from './credentials.js';
import { Problem, problemOf } from './problem.js';
import { decodeAll } from './text.js';

export { Problem };

const ANSWER_TIMEOUT = 10_000;

/** The requests that Parley answers, with the text in the answers decoded. Everything rejects with a Problem. */
export class Server {
  #base;
  #browser;
  #credentials;
  #network;

  /**
   * browser: what tells this browser from others; credentials: how the reader shows who they are;
   * network: {fetch, EventSource, FetchSource, headers, credentials}, what is to be used instead of the browser's own, what reads a stream
   * where an EventSource can't, further headers, also as a function that gives them or a promise of them, and what fetch calls credentials.
   *
   * @param {string} base
   * @param {{browser?: string, credentials?: any, network?: any}} [options]
   */
  constructor(base, { browser, credentials = NOTHING, network = {} } = {}) {
    this.#base = base;
    this.#browser = browser;
    this.#credentials = credentials;
    this.#network = network;
  }

  get base() {
    return this.#base;
  }

  /** See credentials.js. */
  get credentials() {
    return this.#credentials;
  }

  /**
   * Publishes once, however often it is called with the same key: {id, at}. With a user, only if that is who is signed in; with '', if
   * nobody is. A plain form needs no preflight request when it goes to another origin.
   */
  say(channel, { sender, message, key, user }) {
    const body = form({ sender, message, key, browser: this.#browser });
    if (user !== undefined) body.set('if_user', user);
    return this.#json(path(channel), { method: 'POST', body });
  }

  /**
   * A page of history, ascending: {messages, oldest, head}.
   *
   * @param {string} channel
   * @param {{before?: string, after?: string, limit?: number}} [range]
   */
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
    await this.#request(`${path(channel)}/typing`, { method: 'POST', body: form({ sender, browser: this.#browser }) });
  }

  /** How far who is signed in has read, on whatever device: {channel: id}. */
  async readPositions() {
    return (await this.#json('session/read')).read;
  }

  /** Tells that they have read so far, even when the page is about to go, and resolves to the same. */
  async tellRead(read) {
    const headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
    return (await this.#json('session/read', { method: 'POST', keepalive: true, headers, body: JSON.stringify({ read }) })).read;
  }

  /** With which key this browser subscribes at its push service; rejects with 404 where nobody is told by push. */
  async pushKey(channel) {
    return (await this.#json(`${path(channel)}/push`)).key;
  }

  /** Asks to be told what is said there: level is all, mentions or none. */
  async tellPush(channel, { endpoint, p256dh, auth, level, name }) {
    await this.#request(`${path(channel)}/push`, { method: 'POST', body: form({ endpoint, p256dh, auth, level, name, browser: this.#browser }) });
  }

  streamUrl(channels, { cursor, last, name }) {
    const parameters = { last_event_id: cursor, last, name, browser: this.#browser };
    return this.#base + `subscribe/${channels.map(path).join()}` + query(parameters);
  }

  /**
   * A stream, as EventSource gives it. It is read with fetch where there is no EventSource, as in Node.js, and where there are
   * headers to be sent, which an EventSource can't.
   */
  eventSource(url) {
    const { fetch, EventSource = fetch ? undefined : globalThis.EventSource, FetchSource, headers, credentials } = this.#network;
    if (EventSource && !headers) return new EventSource(url, { withCredentials: credentials === 'include' });
    return new FetchSource((signal) => this.#send(url, { signal, headers: { Accept: 'text/event-stream' } }));
  }

  /** An event that is no message: its type, and an object. With the same key, it happens once. */
  emit(channel, { event, data, key }) {
    const headers = { 'Content-Type': 'application/json', Accept: 'application/json' };
    return this.#json(path(channel), { method: 'POST', headers, body: JSON.stringify({ event, data, key, browser: this.#browser }) });
  }

  /** The same with a ticket, which opens one stream. Where the chat is open there are none, and none is needed. */
  async ticketed(streamUrl) {
    try {
      const { ticket } = await this.#json('tickets', { method: 'POST' });
      return `${streamUrl}${streamUrl.includes('?') ? '&' : '?'}ticket=${ticket}`;
    } catch (problem) {
      if (problem.status === 404) return streamUrl;
      throw problem;
    }
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

  /** Who is not known any more shows something fresh, once; not whoever was signed out on purpose. */
  async #fetch(url, init) {
    const headers = await this.#credentials.headers();
    const { version } = this.#credentials;
    try {
      return await this.#ask(url, init, headers);
    } catch (problem) {
      const isOver = problem.status !== 401 || problem.reason === 'revoked';
      if (isOver || !await this.#credentials.renew(version)) throw problem;
      return this.#ask(url, init, await this.#credentials.headers());
    }
  }

  async #ask(url, init, headers) {
    const signal = AbortSignal.timeout(ANSWER_TIMEOUT);
    const answer = await this.#send(url, { signal, ...init, headers: { ...init.headers, ...headers } })
      .catch(() => { throw new Problem(0, 'The server can’t be reached.'); });
    if (!answer.ok) throw await problemOf(answer);
    return answer;
  }

  async #send(url, init) {
    const { fetch = globalThis.fetch, headers, credentials } = this.#network;
    const further = typeof headers === 'function' ? await headers() : headers;
    return fetch(url, { cache: 'no-store', ...(credentials && { credentials }), ...init, headers: { ...further, ...init.headers } });
  }
}

function path(channel) {
  return encodeURIComponent(channel);
}

function form(fields) {
  return new URLSearchParams(given(fields));
}

function query(parameters) {
  const some = given(parameters);
  return some.length ? `?${new URLSearchParams(some)}` : '';
}

function given(parameters) {
  return Object.entries(parameters).filter(([, value]) => value !== undefined && value !== '');
}
