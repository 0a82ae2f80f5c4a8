/**
 * @typedef {object} RoomSnapshot what a page shows of a room; another object whenever something of it is different
 * @property {any[]} messages messages and custom events, ascending, without a hole
 * @property {any[]} waiting what is to be said there and is not among them yet
 * @property {{count: number, known: any[]}} people
 * @property {any[]} typing
 * @property {number} unread
 * @property {boolean} loading
 * @property {boolean} hasOlder
 * @property {any} state of the connection
 */

/** A room for whoever shows it, such as a component of React or Vue: a snapshot, and word of when there is another. */
export class RoomView {
  #chat;
  #channel;
  #snapshot;
  #listeners = new Set();
  #room;
  #changed = ({ detail: { channels } }) => (!channels || channels.includes(this.#channel)) && this.#tell();

  /** @param {any} chat a core/chat.js @param {string} channel */
  constructor(chat, channel) {
    this.#chat = chat;
    this.#channel = channel;
  }

  /** @returns {RoomSnapshot} */
  get snapshot() {
    return this.#snapshot ??= this.#look();
  }

  /** Calls when there is another snapshot, for as long as anybody listens. @param {() => void} listener @returns {() => void} what ends that */
  subscribe(listener) {
    this.#listeners.add(listener);
    if (!this.#room) this.#enter();
    return () => {
      if (this.#listeners.delete(listener) && !this.#listeners.size) this.#leave();
    };
  }

  /** Reads a page of older messages. @returns {Promise<void>} */
  async older() {
    await this.#room?.pages.showOlder();
  }

  /** All that is shown was read. */
  markRead() {
    const { newest } = this.#room?.timeline ?? {};
    if (newest) this.#chat.rooms.markRead(this.#channel, newest);
  }

  #enter() {
    this.#snapshot = undefined; // nobody told of what happened since
    this.#room = this.#chat.hold(this.#channel);
    ['changed', 'state'].forEach((type) => this.#chat.addEventListener(type, this.#changed));
    this.#room.enter();
  }

  #leave() {
    ['changed', 'state'].forEach((type) => this.#chat.removeEventListener(type, this.#changed));
    this.#chat.letGo(this.#room);
    this.#room = undefined;
  }

  #tell() {
    this.#snapshot = undefined;
    this.#listeners.forEach((listener) => listener());
  }

  #look() {
    const { timeline, company, pages } = this.#room ?? this.#chat.room(this.#channel);
    const { messages, hasOlder } = timeline;
    const said = new Set(messages.map(({ id }) => id));
    return {
      messages: [...messages],
      waiting: this.#chat.outbox.entries(this.#channel).filter(({ id }) => !said.has(id)),
      people: company.people,
      typing: company.typing,
      unread: this.#chat.rooms.unread(this.#channel),
      loading: pages.loading,
      hasOlder,
      state: this.#chat.state,
    };
  }
}
