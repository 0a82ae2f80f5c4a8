const FIRST = 1_000;
const LONGEST = 10_000;

/** Milliseconds to wait before the next attempt: doubling, and at random up to twice that, so that a crowd spreads out. */
export function backoff(failures) {
  return Math.min(LONGEST, FIRST * 2 ** failures) * (1 + Math.random());
}

/** Waits that can be cut short, all at once. */
export class Pause {
  #ends = new Set();

  for(ms) {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#ends.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.#ends.add(end);
    });
  }

  cut() {
    this.#ends.forEach((end) => end());
  }
}
