/** A panel that folds away where there is no room for it; its button unfolds it, Escape and a click beside it fold it. */
export class SidePanel extends HTMLElement {
  #button;

  connectedCallback() {
    this.#button = document.querySelector(`[aria-controls="${this.id}"]`);
    this.#button.addEventListener('click', () => this.#toggle());
    this.addEventListener('keydown', ({ key }) => key === 'Escape' && this.fold());
    document.addEventListener('pointerdown', ({ target }) => this.#isOpen && !this.#owns(target) && this.fold());
  }

  fold() {
    if (!this.#isOpen) return;
    this.#show(false);
    this.#button.focus();
  }

  get #isOpen() {
    return this.classList.contains('open');
  }

  #toggle() {
    if (this.#isOpen) return this.fold();
    this.#show(true);
    this.tabIndex = -1;
    this.focus();
  }

  #show(open) {
    this.classList.toggle('open', open);
    this.#button.setAttribute('aria-expanded', open);
  }

  #owns(target) {
    return this.contains(target) || this.#button.contains(target);
  }
}
