import { messageOf } from './parley/feed.js';
import { isNewer } from './parley/ids.js';
import { Server } from './parley/server.js';
import { Outbox } from './outbox/outbox.js';
import { Missed } from './rooms/missed.js';
import { personName } from './rooms/names.js';
import { OpenRoom } from './rooms/open-room.js';
import { Rooms } from './rooms/rooms.js';
import { Typing } from './rooms/typing.js';

const NAME = 'name';

/** Everything about the chat that is not on the screen: my name, my rooms, the one that is open, what is to be sent. */
export class Chat {
  state = { name: 'connecting' };
  storage;
  room;
  /** The id after which the reader has read nothing when they came, or came back. */
  newAfter;
  #server;
  #on;
  #connection;
  #missed;
  #typing;

  /**
   * Connecting: the kind of connection. on.changed(); on.state(state); on.heard(channel, message) for messages of any room; on.arrived(message) for those
   * of the open one; on.reset() when some of these are gone.
   */
  constructor(server, storage, Connecting, on) {
    this.storage = storage;
    this.#on = on;
    this.#server = new Server(server);
    this.#typing = new Typing(this.#server);
    this.rooms = new Rooms(this.storage, () => this.#roomsChanged());
    this.outbox = new Outbox(this.storage, this.#server, {
      headOf: (channel) => (channel === this.room?.channel ? this.room.head : undefined) ?? this.rooms.head(channel),
      changed: on.changed,
    });
    this.#missed = new Missed(storage, this.#server, this.rooms);
    this.#connection = this.#connect(Connecting);
    this.storage.onChange((key) => (key === '' || key === NAME) && this.#follow());
  }

  get name() {
    return personName(this.storage.get(NAME) ?? '');
  }

  set name(name) {
    this.storage.set(NAME, name);
    this.#follow();
  }

  /** Of several tabs, the one that does what should happen once. */
  get isLeader() {
    return this.#connection.isLeader ?? true;
  }

  /**
   * Shows a room, and makes it one of mine: from the message that was asked for, or from where I have read to. Resolves to
   * whether the message is there, if one was asked for.
   */
  enter(channel, id) {
    this.room?.leave();
    this.rooms.join(channel);
    this.newAfter = this.rooms.readUpTo(channel);
    this.room = new OpenRoom(channel, this.#server, {
      changed: this.#on.changed,
      message: (message) => this.#on.arrived(message),
      reset: () => this.#on.reset(),
      listenFor: (type) => this.#connection.listenFor(type),
    });
    this.#follow();
    return this.#load(this.room, id);
  }

  leave(channel) {
    this.rooms.leave(channel);
    this.#missed.forget(channel);
  }

  say(text) {
    this.newAfter = undefined;
    this.outbox.add(this.room.channel, this.name, text);
  }

  tellTyping() {
    this.#typing.tell(this.room, this.name);
  }

  /** No need to wait for the next attempt to connect. */
  retryNow() {
    this.#connection.retryNow();
  }

  directory() {
    return this.#server.directory();
  }

  /** The reader has seen the room up to this message. */
  markRead(id) {
    if (id) this.rooms.markRead(this.room.channel, id);
  }

  /** The reader looks away; what comes from here on is new when they are back. */
  lookAway() {
    if (!this.rooms.unread(this.room.channel)) this.newAfter = this.room.head;
  }

  async #load(room, id) {
    const isThere = await room.enter(id, this.newAfter);
    const isAllRead = this.newAfter && room.head && !isNewer(room.head, this.newAfter);
    if (room === this.room && isAllRead) this.newAfter = undefined;
    return isThere;
  }

  #connect(Connecting) {
    return new Connecting(this.#server, {
      event: (event) => this.#hear(event),
      state: (state) => this.#stateIs(state),
      doubt: () => this.room?.repair(),
    });
  }

  #hear(event) {
    const message = messageOf(event);
    const { name } = this;
    this.room?.hear(event);
    this.rooms.cameTo(event.positions);
    event.positions.forEach((id, channel) => this.outbox.settle(channel, id));
    if (this.isLeader) event.positions.forEach((id, channel) => this.#missed.lookIn(channel, name));
    if (message?.sender) this.#on.heard(event.channel, message);
  }

  #stateIs(state) {
    this.state = state;
    this.#on.state(state);
    if (state.name === 'live') this.outbox.hurry();
  }

  #roomsChanged() {
    this.#follow();
    this.#on.changed();
  }

  #follow() {
    this.#connection?.follow(this.rooms.list(), this.name);
    this.#on.changed();
  }
}
