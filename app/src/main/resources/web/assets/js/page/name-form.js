import { personName } from '../rooms/names.js';
import { h, Part, setText } from './dom.js';

/** Asks for the name that others see. Events: `named` with it, `kept` when the old one stays. */
export class NameForm extends Part {
  static part = 'name-form';

  make() {
    return [h('form', { part: 'name' },
      h('label', { for: 'name-box' }, this.say('askName')),
      h('div.fields', {},
        h('input', { id: 'name-box', required: true, maxlength: 64, autocomplete: 'nickname', placeholder: this.say('yourName') }), ' ',
        h('button.done', {}, this.say('join')), ' ',
        h('button.cancel.quiet-button', { type: 'button', hidden: true }, this.say('cancel'))),
      h('p.hint', { role: 'status' }, this.say('nameShown')))];
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
    setText(this.find('.done'), this.say(name ? 'save' : 'join'));
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
    if (name === 'system') return this.say('nameKept');
    const here = this.othersHere().find((other) => other.name.toLowerCase() === name);
    return here ? this.say('nameTaken', here) : this.say('nameShown');
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
