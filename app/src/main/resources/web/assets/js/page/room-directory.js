import { normalName, problemWithName } from '../rooms/names.js';
import { closeBeside } from './dialog.js';
import { h, icon, isTouched, Part, reconcile, setText } from './dom.js';
import { roomRow } from './room-list.js';

/** A dialog with the active rooms, and a way to make one. Event: `enter` with a room's name. */
export class RoomDirectory extends Part {
  static part = 'room-directory';
  #dialog;
  #box;
  #problem;
  #state;
  #load;

  make() {
    this.#box = h('input', { id: 'room-box', required: true, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', 'aria-describedby': 'room-problem' });
    this.#problem = h('p.problem', { id: 'room-problem', role: 'alert' });
    this.#state = h('p.directory-state.hint', { role: 'status' });
    this.#dialog = h('dialog', { 'aria-labelledby': 'directory-title' },
      h('header', {}, h('h2', { id: 'directory-title' }, this.say('findRoom')),
        h('button.icon-button.close', { type: 'button', 'aria-label': this.say('close') }, icon('close'))),
      h('form', {}, h('label', { for: 'room-box' }, this.say('roomName')), h('div.fields', {}, this.#box, ' ', h('button', {}, this.say('enter'))),
        h('p.hint', {}, this.say('roomHint')), this.#problem),
      h('h3.panel-title', {}, this.say('activeRooms')), this.#state, h('ul', { role: 'list' }));
    return [this.#dialog];
  }

  begin() {
    this.find('.close').addEventListener('click', () => this.#dialog.close());
    this.find('form').addEventListener('submit', (event) => this.#submitted(event));
    this.find('ul').addEventListener('click', () => this.#dialog.close());
    closeBeside(this.#dialog);
  }

  /** load(): resolves to [{channel, members}]. */
  async open(load) {
    this.#load = load;
    this.#box.value = '';
    setText(this.#problem, '');
    this.#dialog.showModal();
    if (!isTouched()) this.#box.focus();
    await this.#list();
  }

  async #list() {
    setText(this.#state, this.say('looking'));
    const rooms = await this.#load().catch(() => undefined);
    setText(this.#state, rooms?.length ? '' : this.say(rooms ? 'noneActive' : 'notListed'));
    reconcile(this.find('ul'), rooms ?? [], { keyOf: ({ channel }) => channel, create: roomRow, update: (row, { members }) => setText(row.querySelector('.hint'), this.say('people', { count: members })) });
  }

  #submitted(event) {
    event.preventDefault();
    const name = normalName(this.#box.value);
    const problem = problemWithName(name);
    setText(this.#problem, problem && this.say(problem, { name }));
    if (problem) return this.#box.focus();
    this.#dialog.close();
    this.tell('enter', name);
  }
}
