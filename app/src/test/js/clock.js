/** A clock that stands still until a test moves it. */
export class Clock {
  #now = 1_000_000;
  #timers = new Map();
  #real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout, now: Date.now };

  constructor() {
    let next = 1;
    globalThis.setTimeout = (action, ms = 0) => {
      this.#timers.set(next, { action, at: this.#now + ms });
      return next++;
    };
    globalThis.clearTimeout = (timer) => this.#timers.delete(timer);
    Date.now = () => this.#now;
  }

  /** Lets what is under way go on, then moves on and runs what is due. */
  async pass(ms) {
    await settled();
    this.#now += ms;
    for (const [timer, { action, at }] of [...this.#timers]) {
      if (at > this.#now || !this.#timers.has(timer)) continue; // one before may have cleared it
      this.#timers.delete(timer);
      action();
      await settled();
    }
  }

  restore() {
    Object.assign(globalThis, { setTimeout: this.#real.setTimeout, clearTimeout: this.#real.clearTimeout });
    Date.now = this.#real.now;
  }
}

/** All promises that can be settled by now are. */
export function settled() {
  return new Promise((resolve) => setImmediate(resolve));
}
