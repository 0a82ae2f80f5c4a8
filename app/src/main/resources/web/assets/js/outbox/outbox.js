import { BEGINNING, isNewer } from '../parley/ids.js';
import { newKey, Pause, pauseAfter, untilAnswered } from '../parley/retry.js';

const ENTRY = 'outbox.';
const LOCK_PATIENCE = 15_000;
const KEY_LIFETIME = 9 * 60_000; // the server remembers a key for 10 minutes
const PAGE = 200;

/** How often something was kept, by whatever outbox of this page or of another tab. */
let times = 0;

/**
 * What was written and is not yet in the room. It survives a reload and being offline; each entry is tried until it is
 * answered, with one key, so it is said once.
 *
 * An entry is {key, channel, sender, user, message, at, state, …}; its state is
 * - `waiting`: not answered yet; `since`, if set, is where the room stood and when it was first tried
 * - `said`: answered with `id`, at the time `saidAt`; it goes when the room has come so far
 * - `failed`: refused, with the `status` of the answer, its `reason` in the server's words, and `why` in one word if it told that; its author decides
 */
export class Outbox {
  #storage;
  #server;
  #changed;
  #pause = new Pause();
  #atWork = new Set();
  #headOf;
  #mayWork;
  #isMine;
  #locks;
  #isClosed = false;
  #foundEmpty; // when: nothing is there since, and need not be looked for with every message

