import { normalName, problemWithName } from '../rooms/names.js';
import { closeBeside, isTouched, reconcile, setText } from './dom.js';
import { roomRow } from './room-list.js';

/** A dialog with the active rooms, and a way to make one. Event: `enter` with a room's name. */
class RoomDirectory extends HTMLElement {
  #dialog;
  #box;
  #problem;
  #state;
  #load;

  connectedCallback() {
    this.#dialog = this.querySelector('dialog');
    this.#box = this.querySelector('input');
    this.#problem = this.querySelector('.problem');
    this.#state = this.querySelector('.directory-state');
    this.querySelector('.close').addEventListener('click', () => this.#dialog.close());
    this.querySelector('form').addEventListener('submit', (event) => this.#submitted(event));
    this.querySelector('ul').addEventListener('click', () => this.#dialog.close());
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
    reconcile(this.querySelector('ul'), rooms ?? [], { keyOf: ({ channel }) => channel, create: roomRow, update });
  }

  #submitted(event) {
    event.preventDefault();
    const name = normalName(this.#box.value);
    const problem = problemWithName(name);
    setText(this.#problem, problem);
    if (problem) return this.#box.focus();
    this.#dialog.close();
    this.dispatchEvent(new CustomEvent('enter', { detail: name }));
  }
}

function update(row, { members }) {
  setText(row.querySelector('.hint'), members === 1 ? '1 person' : `${members} people`);
}

customElements.define('room-directory', RoomDirectory);
