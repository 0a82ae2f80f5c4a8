import { personName } from '../rooms/names.js';
import { h, Part, setText } from './dom.js';

const USUAL = 'Others see it beside your messages.';

/** Asks for the name that others see. Events: `named` with it, `kept` when the old one stays. */
export class NameForm extends Part {
  static part = 'name-form';

  make() {
    return [h('form', { part: 'name' },
      h('label', { for: 'name-box' }, 'What may we call you?'),
      h('div.fields', {},
        h('input', { id: 'name-box', required: true, maxlength: 64, autocomplete: 'nickname', placeholder: 'Your name' }), ' ',
        h('button.done', {}, 'Join'), ' ',
        h('button.cancel.quiet-button', { type: 'button', hidden: true }, 'Cancel')),
      h('p.hint', { role: 'status' }, USUAL))];
  }

  begin() {
    this.find('form').addEventListener('submit', (event) => this.#submitted(event));
    this.find('.cancel').addEventListener('click', () => this.tell('kept'));
    this.addEventListener('input', () => this.look());
    this.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape' && !this.find('.cancel').hidden) this.tell('kept');
    });
  }

  /** To be told which others are here. */
  othersHere = () => [];

  ask(name, takesFocus) {
    this.hidden = false;
    this.find('.cancel').hidden = !name;
    setText(this.find('.done'), name ? 'Save' : 'Join');
    this.#box.value = name;
    if (takesFocus) this.#box.select();
    if (takesFocus) this.#box.focus();
    this.look();
  }

  /** Whether the name is free; to be looked at again when others come. */
  look() {
    if (!this.hidden) setText(this.find('.hint'), this.#warning(personName(this.#box.value).toLowerCase()));
  }

  #warning(name) {
    if (name === 'system') return 'That name is kept for messages from programs. Please choose another.';
    const here = this.othersHere().find((other) => other.name.toLowerCase() === name);
    return here ? `${/^[aeiou]/i.test(here.name) ? 'An' : 'A'} ${here.name} is here already.` : USUAL;
  }

  get #box() {
    return this.find('input');
  }

  #submitted(event) {
    event.preventDefault();
    const name = personName(this.#box.value);
    if (name.toLowerCase() === 'system') this.#box.select();
    else if (name) this.tell('named', name);
    else this.#box.value = '';
  }
}
