/** Draws once for however many changes there were since the last frame. A hidden page has no frames, but still a title. */
export class Frame {
  #draw;
  #due = false;

  constructor(draw) {
    this.#draw = draw;
    document.addEventListener('visibilitychange', () => this.#due && this.#arm());
  }

  request() {
    if (this.#due) return;
    this.#due = true;
    this.#arm();
  }

  #arm() {
    if (document.hidden) setTimeout(() => this.#run());
    else requestAnimationFrame(() => this.#run());
  }

  #run() {
    if (!this.#due) return;
    this.#due = false;
    this.#draw();
  }
}
