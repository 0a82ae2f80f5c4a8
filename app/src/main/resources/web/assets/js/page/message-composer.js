import { h, icon, isTouched, Part } from './dom.js';

const MOST_CHARACTERS = 4_000;
const TYPING_EVERY = 3_000;

/**
 * Where messages are written. What is not sent yet is kept as the room's draft.
 * Events: `say` with the text, `typing` every few seconds while somebody writes.
 */
export class MessageComposer extends Part {
  static part = 'message-composer';
  #box;
  #problem;
  #storage;
  #channel;
  #toldTyping = 0;

  make() {
    this.#box = h('textarea', { id: 'message-box', rows: 1, dir: 'auto', autocomplete: 'off', 'aria-describedby': 'message-hint', part: 'box' });
    this.#problem = h('span.problem', { role: 'status' });
    return [
      h('form', { part: 'composer' }, h('label.visually-hidden', { for: 'message-box' }, this.say('message')), this.#box,
        h('button.send', { 'aria-label': this.say('send'), title: this.say('send'), part: 'send' }, icon('send'))),
      h('p.hint', { id: 'message-hint' }, h('span.keys', {}, this.say('keysHint')), ' ', this.#problem),
    ];
  }

  begin() {
    this.find('form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#box.enterKeyHint = isTouched() ? 'enter' : 'send';
    this.#box.addEventListener('keydown', (event) => this.#sendOnEnter(event));
    this.#box.addEventListener('input', () => this.#written());
  }

  set storage(storage) {
    this.#storage = storage;
  }

  enter(channel) {
    this.#channel = channel;
    this.#box.value = this.#storage.get(`draft.${channel}`) ?? '';
    this.#box.placeholder = this.say('messageTo', { room: channel });
    this.#grow();
    this.#check();
  }

  focus() {
    this.#box.focus();
  }

  /** What is written and not sent. */
  get text() {
    return this.#box.value;
  }

  #sendOnEnter(event) {
    if (isTouched() && !event.ctrlKey && !event.metaKey) return; // there, the button sends
    // Enter also ends the composition of a word in many scripts; Safari tells only by key code 229.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#send();
  }

  #send() {
    const text = wellFormed(this.#box.value);
    if (!text.trim() || !this.#check()) return this.#box.focus();
    this.#box.value = '';
    this.#toldTyping = 0;
    this.#written();
    this.#box.focus();
    this.tell('say', text);
  }

  #written() {
    this.#grow();
    this.#check();
    if (this.#box.value) this.#storage.set(`draft.${this.#channel}`, this.#box.value);
    else this.#storage.remove(`draft.${this.#channel}`);
    if (!this.#box.value.trim() || Date.now() - this.#toldTyping < TYPING_EVERY) return;
    this.#toldTyping = Date.now();
    this.tell('typing');
  }

  /** Whether it can be sent. */
  #check() {
    const characters = [...this.#box.value].length;
    const isTooLong = characters > MOST_CHARACTERS;
    this.#problem.textContent = isTooLong ? this.say('tooLong', { count: characters, most: MOST_CHARACTERS }) : '';
    this.#box.setAttribute('aria-invalid', isTooLong);
    return !isTooLong;
  }

  /** For browsers without `field-sizing`. */
  #grow() {
    if (CSS.supports('field-sizing', 'content')) return;
    this.#box.style.blockSize = 'auto';
    this.#box.style.blockSize = `${this.#box.scrollHeight}px`;
  }
}

/** What neither HTML nor the server can carry becomes what the server would make of it. */
function wellFormed(text) {
  return text.replace(/\p{Surrogate}/gu, '\ufffd').replace(/[^\P{Cc}\t\n]|\p{Noncharacter_Code_Point}/gu, ' ');
}
