/**
 * Which tab of this browser leads. The lead is a Web Lock: it passes to the next tab in line the moment its holder
 * closes or crashes, and it can be taken from a tab that the system has put to sleep.
 */
export class Leadership {
  #locks;
  #lock;
  #on;
  #resign;
  #candidacy;
  #isWanted = false; // between being in line and having resigned

  /** on.lead() when this tab leads; on.follow() when it does no longer. */
  constructor(locks, lock, on) {
    this.#locks = locks;
    this.#lock = lock;
    this.#on = on;
  }

  get isHeld() {
    return this.#resign !== undefined;
  }

  /** Gets in line. */
  campaign() {
    this.#isWanted = true;
    this.#candidacy = new AbortController();
    this.#hold({ signal: this.#candidacy.signal });
  }

  /** Takes the lead from a tab that does not answer. */
  seize() {
    if (this.isHeld || !this.#isWanted) return;
    this.#candidacy?.abort();
    this.#hold({ steal: true });
  }

  resign() {
    this.#isWanted = false;
    this.#candidacy?.abort();
    this.#resign?.();
  }

  async #hold(options) {
    let led = false;
    try {
      await this.#locks.request(this.#lock, options, () => {
        led = this.#isWanted; // it may have been granted while this tab resigned
        return led ? this.#lead() : undefined;
      });
    } catch (fault) {
      if (fault.name !== 'AbortError') throw fault;
      if (led) this.#lost(); // otherwise it was only a candidacy that ended
    }
  }

  #lead() {
    return new Promise((resolve) => {
      this.#resign = () => {
        this.#resign = undefined;
        this.#on.follow();
        resolve();
      };
      this.#on.lead();
    });
  }

  /** Another tab took the lead: it found this one asleep. */
  #lost() {
    this.#resign = undefined;
    this.#on.follow();
    if (this.#isWanted) this.campaign();
  }
}
