import { isNewer } from '../parley/ids.js';
import { standing } from '../session/standing.js';

/** One reader's place in a chat: the room that they look at, where they stopped reading it, and what they say there. */
export class Reading {
  room;
  /** The id after which the reader has read nothing when they came, or came back. */
  newAfter;
  #chat;

  constructor(chat) {
    this.#chat = chat;
  }

  get channel() {
    return this.room?.channel;
  }

  /** What the reader is told instead of being let speak, if they may not. */
  get standing() {
    return standing(this.#chat.state, this.#chat.storage.owner, this.channel);
  }

  /**
   * Shows a room, and makes it one of mine: from the message that was asked for, or from where I have read to. Resolves to
   * whether the message is there, if one was asked for. A room that was shown lately is there at once.
   */
  async enter(channel, id) {
    this.leave();
    this.#chat.join(channel);
    this.newAfter = this.#chat.rooms.readUpTo(channel);
    const room = this.room = this.#chat.hold(channel);
    const isThere = await room.enter(id, this.newAfter);
    const isAllRead = this.newAfter && room.head && !isNewer(room.head, this.newAfter);
    if (room === this.room && isAllRead) this.newAfter = undefined;
    return isThere;
  }

  /** Looks at no room. */
  leave() {
    if (this.room) this.#chat.letGo(this.room);
    this.room = undefined;
  }

  say(text) {
    this.newAfter = undefined;
    return this.#chat.say(this.channel, text);
  }

  tellTyping() {
    this.#chat.tellTyping(this.channel);
  }

  /** The reader has seen the room up to this message. */
  markRead(id) {
    if (id) this.#chat.rooms.markRead(this.channel, id);
  }

  /** The reader has read up to there on another device meanwhile: what is new here begins after that. */
  hasReadElsewhere(id) {
    if (!id || !this.newAfter || !this.room?.head || !isNewer(id, this.newAfter)) return;
    this.newAfter = isNewer(this.room.head, id) ? id : undefined;
  }

  /** The reader looks away; what comes from here on is new when they are back. */
  lookAway() {
    if (this.room && !this.#chat.rooms.unread(this.channel)) this.newAfter = this.room.head;
  }
}
