import { siteStorage } from './capabilities.js';

const PROBE = 'probe';

/**
 * What this browser remembers, shared by all its tabs: of each user who is signed in their own, and of guests one for all. Where
 * storage is forbidden, or full, it lives as long as the page. Each thing has an entry of its own, so that two tabs that write at
 * once don't undo each other's work.
 */
export class Storage {
  #name;
  #place;
  #memory = new Map();
  #isClosed = false;
  #owner;
  #listening = new AbortController();

  /** name: that all its entries begin with; place: as localStorage, undefined for memory only. */
  constructor(name = 'parley', place = siteStorage) {
    this.#name = name;
    this.#place = place;
    this.#owner = this.#read(this.#ownerKey) ?? '';
  }

  get name() {
    return this.#name;
  }

  /** The user who is signed in, as far as this browser knows; '' for guests. */
  get owner() {
    return this.#owner;
  }

  /** Whether this browser still takes them for signed in: another tab may have found out, or seen to it, that they are not. */
  get isOwnerStill() {
    return (this.#read(this.#ownerKey) ?? '') === this.#owner;
  }

  /** From now on of this user. What others have left is dropped, after the other tabs have been told. */
  become(user) {
    this.#owner = user;
    if (user) this.#write(this.#ownerKey, user);
    else this.#erase(this.#ownerKey);
    this.#allKeys()
      .filter((key) => key.startsWith(`${this.#name}.@`) && !(user && key.startsWith(this.#prefix)))
      .forEach((key) => this.#erase(key));
  }

  /** The page is about to be loaded anew, for somebody else: it is nobody's any more, and what it sets is not kept. */
  close() {
    this.#owner = '';
    this.#isClosed = true;
  }

  /** Nobody is told of changes any more. */
  ignoreChanges() {
    this.#listening.abort();
  }

  /** Whether other tabs, and the page when it is loaded again, find what is set. */
  get isKept() {
    this.set(PROBE, true);
    const isKept = !this.#memory.has(this.#prefix + PROBE);
    this.remove(PROBE);
    return isKept;
  }

  get(key) {
    return this.#read(this.#prefix + key);
  }

  set(key, value) {
    this.#write(this.#prefix + key, value);
  }

  remove(key) {
    this.#erase(this.#prefix + key);
  }

  /** The entries whose keys begin so. */
  all(prefix) {
    return this.#allKeys().filter((key) => key.startsWith(this.#prefix + prefix)).map((key) => this.#read(key)).filter(Boolean);
  }

  /** Calls with the key when another tab changed something. */
  onChange(changed) {
    this.#onStorage(({ key }) => {
      if (key === null) changed('');
      else if (key.startsWith(this.#prefix)) changed(key.slice(this.#prefix.length));
    });
  }

  /** Calls when another tab found out that somebody else is signed in, or nobody. */
  onOwnerChange(changed) {
    this.#onStorage(({ key }) => key === this.#ownerKey && !this.isOwnerStill && changed());
  }

  #onStorage(listener) {
    if (this.#place) globalThis.addEventListener?.('storage', listener, { signal: this.#listening.signal });
  }

  get #ownerKey() {
    return `${this.#name}.user`;
  }

  /** The slash is in no user's part, so nobody's entries begin as another's do. */
  get #prefix() {
    return this.#owner ? `${this.#name}.@${encodeURIComponent(this.#owner)}/` : `${this.#name}.`;
  }

  #read(key) {
    const own = this.#memory.get(key);
    if (own !== undefined) return JSON.parse(own);
    try {
      return JSON.parse(this.#place.getItem(key)) ?? undefined;
    } catch {
      return undefined;
    }
  }

  #write(key, value) {
    if (this.#isClosed) return;
    const json = JSON.stringify(value);
    try {
      this.#place.setItem(key, json);
      this.#memory.delete(key);
    } catch {
      this.#memory.set(key, json);
    }
  }

  #erase(key) {
    this.#memory.delete(key);
    try {
      this.#place.removeItem(key);
    } catch { /* then it was never there */ }
  }

  #allKeys() {
    const keys = new Set(this.#memory.keys());
    try {
      Object.keys(this.#place).forEach((key) => keys.add(key));
    } catch { /* only memory then */ }
    return [...keys].filter((key) => key.startsWith(`${this.#name}.`));
  }
}
