import { reconcile, setText } from './dom.js';
import { createRow, updateRow } from './message-rows.js';

const AT_END_PX = 40;
const NEAR_PX = 600;

/**
 * The timeline on the screen. The view follows the newest message while the reader is at the end; otherwise it
 * stays where the reader is, whatever comes above or below.
 *
 * Events: `position` when the reader comes to the end or leaves it, `older` and `newer` when they near an edge, `newest`,
 * `retry` and `delete` with an entry's key.
 */
export class MessageList extends HTMLElement {
  #scroller;
  #rows;
  #beginning;
  #newest;
  #target;
  #following = true;
  #atEnd = true;

  connectedCallback() {
    this.#scroller = this.querySelector('.scroller');
    this.#rows = this.querySelector('.rows');
    this.#beginning = this.querySelector('.beginning');
    this.#newest = this.querySelector('.newest');
    this.#scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.#newest.addEventListener('click', () => this.#toNewest());
    this.#rows.addEventListener('click', (event) => this.#clicked(event));
    new ResizeObserver(() => this.#following && this.#toEnd()).observe(this.#scroller);
  }

  /** Whether the reader sees the newest message of the room. */
  get isAtEnd() {
    return this.#following && this.#atEnd;
  }

  /** Forgets the room before. */
  clear() {
    this.renew();
    this.#following = true;
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
      create: (row) => createRow(row, me),
      update: (element, row) => this.#update(element, row),
    });
    if (this.isAtEnd) this.#toEnd();
    else this.#keep(anchor);
    this.#offerNewest(unseen);
    this.#askForMore();
  }

  toEnd() {
    this.#following = true;
    this.#toEnd();
  }

  /** Brings a message into view and points at it. */
  reveal(id) {
    const element = document.getElementById(id);
    if (!element) return;
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

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    const following = scrollHeight - scrollTop - clientHeight < AT_END_PX;
    if (following !== this.#following) {
      this.#following = following;
      this.#tell('position');
    }
    this.#askForMore();
  }

  #askForMore() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    if (scrollTop < NEAR_PX) this.#tell('older');
    if (!this.#atEnd && scrollHeight - scrollTop - clientHeight < NEAR_PX) this.#tell('newer');
  }

  #update(element, row) {
    updateRow(element, row);
    element.classList.toggle('target', row.key === this.#target);
  }

  /** The first message that the reader sees, and where. */
  #anchor() {
    if (this.isAtEnd) return undefined;
    const { scrollTop } = this.#scroller;
    const top = this.#scroller.getBoundingClientRect().top;
    const element = [...this.#rows.children].find((row) => row.id && row.getBoundingClientRect().bottom > top);
    return element && { element, scrollTop, offset: element.getBoundingClientRect().top };
  }

  #keep(anchor) {
    if (!anchor) return;
    const { element, scrollTop, offset } = anchor;
    const row = element.isConnected ? element : document.getElementById(element.id); // it may have been made anew
    if (row) this.#scroller.scrollTop += row.getBoundingClientRect().top - offset;
    else this.#scroller.scrollTop = scrollTop;
  }

  #toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  #toNewest() {
    this.focusLog();
    this.#tell('newest');
  }

  #offerNewest(unseen) {
    this.#newest.hidden = this.isAtEnd;
    setText(this.#newest.firstElementChild, unseen ? `${unseen} new` : 'Newest');
  }

  #clicked({ target }) {
    const button = target.closest('.refusal button');
    if (button) this.#tell(button.className, button.closest('.pending').dataset.entry);
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
