import { baseOf, openChat, originOf } from '../core/open-chat.js';
import { checkChannel, checkChannels, checkOptions, checkText } from './arguments.js';
import { FetchSource } from '../parley/fetch-source.js';
import { formatCursor, isFamily, parseCursor } from '../parley/ids.js';
import { iterate } from './iterate.js';
import { newKey, Pause, untilAnswered } from '../parley/retry.js';
import { Problem } from '../parley/problem.js';
import { Promises } from './promises.js';
import { RoomView } from './room-view.js';

/** callback → the event of the same. */
const EVENTS = {
  onMessage: 'message', onEvent: 'event', onState: 'state', onPresence: 'presence', onTyping: 'typing', onOmitted: 'omitted',
  onReset: 'reset', onUnread: 'unread', onOutbox: 'outbox', onSignedOut: 'signedout',
};

/** @typedef {import('./types.js').Message | import('./types.js').CustomEventMessage} Said */
/** @typedef {import('./types.js').Entry} Entry */

/**
 * Some channels over one stream. Each message and custom event is handed over once, in order, none missing. What callbacks are told is
 * told by events too, as their `detail`: `message`, `event`, `state`, `presence`, `typing`, `omitted`, `reset`, `unread`, `outbox`, `signedout`, `close`.
 */
export class Client extends EventTarget {
  #chat;
  #positions;
  #unread = new Map();
  #promises = new Promises();
  #said = new Map(); // key → {resolve, reject}
  #pause = new Pause();
  #isClosed = false;

  /** As connect(). @param {string[]} channels @param {import('./types.js').Options} [options] */
  constructor(channels, options = {}) {
    super();
    checkChannels(channels);
    checkOptions(options, Object.keys(EVENTS));
    for (const [callback, type] of Object.entries(EVENTS)) {
      if (options[callback]) this.addEventListener(type, ({ detail }) => options[callback](detail));
    }
    const { server = originOf(import.meta.url), cursor } = options;
    if (!server) throw new TypeError('connect() needs {server}, the address of Parley, as in {server: "https://chat.example/"}.');
    this.#positions = cursor ? parseCursor(cursor, channels) : new Map();
    this.#chat = this.#open(baseOf(server), options);
    this.#begin(channels, options);
  }

  /** @returns {import('./types.js').State} */
  get state() {
    return this.#chat.state;
  }

