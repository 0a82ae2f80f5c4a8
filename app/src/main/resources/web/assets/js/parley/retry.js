const FIRST = 1_000;
const LONGEST = 5_000;

/** Milliseconds to wait before the next attempt: doubling, and at random up to twice that, so that a crowd spreads out. */
export function backoff(failures) {
  return Math.min(LONGEST, FIRST * 2 ** failures) * (1 + Math.random());
}

/** The same after this problem, but at least as long as the server asked for. */
export function pauseAfter(problem, failures) {
  return Math.max(problem?.retryAfter ?? 0, backoff(failures));
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

/** A key that nobody has had before. (randomUUID exists only on https and localhost.) */
export function newKey() {
  return crypto.randomUUID?.() ?? crypto.getRandomValues(new Uint32Array(4)).join('-');
}

/**
 * Asks, as long as it is wanted, until it is answered: {id, at}; with the same key each time, so that it happens once. Rejects with a Problem
 * only when the answer is final.
 */
export async function untilAnswered(ask, pause, isWanted) {
  for (let failures = 0; isWanted(); failures++) {
    try {
      return await ask();
    } catch (problem) {
      if (problem.isFinal) throw problem;
      await pause.for(pauseAfter(problem, failures));
    }
  }
  return undefined;
}
