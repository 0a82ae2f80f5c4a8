/**
 * Stands for Parley and the network to it, and for a browser: what a test lets happen there happens. Everything is there at once or a
 * moment later; nothing waits for real time.
 */

import { isNewer } from '../../main/resources/web/assets/js/parley/ids.js';

const HEARTBEAT = 10_000;

/** A Parley with its channels; `fetch` and `EventSource` are the ways to it. */
export class World {
  streams = new Set();
  isCut = false;
  asked = [];
  /** What is answered instead, one for each POST: a status, or 'lost' for an answer that does not come though it was said. */
  answers = [];
  you;
  /** Whether the next event gets lost on its way; positions tell. */
  losesNext = false;
  /** How far the one user of this world has read, on whatever device: channel → id. */
  noted = {};
  #rooms = new Map();

  room(channel) {
    if (!this.#rooms.has(channel)) this.#rooms.set(channel, []);
    return this.#rooms.get(channel);
  }

  head(channel) {
    return this.room(channel).at(-1)?.id ?? '0-0';
  }

  say(channel, sender, message, more = {}) {
    const room = this.room(channel);
    const before = more.key && room.find(({ key }) => key === more.key);
    if (before) return before;
    const said = { id: `1-${room.length}`, ...(more.event ? {} : { sender, message }), at: room.length, ...more };
    room.push(said);
    this.streams.forEach((stream) => stream.tell(channel, said));
    return said;
  }

  /** All links break, and none can be made until `mend`. */
  cut() {
    this.isCut = true;
    [...this.streams].forEach((stream) => stream.breakOff());
  }

  mend() {
    this.isCut = false;
  }

  get EventSource() {
    const world = this;
    return class extends Source {
      constructor(url) { super(world, url); }
    };
  }

  fetch = async (url, { method = 'GET', body } = {}) => {
    const { pathname, searchParams } = new URL(url);
    const [channel, what] = pathname.slice(1).split('/').map(decodeURIComponent);
    this.asked.push(`${method} ${pathname}`);
    if (this.isCut) throw new TypeError('no network');
    if (method === 'POST' && what === 'typing') return json({});
    if (channel === 'session') return json({ read: this.#note(body ? JSON.parse(body).read : {}) });
    if (method === 'POST') return this.#posted(channel, body);
    if (what === 'members') return json({ count: 0, members: [] });
    if (channel === 'channels') return json({ channels: [...this.#rooms.keys()].map((name) => ({ channel: name, members: 0, at: 0 })) });
    return json(this.#page(channel, Object.fromEntries(searchParams)));
  };

  /** It only goes on. */
  #note(read) {
    for (const [channel, id] of Object.entries(read)) {
      if (!this.noted[channel] || isNewer(id, this.noted[channel])) this.noted[channel] = id;
    }
    return this.noted;
  }

  #posted(channel, body) {
    const fields = typeof body === 'string' ? JSON.parse(body) : Object.fromEntries(body);
    const answer = this.answers.shift();
    if (typeof answer === 'number') return json({ detail: `It is ${answer}.` }, answer);
    const { sender, message, key, event, data } = fields;
    const { id, at } = this.say(channel, sender, message, event ? { key, event, data } : { key, tag: this.you?.tag, user: this.you?.user });
    if (answer === 'lost') throw new TypeError('the answer is lost');
    return json({ id, at }, 201);
  }

  #page(channel, { before, after, limit = 50 }) {
    const all = this.room(channel);
    const n = (id) => (id.startsWith('0') ? -1 : Number(id.slice(2)));
    const messages = after ? all.filter(({ id }) => n(id) > n(after)).slice(0, limit)
      : all.filter(({ id }) => !before || n(id) < n(before)).slice(-limit);
    return { messages, oldest: all[0]?.id ?? '0-0', head: this.head(channel) };
  }
}

/** One stream, from the cursor that it was opened with. */
class Source extends EventTarget {
  readyState = 0;
  #world;
  #channels;
  #positions = new Map();

  constructor(world, url) {
    super();
    this.#world = world;
    this.url = new URL(url);
    this.#channels = decodeURIComponent(this.url.pathname.slice('/subscribe/'.length)).split(',');
    world.asked.push('STREAM');
    setImmediate(() => this.#open());
  }

  tell(channel, { id, key, event, ...said }) {
    if (!this.#positions.has(channel)) return;
    this.#positions.set(channel, id);
    if (this.#world.losesNext) return void (this.#world.losesNext = false);
    this.#send(event ?? 'message', event ? said.data : said, channel);
  }

  breakOff() {
    this.#world.streams.delete(this);
    setImmediate(() => this.readyState === 2 || this.onerror?.());
  }

  close() {
    this.readyState = 2;
    this.#world.streams.delete(this);
  }

  #open() {
    if (this.readyState === 2) return;
    if (this.#world.isCut) return this.breakOff();
    this.readyState = 1;
    this.#world.streams.add(this);
    const cursor = this.#cursor();
    this.#channels.forEach((channel) => this.#positions.set(channel, cursor.get(channel) ?? this.#world.head(channel)));
    this.#send('welcome', { heartbeat: HEARTBEAT, you: this.#world.you }, this.#channels[0]);
    this.#channels.forEach((channel) => this.#replay(channel, cursor.get(channel)));
  }

  #replay(channel, from) {
    if (!from) return;
    const n = from.startsWith('0') ? -1 : Number(from.slice(2));
    this.#world.room(channel).slice(n + 1).forEach((said) => this.tell(channel, said));
  }

  #cursor() {
    const text = this.url.searchParams.get('last_event_id') ?? '';
    if (!text.includes('=')) return new Map(text ? [[this.#channels[0], text]] : []);
    return new Map(text.split(',').map((position) => position.split('=').map(decodeURIComponent)));
  }

  #send(type, data, channel) {
    if (this.readyState !== 1) return;
    const others = [...this.#positions].filter(([name]) => name !== channel);
    const ids = [[channel, this.#positions.get(channel)], ...others];
    const lastEventId = this.#channels.length === 1 ? ids[0][1] : ids.map(([name, id]) => `${encodeURIComponent(name)}=${id}`).join();
    this.dispatchEvent(Object.assign(new Event(type), { data: JSON.stringify(data), lastEventId }));
  }
}

function json(body, status = 200) {
  return { ok: status < 300, status, headers: new Headers(), json: async () => structuredClone(body) };
}

/** A browser with tabs: what they share, as far as Parley uses it. */
export class Browser {
  #lines = new Set();
  #locks = new Map(); // name → [holder, …those in line]
  #kept = new Map();

  /** What one tab of it gets: {locks, Channel, place}; and crash(), as if it had never been. */
  newTab() {
    const tab = { isGone: false };
    const browser = this;
    return {
      locks: { request: (name, options, work) => this.#request(tab, name, options, work) },
      Channel: class {
        constructor(name) {
          Object.assign(this, { name, tab });
          browser.#lines.add(this);
        }
        postMessage(news) { browser.#post(this, news); }
        close() { browser.#lines.delete(this); }
      },
      place: this.#place(),
      crash: () => this.#crash(tab),
    };
  }

  #post(from, news) {
    if (from.tab.isGone) return;
    const copy = structuredClone(news);
    for (const line of this.#lines) {
      if (line === from || line.name !== from.name) continue;
      setImmediate(() => line.tab.isGone || !this.#lines.has(line) || line.onmessage?.({ data: copy }));
    }
  }

  #request(tab, name, { signal, steal }, work) {
    return new Promise((resolve, reject) => {
      const claim = { tab, work, resolve, reject };
      const queue = this.#locks.get(name) ?? [];
      this.#locks.set(name, queue);
      if (steal) queue.splice(0, 1).forEach((held) => held.reject(new DOMException('Stolen.', 'AbortError')));
      queue.splice(steal ? 0 : queue.length, 0, claim);
      signal?.addEventListener('abort', () => this.#giveUp(queue, claim));
      this.#grant(queue);
    });
  }

  #giveUp(queue, claim) {
    if (claim.isHeld || !queue.includes(claim)) return;
    queue.splice(queue.indexOf(claim), 1);
    claim.reject(new DOMException('Given up.', 'AbortError'));
  }

  #grant(queue) {
    const [claim] = queue;
    if (!claim || claim.isHeld) return;
    claim.isHeld = true;
    setImmediate(async () => {
      if (claim.tab.isGone || queue[0] !== claim) return;
      const result = await claim.work();
      if (queue[0] === claim) queue.shift();
      claim.resolve(result);
      this.#grant(queue);
    });
  }

  #crash(tab) {
    tab.isGone = true;
    this.#lines.forEach((line) => line.tab === tab && this.#lines.delete(line));
    for (const queue of this.#locks.values()) {
      queue.splice(0, queue.length, ...queue.filter((claim) => claim.tab !== tab));
      this.#grant(queue);
    }
  }

  #place() {
    const kept = this.#kept;
    return new Proxy({
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => kept.set(key, value),
      removeItem: (key) => kept.delete(key),
    }, { ownKeys: () => [...kept.keys()], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) });
  }
}
