import { showUnread } from '../page/badge.js';
import { ConnectionState } from '../page/connection-state.js';
import { h, icon, setText } from '../page/dom.js';
import { MessageList } from '../page/message-list.js';
import { SayBar } from '../page/say-bar.js';
import { TypingLine } from '../page/typing-line.js';

/** What stands in the shadow root of a <parley-room>: the room, and where it floats over the page, the button that opens it. */
export class RoomFrame {
  words;
  list = new MessageList();
  typing = new TypingLine();
  bar = new SayBar();
  state = new ConnectionState();
  announcer = h('div.visually-hidden', { 'aria-live': 'polite' });
  closer;
  bubble = h('button.bubble', { type: 'button', part: 'bubble', hidden: true, 'aria-expanded': 'false' }, icon('talk'), h('span.badge', { hidden: true }));
  panel;
  #title = h('bdi');
  #count = h('span.people-count');
  #peopleHere = h('span.visually-hidden');
  #notice = h('p.notice', { role: 'alert', hidden: true });

  /** words: a Words, what it says. */
  constructor(words) {
    this.words = words;
    this.closer = h('button.icon-button', { type: 'button', 'aria-label': words.say('close'), part: 'close', hidden: true }, icon('close'));
    this.bubble.lang = words.lang;
    this.panel = h('div.room', { part: 'room', lang: words.lang },
      h('header', { part: 'header' }, h('h2.cut', {}, this.#title), this.state,
        h('span.people', { part: 'people' }, icon('people'), this.#count, ' ', this.#peopleHere), this.closer),
      this.list, h('footer', { part: 'footer' }, this.typing, this.bar), this.#notice, this.announcer);
  }

  get elements() {
    return [this.panel, this.bubble];
  }

  /** isOverlay: it floats, behind a button; isOpen: and has been opened; isReadonly: nobody writes there. */
  arrange({ isOverlay, isOpen, isReadonly, room }) {
    const label = this.words.say('chat', { room });
    this.panel.hidden = isOverlay && !isOpen;
    this.closer.hidden = !isOverlay;
    this.bubble.hidden = !isOverlay;
    this.bar.hidden = isReadonly;
    this.bubble.setAttribute('aria-expanded', isOpen);
    this.bubble.setAttribute('aria-label', label);
    this.panel.setAttribute('aria-label', label);
    this.panel.setAttribute('role', isOverlay ? 'dialog' : 'group'); // no landmark: a page may have several of one room
  }

  draw({ channel, people }, unread, isMentioned) {
    setText(this.#title, channel);
    setText(this.#count, String(people.count || ''));
    setText(this.#peopleHere, this.words.say('hereCount', people));
    showUnread(this.bubble.querySelector('.badge'), unread, isMentioned, this.words);
  }

  /** In place of what can't be shown. */
  notify(text) {
    setText(this.#notice, text);
    this.#notice.hidden = !text;
  }
}