  /**
   * headOf(channel): the newest id known of it. mayWork(): whether it is certain that what is kept here is of who is signed in.
   * isMine(message): whether I said it. changed(): something about the entries is different.
   * locks: a promise of Web Locks, or of undefined where tabs can't take turns.
   */
  constructor(storage, server, { headOf, mayWork, isMine, changed, locks }) {
    this.#storage = storage;
    this.#server = server;
    this.#headOf = headOf;
    this.#mayWork = () => !this.#isClosed && mayWork();
    this.#locks = locks;
    this.#isMine = isMine;
    this.#changed = changed;
    storage.onChange((key) => (key.startsWith(ENTRY) || key === '') && this.#otherTabChanged());
  }

  /** Oldest first; without a channel, of all. */
  entries(channel) {
    return this.#all
      .filter((entry) => !channel || entry.channel === channel)
      .sort((one, other) => one.at - other.at || one.order - other.order);
  }

  /** me: {name, user}; a user's token says their name. Gives the entry's key. */
  add(channel, { name, user }, message, key = newKey()) {
    this.#save({ key, channel, sender: name, user, message, at: Date.now(), order: performance.now(), state: 'waiting' });
    this.work();
    return key;
  }

  /** The entry of this key, until it is in the room. */
  entry(key) {
    return this.#storage.get(ENTRY + key);
  }

  /** Sends nothing any more; what waits stays where it is kept. */
  close() {
    this.#isClosed = true;
    this.#pause.cut();
  }

  retry(key) {
    const entry = this.entry(key);
    if (entry) this.#save({ ...entry, state: 'waiting', at: Date.now(), reason: undefined });
    this.work();
  }

  remove(key) {
    this.#storage.remove(ENTRY + key);
    this.#pause.cut();
    this.#changed();
  }

  /** Rooms have come so far (channel → id): what was said up to there is in them. */
  settle(positions) {
    this.#all
      .filter(({ state, channel, id }) => state === 'said' && positions.has(channel) && !isNewer(id, positions.get(channel)))
      .forEach(({ key }) => this.remove(key));
  }

  /** The server may be reachable again: no need to wait for the next attempt. */
  hurry() {
    this.#pause.cut();
    this.work();
  }

  /** Sends what waits, as soon as it may. */
  work() {
    if (!this.#mayWork()) return;
    const waiting = this.#all.filter(({ state }) => state === 'waiting');
    new Set(waiting.map(({ channel }) => channel)).forEach((channel) => this.#workOn(channel));
  }

  get #all() {
    const now = `${times} ${this.#storage.owner}`;
    if (now === this.#foundEmpty) return [];
    const all = this.#storage.all(ENTRY);
    if (!all.length) this.#foundEmpty = now;
    return all;
  }

  /** One at a time and in order; and of several tabs, one. */
  async #workOn(channel) {
    if (this.#atWork.has(channel)) return;
    this.#atWork.add(channel);
    await exclusively(await this.#locks, `${this.#storage.name}.outbox.${channel}`, async () => {
      for (let entry; (entry = this.#next(channel));) await this.#send(entry);
    });
    this.#atWork.delete(channel);
    if (this.#next(channel)) this.#workOn(channel);
  }

  #next(channel) {
    return this.#mayWork() ? this.entries(channel).find(({ state }) => state === 'waiting') : undefined;
  }

  async #send(entry) {
    const isWanted = () => this.#mayWork() && this.entry(entry.key)?.state === 'waiting';
    try {
      const said = await alreadySaid(this.#server, entry, this.#isMine) ?? await this.#deliver(this.#tried(entry), isWanted);
      if (said && isWanted()) this.#said(entry, said);
    } catch (problem) {
      if (problem.isFinal === false) return this.#pause.for(pauseAfter(problem, 1)); // it could not be looked up: once more, later
      if (isWanted()) this.#save({ ...entry, state: 'failed', reason: problem.message, why: problem.reason, status: problem.status });
    }
  }

  #deliver(entry, isWanted) {
    const { channel, sender, user, message, key } = entry;
    const words = { sender: user ? '' : sender, user, message, key };
    return untilAnswered(() => this.#server.say(channel, words), this.#pause, isWanted);
  }

  /** The room may have come so far before the answer. */
  #said(entry, { id, at }) {
    this.#save({ ...entry, state: 'said', id, saidAt: at });
    this.settle(new Map([[entry.channel, this.#headOf(entry.channel) ?? BEGINNING]]));
  }

  #tried(entry) {
    if (entry.since) return entry;
    const tried = { ...entry, since: { at: Date.now(), head: this.#headOf(entry.channel) } };
    this.#save(tried);
    return tried;
  }

  #save(entry) {
    times++;
    this.#storage.set(ENTRY + entry.key, entry);
    this.#changed();
  }

  #otherTabChanged() {
    times++;
    this.#changed();
    this.work();
  }
}

/**
 * Runs the work while no other tab does the same; where locks are missing, at least not twice in this one. A tab
 * that sleeps keeps its locks, so the tab in front does not wait for ever: same keys, so still said once.
 */
async function exclusively(locks, lock, work) {
  if (!locks) return work();
  const giveUp = AbortSignal.timeout(LOCK_PATIENCE);
  try {
    return await locks.request(lock, { signal: giveUp }, work);
  } catch (fault) {
    if (fault.name === 'AbortError') return undefined; // the tab in front has taken over
    if (fault.name !== 'TimeoutError') return work(); // locks were refused
    return isInFront() ? locks.request(lock, { steal: true }, work) : exclusively(locks, lock, work);
  }
}

/** A worker has no tab, and waits. */
function isInFront() {
  return globalThis.document?.visibilityState === 'visible';
}

/**
 * Whether an entry is in the room though its answer was lost: {id}, or undefined. When the server may have forgotten its key,
 * the room is searched for these words of mine. (If I said the same meanwhile, elsewhere, it is taken to be this.)
 */
async function alreadySaid(server, { channel, message, since }, isMine) {
  if (!since?.head || Date.now() - since.at < KEY_LIFETIME) return undefined;
  for (let after = since.head; after;) {
    const { messages, head } = await server.history(channel, { after, limit: PAGE });
    const found = messages.find((said) => said.message === message && isMine(said));
    if (found) return found;
    const last = messages.at(-1)?.id;
    after = last && isNewer(head, last) && last;
  }
  return undefined;
}
