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
      h('header', {}, h('h2', { id: 'directory-title' }, 'Find or make a room'),
        h('button.icon-button.close', { type: 'button', 'aria-label': 'Close' }, icon('close'))),
      h('form', {}, h('label', { for: 'room-box' }, 'Room’s name'), h('div.fields', {}, this.#box, ' ', h('button', {}, 'Enter')),
        h('p.hint', {}, 'A room that nobody is in yet is made by entering it.'), this.#problem),
      h('h3.panel-title', {}, 'Active rooms'), this.#state, h('ul', { role: 'list' }));
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
    setText(this.#state, 'Looking…');
    const rooms = await this.#load().catch(() => undefined);
    setText(this.#state, !rooms ? 'The rooms can’t be listed just now.' : rooms.length ? '' : 'No room was active today.');
    reconcile(this.find('ul'), rooms ?? [], { keyOf: ({ channel }) => channel, create: roomRow, update });
  }

  #submitted(event) {
    event.preventDefault();
    const name = normalName(this.#box.value);
    const problem = problemWithName(name);
    setText(this.#problem, problem);
    if (problem) return this.#box.focus();
    this.#dialog.close();
    this.tell('enter', name);
  }
}

function update(row, { members }) {
  setText(row.querySelector('.hint'), members === 1 ? '1 person' : `${members} people`);
}
