const SHORTEST_PAUSE = 50;
const LONGEST_WAIT = 200;

/**
 * Draws once for however many changes there were since the last time: at once after a quiet while, and in a flood 20 times
 * a second, which nobody can read and any machine can draw.
 */
export class Frame {
  #draw;
  #dueAt = Infinity;
  #drawnAt = -Infinity;
  #waiting;

  constructor(draw) {
    this.#draw = draw;
  }

  /** pause: so long after the last time at the soonest, ms. */
  request(pause = SHORTEST_PAUSE) {
    const dueAt = this.#drawnAt + pause;
    if (dueAt >= this.#dueAt) return;
    this.#dueAt = dueAt;
    clearTimeout(this.#waiting);
    const rest = dueAt - performance.now();
    if (rest > 0) this.#waiting = setTimeout(() => this.#arm(), rest);
    else this.#arm();
  }

  /** Pages that are hidden, covered or switched to have no frames for a while, but a title: then a timer draws. */
  #arm() {
    const timer = setTimeout(() => this.#run(), LONGEST_WAIT);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      this.#run();
    });
  }

  /** Nothing is drawn any more. */
  stop() {
    this.#draw = () => {};
  }

  #run() {
    if (this.#dueAt === Infinity) return;
    this.#dueAt = Infinity;
    this.#drawnAt = performance.now();
    this.#draw();
  }
}
