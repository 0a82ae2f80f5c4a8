import { addressOf, normalName, problemWithName } from '../rooms/names.js';
import { fromTemplate, reconcile, setText } from './dom.js';

/** A dialog with the active rooms, and a way to make one. Event: `enter` with a room's name. */
export class RoomDirectory extends HTMLElement {
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
    this.#dialog.addEventListener('click', ({ target }) => target === this.#dialog && this.#dialog.close());
  }

  /** load(): resolves to [{channel, members}]. */
  async open(load) {
    this.#load = load;
    this.#box.value = '';
    setText(this.#problem, '');
    this.#dialog.showModal();
    await this.#list();
  }

  async #list() {
    setText(this.#state, 'Looking…');
    const rooms = await this.#load().catch(() => undefined);
    setText(this.#state, !rooms ? 'The rooms can’t be listed just now.' : rooms.length ? '' : 'No room was active today.');
    reconcile(this.querySelector('ul'), rooms ?? [], { keyOf: ({ channel }) => channel, create, update });
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

function create({ channel }) {
  const row = fromTemplate('directory-row');
  row.querySelector('a').href = addressOf(channel);
  row.querySelector('bdi').textContent = channel;
  return row;
}

function update(row, { members }) {
  setText(row.querySelector('.hint'), members === 1 ? '1 person' : `${members} people`);
}

customElements.define('room-directory', RoomDirectory);
