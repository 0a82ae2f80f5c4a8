const SHORTEST_PAUSE = 50;
const LONGEST_WAIT = 200;

/**
 * Draws once for however many changes there were since the last time: at once after a quiet while, and in a flood 20 times
 * a second, which nobody can read and any machine can draw.
 */
export class Frame {
  #draw;
  #due = false;
  #drawnAt = 0;

  constructor(draw) {
    this.#draw = draw;
  }

  request() {
    if (this.#due) return;
    this.#due = true;
    const pause = this.#drawnAt + SHORTEST_PAUSE - performance.now();
    if (pause > 0) setTimeout(() => this.#arm(), pause);
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
    if (!this.#due) return;
    this.#due = false;
    this.#drawnAt = performance.now();
    this.#draw();
  }
}
