import { baseOf, originOf } from '../core/open-chat.js';
import { Reading } from '../core/reading.js';
import { Announcer } from '../page/announcer.js';
import { Conversation } from '../page/conversation.js';
import { Frame } from '../page/frame.js';
import { conversationView, stateIn } from '../page/conversation-view.js';
import { problemWithName } from '../rooms/names.js';
import { choose, wordsIn } from '../words/words.js';
import { RoomFrame } from './room-frame.js';
import { takeChat } from './shared-chats.js';
import { stylesFor } from './styles.js';

const WHO = ['server', 'room', 'name', 'token'];
const HOW = ['theme', 'overlay', 'open', 'readonly'];

/**
 * A room in any page. Attributes: `server`, by default where this file came from; `room`; `name`, who reads and speaks, else they are asked;
 * `token`; `theme` (auto, light, dark); `compact`; `readonly`; `overlay`, and `open`; `lang`, else the page's around it, else the reader's. Properties: `refresh`, an async function that
 * gives tokens; `unread`, `state`. Methods: `say(text)`, `open()`, `close()`. Events, with a `detail`: `parley:message`, `parley:event`, `parley:state`,
 * `parley:unread`.
 */
export class ParleyRoom extends HTMLElement {
  static observedAttributes = [...WHO, ...HOW, 'lang'];
  #frame;
  #announcer;
  #drawing = new Frame(() => this.#draw());
  #taken;
  #reading;
  #conversation;
  #refresh;
  #seen = false;
  #unread = '';
  #isDue = false;
  #leaveChat = () => {};
  #watcher = new IntersectionObserver(([{ isIntersecting }]) => {
    this.#seen = isIntersecting;
    this.#drawing.request();
  });

  constructor() {
    super();
    this.attachShadow({ mode: 'open' });
  }

  connectedCallback() {
    if (this.#frame) this.#watcher.observe(this.#frame.panel); // it was in the page before
    this.#enterSoon();
  }

  disconnectedCallback() {
    this.#watcher.disconnect();
    this.#leave();
  }

  attributeChangedCallback(name) {
    if (!this.isConnected) return;
    if (HOW.includes(name)) this.#arrange();
    else this.#enterSoon();
  }

  /** async () => token, or nothing when the reader is signed out. */
  set refresh(refresh) {
    this.#refresh = refresh;
    if (this.isConnected) this.#enterSoon();
  }

  get refresh() {
    return this.#refresh;
  }

  /** What is said in it, when it shows: a Words. */
  get words() {
    return this.#frame?.words;
  }

  /** How many messages and events came that the reader has not seen. */
  get unread() {
    return this.#reading?.room ? this.#chat.rooms.unread(this.#reading.channel) : 0;
  }

  /** Of the connection: {name, …}. */
  get state() {
    return this.#chat?.state ?? { name: 'connecting' };
  }

  /** Says something in the room, as who reads it. */
  say(text) {
    if (!this.#reading?.room) throw new Error('This <parley-room> is in no page, or has no room.');
    if (typeof text !== 'string' || !text.trim()) throw new TypeError('say() takes a text.');
    this.#conversation.say(text);
  }

  get isOpen() {
    return this.hasAttribute('open');
  }

  /** Where it floats over the page. */
  open() {
    this.toggleAttribute('open', true);
    this.#conversation?.toNewest();
    this.#frame?.bar.focus();
  }

  close() {
    this.toggleAttribute('open', false);
    this.#frame?.bubble.focus();
  }

  get #chat() {
    return this.#taken?.chat;
  }

  /** Whether somebody looks at it. */
  get #isSeen() {
    return this.#seen && document.visibilityState === 'visible' && document.hasFocus();
  }

  /** Once for all attributes that are set at a time, and when it has its words and styles. */
  async #enterSoon() {
    if (this.#isDue) return;
    this.#isDue = true;
    const language = this.#language;
    const [words, isDressed] = await Promise.all([wordsIn(language), this.#dress()]);
    this.#isDue = false;
    if (!this.isConnected || !isDressed) return;
    if (this.#language.locale !== language.locale) return this.#enterSoon(); // it was changed meanwhile
    this.#leave();
    if (words.locale !== this.words?.locale) this.#build(words);
    this.#arrange();
    this.#enter();
  }

  get #language() {
    return choose([this.closest('[lang]')?.lang, ...navigator.languages]);
  }

  /** Whether it has its styles. */
  async #dress() {
    try {
      this.shadowRoot.adoptedStyleSheets = await stylesFor(this.getAttribute('theme'));
      return true;
    } catch (fault) {
      console.error('<parley-room> gets no styles from its server; does the page’s policy have it in connect-src, and --origins the page?', fault);
      return false;
    }
  }

  /** All that is inside, anew: it says everything in these words. */
  #build(words) {
    const frame = this.#frame = new RoomFrame(words);
    this.shadowRoot.replaceChildren(...frame.elements);
    this.#conversation = undefined;
    this.#announcer = new Announcer(frame.announcer, words);
    this.#watcher.disconnect();
    this.#watcher.observe(frame.panel);
    frame.bubble.addEventListener('click', () => (this.isOpen ? this.close() : this.open()));
    frame.closer.addEventListener('click', () => this.close());
    frame.panel.addEventListener('keydown', ({ key }) => key === 'Escape' && this.hasAttribute('overlay') && this.close());
    frame.state.addEventListener('retry', () => this.#chat.retryNow());
    frame.state.addEventListener('rename', () => this.#conversation.rename());
  }

  #enter() {
    const [server, room, name, token] = WHO.map((attribute) => this.getAttribute(attribute) ?? undefined);
    const problem = problemWithName(room ?? '');
    this.#frame.notify(problem && this.words.say(problem, { name: room }));
    if (problem) return console.warn(`A <parley-room> needs a room, as in room="everyone"; “${room}” is none.`);
    this.#taken = takeChat(baseOf(server ?? originOf(import.meta.url)), { name, token, refresh: this.#refresh });
    this.#begin(room);
  }

  #begin(room) {
    const { list, typing, bar, state } = this.#frame;
    this.#reading = new Reading(this.#chat);
    this.#conversation ??= this.#newConversation({ list, typing, bar });
    this.#conversation.turnTo(this.#chat, this.#reading);
    list.addressOf = (id) => new URL(`${encodeURIComponent(room)}#${id}`, this.#chat.server.base).href;
    bar.composer.storage = this.#chat.storage;
    bar.takesFocus = false;
    this.#listen();
    state.show(stateIn(room, this.#chat.state));
    this.#conversation.enter(room);
  }

  #newConversation(parts) {
    return new Conversation(parts, {
      changed: () => this.#drawing.request(), draw: () => this.#draw(), notify: (text) => this.#frame.notify(text), moved() {},
    });
  }

  #leave() {
    this.#leaveChat();
    this.#leaveChat = () => {};
    this.#reading?.leave();
    this.#taken?.giveBack();
    this.#taken = undefined;
  }

  #listen() {
    const chat = this.#chat;
    const end = new AbortController();
    const on = (type, listener) => chat.addEventListener(type, ({ detail }) => listener(detail), { signal: end.signal });
    on('changed', ({ channels }) => (!channels || channels.includes(this.#reading.channel)) && this.#drawing.request());
    on('state', (state) => this.#stateIs(state));
    on('arrived', ({ channel, message }) => channel === this.#reading.channel && this.#arrived(channel, message));
    on('reset', ({ channel }) => channel === this.#reading.channel && this.#frame.notify(this.words.say('lost')));
    addEventListener('focus', () => this.#drawing.request(), { signal: end.signal });
    addEventListener('blur', () => this.#reading.lookAway(), { signal: end.signal });
    this.#leaveChat = () => end.abort();
  }

  #stateIs(state) {
    this.#frame.state.show(stateIn(this.#reading.channel, state));
    this.#conversation.stateIs(state);
    this.#drawing.request();
    this.#tell('state', state);
  }

  #arrived(channel, message) {
    this.#tell(message.event ? 'event' : 'message', { channel, ...message });
    if (!message.event && !this.#chat.isMine(message) && this.#isSeen) this.#announcer.message(message);
  }

  #arrange() {
    const isOverlay = this.hasAttribute('overlay');
    this.#frame?.arrange({ isOverlay, isOpen: this.isOpen, isReadonly: this.hasAttribute('readonly'), room: this.getAttribute('room') });
    if (this.shadowRoot.firstChild) this.#dress();
  }

  #draw() {
    if (!this.#reading?.room) return;
    if (this.#isSeen) this.#conversation.markRead();
    const view = conversationView(this.#chat, this.#reading, this.words);
    this.#conversation.draw(view);
    const isMentioned = this.#chat.rooms.isMentioned(view.channel);
    this.#frame.draw(view, this.unread, isMentioned);
    this.#tellUnread(view.channel, isMentioned);
  }

  #tellUnread(channel, mentioned) {
    const { unread } = this;
    if (this.#unread === `${unread} ${mentioned}`) return;
    this.#unread = `${unread} ${mentioned}`;
    this.#tell('unread', { channel, unread, mentioned });
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(`parley:${type}`, { detail, bubbles: true, composed: true }));
  }
}
