import { setText } from './dom.js';

const WORDS = {
  connecting: () => 'Connecting…',
  live: () => 'Live',
  reconnecting: () => 'Reconnecting…',
  away: () => 'Redis is away: messages wait until it is back',
  offline: () => 'You are offline: messages wait until you are back',
  refused: ({ reason }) => `Refused: ${reason}`,
};

/** The state of the connection, always in words. The seconds tick for the eye only; read out, they would never end. */
export class ConnectionState extends HTMLElement {
  #state;
  #ticking;

  show(state) {
    this.#state = state;
    this.dataset.state = state.name;
    setText(this.firstElementChild, WORDS[state.name](state));
    clearInterval(this.#ticking);
    this.#ticking = state.until && setInterval(() => this.#tick(), 250);
    this.#tick();
  }

  #tick() {
    const { name, until } = this.#state;
    const seconds = name === 'reconnecting' ? Math.ceil(((until ?? 0) - Date.now()) / 1000) : 0;
    setText(this.lastElementChild, seconds > 0 ? `in ${seconds} s` : '');
    if (seconds <= 0) clearInterval(this.#ticking);
  }
}
