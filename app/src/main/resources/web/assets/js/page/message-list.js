import { h, icon, Part, reconcile, setText } from './dom.js';
import { createRow, toggleFold, updateRow } from './message-rows.js';
import { isSeen, moveByKeys } from './row-keys.js';

const AT_END_PX = 40;
const NEAR_PX = 600;

/**
 * The timeline on the screen. The view follows the newest message while the reader is at the end, and else stays.
 *
 * Events: `position` when the reader has moved, `older` and `newer` when they near an edge, `newest`,
 * `retry` and `delete` with an entry's key.
 */
export class MessageList extends Part {
  static part = 'message-list';
  #scroller;
  #rows;
  #beginning;
  #newest;
  #target;
  #following = true;
  #atEnd = true;
  #isPlaced = false;
  /** Where the message of an id can be linked to. */
  addressOf = (id) => `#${id}`;

  /** What a page shows before any script has come is taken over. */
  make() {
    this.#scroller = this.find('.scroller') ?? h('div.scroller', { role: 'log', 'aria-live': 'off', 'aria-label': this.say('messages'), tabindex: 0, part: 'messages' },
      h('p.beginning', {}, this.say('loading')), h('ol.rows', { role: 'list' }));
    this.#beginning = this.#scroller.querySelector('.beginning');
    this.#rows = this.#scroller.querySelector('.rows');
    this.#newest = h('button.newest', { type: 'button', hidden: true, part: 'newest' }, h('span'), ' ', icon('down'));
    return [this.#scroller, this.#newest];
  }

  begin() {
    this.#scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.#newest.addEventListener('click', () => this.#toNewest());
    this.#rows.addEventListener('click', (event) => this.#clicked(event));
    moveByKeys(this.#scroller, this.#rows);
    new ResizeObserver(() => this.#following && this.#toEnd()).observe(this.#scroller);
  }

  /** Whether the reader sees the newest message of the room. */
  get isAtEnd() {
    return this.#isPlaced && this.#followsEnd;
  }

  /** The id of the last message that the reader has seen, if any. */
  get lastSeen() {
    return this.#isPlaced ? [...this.#rows.children].findLast((row) => row.id && isSeen(row, this.#scroller))?.id : undefined;
  }

  /** Forgets the room before. What comes counts as seen only when its place has been found, by one of the three below. */
  clear() {
    this.renew();
    this.#following = true;
    this.#isPlaced = false;
    this.#target = undefined;
  }

  /** What rows look like has changed: the next rendering makes them anew. */
  renew() {
    [...this.#rows.children].forEach((row) => { row.key = undefined; });
  }

  /** beginning: what stands above the first message; unseen: how many messages came that the reader has not seen. */
  render({ rows, atEnd, beginning, unseen, me }) {
    this.#atEnd = atEnd;
    const anchor = this.#anchor();
    setText(this.#beginning, beginning);
    this.#beginning.hidden = !beginning;
    reconcile(this.#rows, rows, {
      keyOf: ({ key }) => key,
      create: (row) => createRow(row, { me, words: this.words, addressOf: this.addressOf }),
      update: (element, row) => this.#update(element, row),
    });
    if (this.#followsEnd) this.#toEnd();
    else this.#keep(anchor);
    this.#offerNewest(unseen, rows.find(({ kind }) => kind === 'new')?.message.at);
    this.#askForMore();
  }

  toEnd() {
    this.#isPlaced = true;
    this.#following = true;
    this.#toEnd();
  }

  /** Goes to what the reader has not read, or else to the end. */
  toNew() {
    this.#isPlaced = true;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#rows.querySelector('.new')?.scrollIntoView({ block: 'start' });
    this.#look();
  }

  /** Brings a message into view and points at it. */
  reveal(id) {
    const element = this.#row(id);
    if (!element) return;
    this.#isPlaced = true;
    this.#following = false;
    element.scrollIntoView({ block: 'center' });
    element.focus({ preventScroll: true });
    this.#rows.querySelector('.target')?.classList.remove('target');
    element.classList.add('target');
    this.#target = id;
  }

  /** Gives its keyboard users a place to stand. */
  focusLog() {
    this.#scroller.focus();
  }

  get #followsEnd() {
    return this.#following && this.#atEnd;
  }

  #scrolled() {
    this.#look();
    this.tell('position');
    this.#askForMore();
  }

  #look() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    this.#following = scrollHeight - scrollTop - clientHeight < AT_END_PX;
  }

  #askForMore() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    if (scrollTop < NEAR_PX) this.tell('older');
    if (!this.#atEnd && scrollHeight - scrollTop - clientHeight < NEAR_PX) this.tell('newer');
  }

  #update(element, row) {
    updateRow(element, row, this.words);
    element.classList.toggle('target', row.key === this.#target);
  }

  /** The first message that the reader sees, and where. */
  #anchor() {
    if (this.#followsEnd) return undefined;
    const { scrollTop } = this.#scroller;
    const top = this.#scroller.getBoundingClientRect().top;
    const element = [...this.#rows.children].find((row) => row.id && row.getBoundingClientRect().bottom > top);
    return element && { element, scrollTop, offset: element.getBoundingClientRect().top };
  }

  #keep(anchor) {
    if (!anchor) return;
    const { element, scrollTop, offset } = anchor;
    const row = element.isConnected ? element : this.#row(element.id); // it may have been made anew
    if (row) this.#scroller.scrollTop += row.getBoundingClientRect().top - offset;
    else this.#scroller.scrollTop = scrollTop;
  }

  /** While nobody looks, not past what they will have to read. */
  #toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    if (document.hidden && this.#isPlaced) this.toNew();
  }

  #toNewest() {
    this.focusLog();
    this.tell('newest');
  }

  #offerNewest(unseen, since) {
    this.#newest.hidden = this.#followsEnd;
    setText(this.#newest.firstElementChild, this.#news(unseen, since));
  }

  #news(count, since) {
    if (!count) return this.say('newest');
    return since ? this.say('newSince', { count, time: this.words.since(since) }) : this.say('new', { count });
  }

  #clicked({ target }) {
    const button = target.closest('.refusal button');
    if (target.closest('.fold')) return toggleFold(target.closest('.message'), this.words);
    if (button) this.tell(button.className, button.closest('.pending').dataset.entry);
  }

  #row(id) {
    return this.find(`#${CSS.escape(id)}`);
  }
}
