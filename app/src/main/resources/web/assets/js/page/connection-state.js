import { h, Part, setText } from './dom.js';

/** So long a wait is worth a button. */
const LONG_WAIT = 2_000;

/** The state of the connection in words, and what can be done about it. The seconds are not read out. Events: `retry`, `rename`. */
export class ConnectionState extends Part {
  static part = 'connection-state';
  #state;
  #ticking;

  make() {
    return [
      h('span', { role: 'status' }, this.textContent), ' ', h('span.countdown', { 'aria-hidden': 'true' }), ' ',
      h('button.rename', { type: 'button', hidden: true }, this.say('changeName')), ' ', h('button.retry', { type: 'button', hidden: true }, this.say('tryNow')),
    ];
  }

  begin() {
    this.querySelectorAll('button').forEach((button) => button.addEventListener('click', () => this.tell(button.className)));
  }

  show(state) {
    this.#state = state;
    this.dataset.state = state.name;
    setText(this.firstElementChild, this.say(keyOf(state), state));
    const isRefused = state.name === 'refused' && !state.denied.length;
    this.find('.retry').hidden = !isRefused && !(state.until - Date.now() > LONG_WAIT);
    this.find('.rename').hidden = !isRefused;
    clearInterval(this.#ticking);
    this.#ticking = state.until && setInterval(() => this.#tick(), 250);
    this.#tick();
  }

  #tick() {
    const seconds = Math.ceil(((this.#state.until ?? 0) - Date.now()) / 1000);
    setText(this.find('.countdown'), seconds > 0 ? this.say('nextTry', { seconds }) : '');
    if (seconds <= 0) clearInterval(this.#ticking);
  }
}

/** Of its words. */
function keyOf({ name, reason, denied }) {
  if (name === 'reconnecting' && reason === 'full') return 'full';
  return name === 'refused' && denied.length ? 'barred' : name;
}
