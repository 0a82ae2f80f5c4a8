const WORDS = { all: 'everything', mentions: 'mentions', none: 'nothing' };
const TOLD = {
  all: 'You are told of everything that is said here, also while Parley is closed.',
  mentions: 'You are told here when somebody mentions you, also while Parley is closed.',
  none: 'You are told nothing of this room while Parley is closed.',
};

/** The button that says what of a room one is told while no page is open: all that is said, only mentions, or nothing. */
export class Bell {
  #button;
  #pushes;
  #notify;

  constructor(button, pushes, notify) {
    this.#button = button;
    this.#pushes = pushes;
    this.#notify = notify;
  }

  async ring(channel, name) {
    try {
      this.#notify(TOLD[await this.#pushes.change(channel, name)]);
    } catch ({ status, message }) {
      this.#notify(status === 404 ? 'This chat tells nobody while it is closed.' : `You can’t be told: ${message}`);
    }
    this.draw(channel);
  }

  draw(channel) {
    const level = this.#pushes.level(channel);
    this.#button.hidden = !this.#pushes.isPossible;
    this.#button.dataset.level = level;
    this.#button.setAttribute('aria-label', `While Parley is closed, tell me of: ${WORDS[level]}`);
  }
}
