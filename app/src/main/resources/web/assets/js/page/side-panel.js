import { closeBeside } from './dom.js';

/**
 * A panel that is part of the page where there is room, and otherwise a modal dialog: its button opens it; Escape, the gesture
 * for going back, and a press beside it close it, and do nothing else.
 */
class SidePanel extends HTMLElement {
  #dialog;
  #button;

  connectedCallback() {
    this.#dialog = this.querySelector('dialog');
    this.#button = document.querySelector(`[aria-controls="${this.#dialog.id}"]`);
    this.#button.addEventListener('click', () => this.#unfold());
    this.#dialog.addEventListener('close', () => this.#button.setAttribute('aria-expanded', false));
    closeBeside(this.#dialog);
    addEventListener('resize', () => this.#button.offsetWidth || this.fold()); // there is room again
  }

  fold() {
    this.#dialog.close();
  }

  #unfold() {
    this.#dialog.showModal();
    this.#button.setAttribute('aria-expanded', true);
  }
}

customElements.define('side-panel', SidePanel);
