import { setText } from './dom.js';

const SHOWN = 8_000;

/** A line that tells something for a while. */
export class Notice {
  #element;
  #hiding;

  constructor(element) {
    this.#element = element;
  }

  show(text) {
    setText(this.#element, text);
    this.#element.hidden = false;
    clearTimeout(this.#hiding);
    this.#hiding = setTimeout(() => { this.#element.hidden = true; }, SHOWN);
  }
}
