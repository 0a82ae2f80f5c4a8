const PREFIX = 'parley.';
const PROBE = 'probe';

/**
 * What this browser remembers, shared by all its tabs. Where storage is forbidden, or full, it lives as long as the page.
 * Each thing has an entry of its own, so that two tabs that write at once don't undo each other's work.
 */
export class Storage {
  #memory = new Map();

  /** Whether other tabs, and the page when it is loaded again, find what is set. */
  get isKept() {
    this.set(PROBE, true);
    const isKept = !this.#memory.has(PROBE);
    this.remove(PROBE);
    return isKept;
  }

  get(key) {
    const own = this.#memory.get(key);
    if (own !== undefined) return JSON.parse(own);
    try {
      return JSON.parse(localStorage.getItem(PREFIX + key)) ?? undefined;
    } catch {
      return undefined;
    }
  }

  set(key, value) {
    const json = JSON.stringify(value);
    try {
      localStorage.setItem(PREFIX + key, json);
      this.#memory.delete(key);
    } catch {
      this.#memory.set(key, json);
    }
  }

  remove(key) {
    this.#memory.delete(key);
    try {
      localStorage.removeItem(PREFIX + key);
    } catch { /* then it was never there */ }
  }

  /** The entries whose keys begin so. */
  all(prefix) {
    return this.#keys().filter((key) => key.startsWith(prefix)).map((key) => this.get(key)).filter(Boolean);
  }

  /** Calls with the key when another tab changed something. */
  onChange(changed) {
    addEventListener('storage', ({ key }) => changed(key === null ? '' : key.slice(PREFIX.length)));
  }

  #keys() {
    const keys = new Set(this.#memory.keys());
    try {
      Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).forEach((key) => keys.add(key.slice(PREFIX.length)));
    } catch { /* only memory then */ }
    return [...keys];
  }
}
