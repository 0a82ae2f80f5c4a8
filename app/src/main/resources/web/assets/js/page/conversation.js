import { keyOf } from '../parley/people.js';

/** One conversation on the screen: its messages, who is writing, and where one writes; and what happens there, done. */
export class Conversation {
  #chat;
  #reading;
  #parts;
  #on;
  #wasAtEnd = false;

  /**
   * @param parts {list, typing, bar}: elements
   * @param on changed(): it is to be drawn; draw(): at once; notify(text); moved(): the reader has left the message that they had asked for
   */
  constructor(parts, on) {
    this.#parts = parts;
    this.#on = on;
    this.#listenToList(parts.list);
    this.#listenToBar(parts.bar);
    parts.bar.nameForm.othersHere = () => this.#others;
  }

  /** From now on of this reader. */
  turnTo(chat, reading) {
    this.#chat = chat;
    this.#reading = reading;
  }

  /** Shows this message of the room, if one was asked for. */
  async show(id) {
    if (id) this.#reveal(id, await this.#reading.room.pages.showAround(id));
  }

  /** Shows the room, and the message, if one was asked for. */
  async enter(channel, id) {
    const { list, bar } = this.#parts;
    this.#wasAtEnd = false;
    list.clear();
    const loaded = this.#reading.enter(channel, id);
    bar.enter(channel);
    this.#on.changed();
    const { room } = this.#reading;
    const isThere = await loaded;
    if (room !== this.#reading.room) return;
    this.#on.draw();
    list.toNew();
    this.#on.draw(); // what is seen now is read
    if (id) this.#reveal(id, isThere);
  }

  /** Who has signed in again has more to see. */
  stateIs({ name, denied }) {
    const { channel, room } = this.#reading;
    if (name === 'live' && room?.pages.refusal?.status === 401 && !denied.includes(channel)) this.enter(channel);
  }

  /** As far as the reader has seen it. */
  markRead() {
    const { list } = this.#parts;
    this.#reading.markRead(list.isAtEnd ? this.#reading.room.head : list.lastSeen);
  }

  /** view: conversationView's; address, obstacle: where to sign in, if anywhere, or why nobody can. */
  draw(view, { address, obstacle } = {}) {
    const { list, typing, bar } = this.#parts;
    list.render(view.list);
    typing.render(view.typing, view.me);
    bar.render({ ...view.bar, address, obstacle });
    bar.nameForm.look();
  }

  say(text) {
    this.#reading.say(text);
    this.toNewest();
  }

  async toNewest() {
    this.#on.moved();
    const { room } = this.#reading;
    if (!room.timeline.atEnd) await room.pages.showNewest();
    this.#parts.list.toEnd();
    this.#on.changed();
  }

  rename() {
    this.#parts.bar.rename();
    this.#on.draw();
  }

  get #others() {
    const { me } = this.#chat;
    return this.#reading.room?.company.people.known.filter((person) => keyOf(person) !== keyOf(me)) ?? [];
  }

  #reveal(id, isThere) {
    if (!isThere) return this.#on.notify(this.#parts.list.say('gone'));
    this.#on.draw();
    this.#parts.list.reveal(id);
  }

  #listenToList(list) {
    const pages = () => this.#reading.room.pages;
    list.addEventListener('position', () => {
      pages().readerIsAtEnd(list.isAtEnd);
      if (!(list.isAtEnd && this.#wasAtEnd)) this.#on.changed(); // the view only followed what was drawn
      this.#wasAtEnd = list.isAtEnd;
    });
    list.addEventListener('older', () => pages().showOlder());
    list.addEventListener('newer', () => pages().showNewer());
    list.addEventListener('newest', () => this.toNewest());
    list.addEventListener('retry', ({ detail }) => this.#chat.outbox.retry(detail));
    list.addEventListener('delete', ({ detail }) => this.#chat.outbox.remove(detail));
  }

  #listenToBar(bar) {
    bar.addEventListener('say', ({ detail }) => this.say(detail));
    bar.addEventListener('typing', () => this.#reading.tellTyping());
    bar.addEventListener('named', ({ detail }) => this.#renamed(detail));
    bar.addEventListener('kept', () => this.#on.draw());
  }

  #renamed(name) {
    const { list, bar } = this.#parts;
    this.#chat.name = name;
    bar.keepName();
    list.renew(); // what is a mention is different now
    this.#on.draw(); // at once: whoever goes on in the list would lose their place with their row
    bar.focus();
  }
}
