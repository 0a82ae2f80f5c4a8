import { personName } from '../rooms/names.js';
import { setText } from './dom.js';

const USUAL = 'Others see it beside your messages.';

/** Asks for the name that others see. Events: `named` with it, `kept` when the old one stays. */
class NameForm extends HTMLElement {
  connectedCallback() {
    this.querySelector('form').addEventListener('submit', (event) => this.#submitted(event));
    this.querySelector('.cancel').addEventListener('click', () => this.dispatchEvent(new CustomEvent('kept')));
    this.addEventListener('input', () => this.look());
    this.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape' && !this.querySelector('.cancel').hidden) this.dispatchEvent(new CustomEvent('kept'));
    });
  }

  /** To be told which others are here. */
  othersHere = () => [];

  ask(name) {
    this.hidden = false;
    this.querySelector('.cancel').hidden = !name;
    setText(this.querySelector('.done'), name ? 'Save' : 'Join');
    this.#box.value = name;
    this.#box.focus();
    this.#box.select();
    this.look();
  }

  /** Whether the name is free; to be looked at again when others come. */
  look() {
    if (!this.hidden) setText(this.querySelector('.hint'), this.#warning(personName(this.#box.value).toLowerCase()));
  }

  #warning(name) {
    if (name === 'system') return 'That name is kept for messages from programs. Please choose another.';
    const here = this.othersHere().find((other) => other.name.toLowerCase() === name);
    return here ? `${/^[aeiou]/i.test(here.name) ? 'An' : 'A'} ${here.name} is here already.` : USUAL;
  }

  get #box() {
    return this.querySelector('input');
  }

  #submitted(event) {
    event.preventDefault();
    const name = personName(this.#box.value);
    if (name.toLowerCase() === 'system') this.#box.select();
    else if (name) this.dispatchEvent(new CustomEvent('named', { detail: name }));
    else this.#box.value = '';
  }
}

customElements.define('name-form', NameForm);
