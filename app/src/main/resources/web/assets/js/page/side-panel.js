import { closeBeside } from './dialog.js';
import { isTouched, Part } from './dom.js';

/**
 * A panel that is part of the page where there is room, and otherwise a modal dialog: its button opens it; Escape, the gesture
 * for going back, and a press beside it close it, and do nothing else.
 */
export class SidePanel extends Part {
  static part = 'side-panel';
  #dialog;
  #button;

  begin() {
    this.#dialog = this.find('dialog');
    this.#dialog.tabIndex = -1;
    closeBeside(this.#dialog);
  }

  /** The button that opens it where there is no room for it beside the rest. */
  set button(button) {
    this.#button = button;
    this.#button.addEventListener('click', () => this.#unfold());
    this.#dialog.addEventListener('close', () => this.#button.setAttribute('aria-expanded', false));
    addEventListener('resize', () => this.#button.offsetWidth || this.fold()); // there is room again
  }

  fold() {
    this.#dialog.close();
  }

  #unfold() {
    this.#dialog.showModal();
    if (isTouched()) this.#dialog.focus(); // and no box in it, which would raise a keyboard
    this.#button.setAttribute('aria-expanded', true);
  }
}
