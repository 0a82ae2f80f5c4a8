const TELLS_OF = { all: 'bellAll', mentions: 'bellMentions', none: 'bellNone' };
const TOLD = { all: 'toldAll', mentions: 'toldMentions', none: 'toldNone' };

/** The button that says what of a room one is told while no page is open: all that is said, only mentions, or nothing. */
export class Bell {
  #button;
  #pushes;
  #words;
  #notify;
  #drawn;

  constructor(button, pushes, words, notify) {
    this.#button = button;
    this.#pushes = pushes;
    this.#words = words;
    this.#notify = notify;
    addEventListener('focus', () => { this.#drawn = undefined; }); // the reader may have changed what the page may do
  }

  async ring(channel, name) {
    try {
      this.#notify(this.#words.say(TOLD[await this.#pushes.change(channel, name)]));
    } catch (fault) {
      this.#notify(this.#failure(fault));
    }
    this.#drawn = undefined;
    this.draw(channel);
  }

  /** What the page may do is asked only when something is different: the browser's other process answers that, and the page waits. */
  draw(channel) {
    const level = this.#pushes.level(channel);
    if (this.#drawn === `${level} ${channel}`) return;
    this.#drawn = `${level} ${channel}`;
    this.#button.hidden = !this.#pushes.isPossible;
    this.#button.dataset.level = level;
    this.#button.setAttribute('aria-label', this.#words.say('bell', { what: this.#words.say(TELLS_OF[level]) }));
  }

  /** Of the server, or of the browser, which says no more than that. */
  #failure(fault) {
    if (fault.status === 404) return this.#words.say('tellsNobody');
    const reason = fault.status === undefined ? this.#words.say('mayNotNotify') : this.#words.problem(fault);
    return this.#words.say('notTold', { reason });
  }
}
