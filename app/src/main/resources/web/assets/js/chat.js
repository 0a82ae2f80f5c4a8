import { Connection, Server } from './parley.js';
import { messageOf } from './parley/feed.js';
import { Outbox } from './outbox/outbox.js';
import { OpenRoom } from './rooms/open-room.js';
import { Rooms } from './rooms/rooms.js';
import { Storage } from './storage.js';
import { SharedConnection } from './tabs/shared-connection.js';

const NAME = 'name';

/** Everything about the chat that is not on the screen: my name, my rooms, the one that is open, what is to be sent. */
export class Chat {
  state = { name: 'connecting' };
  storage = new Storage();
  room;
  /** The id after which the reader has read nothing when they came, or came back. */
  newAfter;
  #server;
  #on;
  #connection;

  /**
   * on.changed(); on.state(state); on.heard(channel, message) for messages of any room; on.arrived(message) for those
   * of the open one; on.reset() when some of these are gone.
   */
  constructor(server, on) {
    this.#on = on;
    this.#server = new Server(server);
    this.rooms = new Rooms(this.storage, () => this.#roomsChanged());
    this.outbox = new Outbox(this.storage, this.#server, {
      headOf: (channel) => (channel === this.room?.channel ? this.room.head : undefined) ?? this.rooms.head(channel),
      changed: on.changed,
    });
    this.#connection = this.#connect();
    this.storage.onChange((key) => (key === '' || key === NAME) && this.#follow());
  }

  get name() {
    return this.storage.get(NAME) ?? '';
  }

  set name(name) {
    this.storage.set(NAME, name);
    this.#follow();
  }

  /** Of several tabs, the one that does what should happen once. */
  get isLeader() {
    return this.#connection.isLeader ?? true;
  }

  /** Shows a room, and makes it one of mine. Resolves to whether the message is there, if one was asked for. */
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
    return this.room.enter(id);
  }

  say(text) {
    this.newAfter = undefined;
    this.outbox.add(this.room.channel, this.name, text);
  }

  tellTyping() {
    this.#server.typing(this.room.channel, this.name).catch(() => { /* nobody depends on it */ });
  }

  directory() {
    return this.#server.directory();
  }

  /** The reader sees the newest message. */
  markRead() {
    if (this.room.head) this.rooms.markRead(this.room.channel, this.room.head);
  }

  /** The reader looks away; what comes from here on is new when they are back. */
  lookAway() {
    if (!this.rooms.unread(this.room.channel)) this.newAfter = this.room.head;
  }

  #connect() {
    const on = {
      event: (event) => this.#hear(event),
      state: (state) => this.#stateIs(state),
      doubt: () => this.room?.repair(),
    };
    return SharedConnection.isPossible ? new SharedConnection(this.#server, on) : new Connection(this.#server, on);
  }

  #hear(event) {
    const message = messageOf(event);
    this.room?.hear(event);
    this.rooms.cameTo(event.positions);
    event.positions.forEach((id, channel) => this.outbox.settle(channel, id));
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