  /** What all that was handed over until now ends with: with this `cursor`, another connect() goes on there. @returns {string} */
  get cursor() {
    const heads = this.#chat.keptRooms.filter(({ head }) => head).map(({ channel, head }) => [channel, head]);
    return formatCursor(new Map([...this.#positions, ...heads]), this.channels);
  }

  /** What is followed. @returns {string[]} */
  get channels() {
    return this.#chat.rooms.list();
  }

  /** channel → the id up to which it was read; a channel that was never read counts as read when it is joined. @returns {Record<string, string>} */
  get read() {
    return Object.fromEntries(this.#chat.rooms.read());
  }

  /** @returns {import('./types.js').Person} */
  get me() {
    return this.#chat.me;
  }

  /** Resolves when messages come; rejects when they never will. @returns {Promise<void>} */
  async ready() {
    this.#mustBeOpen();
    const decided = () => ['live', 'refused', 'signedout'].includes(this.state.name) || this.#isClosed;
    while (!decided()) await this.#next('state', 'close');
    this.#mustBeOpen();
    if (this.state.name !== 'live') throw new Error(`Parley lets nobody in: ${this.state.reason}`);
  }

  /** @param {...string} channels */
  join(...channels) {
    this.#mustBeOpen();
    checkChannels([...new Set([...this.channels, ...channels])], 'join');
    this.#chat.join(...channels);
  }

  /** @param {string} channel */
  leave(channel) {
    this.#mustBeOpen();
    checkChannel(channel, true);
    this.#chat.leave(channel);
    this.#positions.delete(channel);
  }

  /** @param {string} name that others see from now on; of whoever has a token, that says it */
  setName(name) {
    this.#mustBeOpen();
    checkText(name, 'A name');
    this.#chat.name = name;
  }

  /**
   * Says something: in order, once, however long that takes. `say(channel, message)` says it under one's name, `say(channel, sender, message)`
   * under another. Rejects with a Problem when it is refused.
   *
   * @param {string} channel
   * @param {...string} words [sender,] message [, key]
   * @returns {Promise<{id: string, at: number}>}
   */
  say(channel, ...words) {
    return this.#promises.make((resolve, reject) => {
      this.#mustBeOpen();
      checkChannel(channel);
      const { name, user } = this.me;
      const [sender, message, key = newKey()] = words.length === 1 ? [name, words[0]] : words;
      checkText(message, 'A message');
      checkText(sender, 'A sender');
      this.#said.set(key, { resolve, reject });
      this.#chat.outbox.add(channel, { name: sender, user: words.length === 1 ? user : undefined }, message, key);
    });
  }

  /** What is to be said and is not in its channel yet, oldest first. @param {string} [channel] @returns {Entry[]} */
  waiting(channel) {
    return this.#chat.outbox.entries(channel);
  }

  /** Tries an entry again that was refused. @param {string} key */
  retry(key) {
    this.#mustBeOpen();
    this.#chat.outbox.retry(key);
  }

  /** Takes an entry back that is not said yet. @param {string} key */
  withdraw(key) {
    this.#chat.outbox.remove(key);
  }

  /**
   * Publishes a custom event, once.
   *
   * @param {string} channel
   * @param {string} event its type
   * @param {object} [data]
   * @returns {Promise<{id: string, at: number}>}
   */
  emit(channel, event, data = {}) {
    return this.#promises.make((resolve, reject) => {
      this.#mustBeOpen();
      checkChannel(channel);
      checkText(event, 'The type of an event');
      const said = { event, data, key: newKey() };
      untilAnswered(() => this.#chat.server.emit(channel, said), this.#pause, () => !this.#isClosed).then(resolve, reject);
    });
  }

  /** Tells that one is typing; call it every few seconds. @param {string} channel @returns {Promise<void>} */
  async typing(channel) {
    this.#mustBeOpen();
    checkChannel(channel);
    return this.#chat.tellTyping(channel);
  }

  /** @param {string} channel @returns {Promise<{count: number, members: import('./types.js').Person[]}>} */
  async members(channel) {
    this.#mustBeOpen();
    checkChannel(channel);
    return this.#chat.server.members(channel);
  }

  /** Where something was said lately. @returns {Promise<{channel: string, members: number, at: number}[]>} */
  async directory() {
    this.#mustBeOpen();
    return this.#chat.server.directory();
  }

  /**
   * A page of what was said, ascending.
   *
   * @param {string} channel
   * @param {{before?: string, after?: string, limit?: number}} [range] 200 at most
   * @returns {Promise<{messages: Said[], oldest: string, head: string}>}
   */
  async history(channel, range) {
    this.#mustBeOpen();
    checkChannel(channel);
    return this.#chat.server.history(channel, range);
  }

  /** A room as a page shows it, which can be subscribed to. @param {string} channel @returns {RoomView} */
  view(channel) {
    this.#mustBeOpen();
    checkChannel(channel);
    if (!this.#chat.rooms.has(channel)) throw new Error(`“${channel}” is not among the channels: join() it first.`);
    return new RoomView(this.#chat, channel);
  }

  /** @param {string} channel @returns {number} */
  unread(channel) {
    return this.#chat.rooms.unread(channel);
  }

  /** Whether somebody named me in what is unread. @param {string} channel @returns {boolean} */
  isMentioned(channel) {
    return this.#chat.rooms.isMentioned(channel);
  }

  /** @param {string} channel @param {string} [id] up to which it was read; without it, all */
  markRead(channel, id = this.#chat.room(channel).head) {
    checkChannel(channel);
    if (id) this.#chat.rooms.markRead(channel, id);
  }

  /** No need to wait for the next attempt to connect. */
  retryNow() {
    this.#mustBeOpen();
    this.#chat.retryNow();
  }

  /** Messages and custom events, as they come. @returns {AsyncIterableIterator<Said>} */
  [Symbol.asyncIterator]() {
    this.#mustBeOpen();
    return iterate(this, ['message', 'event']);
  }

  close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#pause.cut();
    this.#chat.close();
    this.#promises.end(new Error('This chat was closed before that was said.'));
    this.#said.clear();
    this.dispatchEvent(new CustomEvent('close'));
  }

  #open(base, { last, fetch, EventSource, headers, credentials, ...options }) {
    const network = { fetch, EventSource, FetchSource, headers, credentials };
    return openChat(base, { ...options, network, stream: { positions: this.#positions, last }, holdsEach: true });
  }

  #begin(channels, { events = [], read = {}, name, signal }) {
    const chat = this.#chat;
    if (name) chat.name = name;
    this.#positions.forEach((id, of) => isFamily(of) || chat.room(of).startAt(id));
    Object.entries(read).forEach(([channel, id]) => chat.storage.set(`read.${channel}`, id));
    events.forEach((type) => chat.listenFor(type));
    ['presence', 'typing', 'omitted', 'reset'].forEach((type) => chat.addEventListener(type, ({ detail }) => this.#tell(type, detail)));
    chat.addEventListener('arrived', ({ detail: { channel, message } }) => this.#arrived(channel, message));
    chat.addEventListener('state', ({ detail }) => this.#stateIs(detail));
    chat.addEventListener('outbox', () => this.#outboxChanged());
    chat.addEventListener('changed', ({ detail }) => (detail.channels ?? chat.rooms.known).forEach((channel) => this.#lookForUnread(channel)));
    chat.join(...channels);
    if (signal?.aborted) this.close();
    signal?.addEventListener('abort', () => this.close(), { once: true });
  }

  #arrived(channel, message) {
    this.#tell(message.event ? 'event' : 'message', { channel, ...message });
  }

  #stateIs(state) {
    this.#tell('state', state);
    if (state.name === 'signedout') this.#tell('signedout', { reason: state.reason });
  }

  #outboxChanged() {
    this.#said.forEach((promise, key) => this.#settle(promise, key));
    this.#tell('outbox', { waiting: this.waiting() });
  }

  #settle({ resolve, reject }, key) {
    const entry = this.#chat.outbox.entry(key);
    if (entry?.state === 'waiting') return;
    this.#said.delete(key);
    if (entry?.state !== 'failed') return resolve({ id: entry?.id, at: entry?.saidAt });
    this.#chat.outbox.remove(key);
    reject(new Problem(entry.status, entry.reason, 0, { reason: entry.why }));
  }

  #lookForUnread(channel) {
    const [unread, mentioned] = [this.unread(channel), this.isMentioned(channel)];
    const before = this.#unread.get(channel) ?? '0 false';
    if (before === `${unread} ${mentioned}`) return;
    this.#unread.set(channel, `${unread} ${mentioned}`);
    this.#tell('unread', { channel, unread, mentioned });
  }

  #next(...types) {
    return new Promise((resolve) => types.forEach((type) => this.addEventListener(type, resolve, { once: true })));
  }

  #mustBeOpen() {
    if (this.#isClosed) throw new Error('This chat is closed: connect() makes another.');
  }

  #tell(type, detail) {
    if (!this.#isClosed) this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
