/** As localStorage: a page that is loaded anew finds what the one before left. */
export class Entries {
  #kept = new Map();
  get(key) { return structuredClone(this.#kept.get(key)); }
  set(key, value) { this.#kept.set(key, structuredClone(value)); }
  remove(key) { this.#kept.delete(key); }
  all(prefix) { return [...this.#kept.keys()].filter((key) => key.startsWith(prefix)).map((key) => this.get(key)); }
  onChange() {}
}
