import { setText } from './dom.js';

/** Asks for the name that others see. Events: `named` with it, `kept` when the old one stays. */
class NameForm extends HTMLElement {
  connectedCallback() {
    this.querySelector('form').addEventListener('submit', (event) => this.#submitted(event));
    this.querySelector('.cancel').addEventListener('click', () => this.dispatchEvent(new CustomEvent('kept')));
    this.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape' && !this.querySelector('.cancel').hidden) this.dispatchEvent(new CustomEvent('kept'));
    });
  }

  ask(name) {
    this.hidden = false;
    this.querySelector('.cancel').hidden = !name;
    setText(this.querySelector('.done'), name ? 'Save' : 'Join');
    this.#box.value = name;
    this.#box.focus();
    this.#box.select();
  }

  get #box() {
    return this.querySelector('input');
  }

  #submitted(event) {
    event.preventDefault();
    // One line of text: what a paste may bring along otherwise is refused by the server.
    const name = this.#box.value.replace(/[\p{Cc}\p{Cs}]+/gu, ' ').trim();
    if (name) this.dispatchEvent(new CustomEvent('named', { detail: name }));
    else this.#box.value = '';
  }
}

customElements.define('name-form', NameForm);
