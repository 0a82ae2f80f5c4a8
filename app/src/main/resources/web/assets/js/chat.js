import { messageOf } from './parley/feed.js';
import { isNewer } from './parley/ids.js';
import { keyOf } from './parley/people.js';
import { Server } from './parley/server.js';
import { Outbox } from './outbox/outbox.js';
import { Missed } from './rooms/missed.js';
import { personName } from './rooms/names.js';
import { OpenRoom } from './rooms/open-room.js';
import { Rooms } from './rooms/rooms.js';
import { Typing } from './rooms/typing.js';
import { hasFallen, standing } from './session/standing.js';

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
   * of the open one; on.reset() when some of these are gone; on.became() when another user is signed in than was, whose rooms and
   * words those are from now on.
   *
   * @param server a Server
   */
  constructor(server, storage, Connecting, on) {
    this.storage = storage;
    this.#on = on;
    this.#server = server;
    this.#typing = new Typing(this.#server);
    this.rooms = new Rooms(this.storage, () => this.#roomsChanged());
    this.outbox = new Outbox(this.storage, this.#server, {
      headOf: (channel) => (channel === this.room?.channel ? this.room.head : undefined) ?? this.rooms.head(channel),
      mayWork: () => this.#isCertain,
      isMine: (message) => this.isMine(message),
      changed: on.changed,
    });
    this.#missed = new Missed(storage, this.#server, this.rooms);
    this.#connection = this.#connect(Connecting);
    this.storage.onChange((key) => (key === '' || key === NAME) && this.#follow());
  }

  get name() {
    return personName(this.storage.get(NAME) ?? '');
  }

  /** {name, user, tag}. */
  get me() {
    const { user = this.storage.owner || undefined, tag } = this.state.you ?? {};
    return { name: this.name, user, tag };
  }

  isMine(message) {
    return keyOf(message) === keyOf(this.me);
  }

  /** What the reader is told instead of being let speak, if they may not. */
  get standing() {
    return standing(this.state, this.storage.owner, this.room?.channel);
  }

  /** Whether the server has told who is signed in. */
  get isKnown() {
    return this.state.you !== undefined || this.state.name === 'signedout';
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
    this.outbox.add(this.room.channel, this.me, text);
  }

  tellTyping() {
    this.#typing.tell(this.room, this.storage.owner ? '' : this.name);
  }

  /** No need to wait for the next attempt to connect. */
  retryNow() {
    this.#connection.retryNow();
  }

  /** Whoever is signed in now, and whatever they may. */
  reconnect() {
    this.#connection.reopen();
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
    const { me } = this;
    this.room?.hear(event);
    this.rooms.cameTo(event.positions);
    if (message?.sender && this.isMine(message)) this.rooms.haveSaid(event.channel, message.id);
    event.positions.forEach((id, channel) => this.outbox.settle(channel, id));
    if (this.isLeader) event.positions.forEach((id, channel) => this.#missed.lookIn(channel, me));
    if (message?.sender) this.#on.heard(event.channel, message);
  }

  /** What is kept here is of who is signed in, and they may be said to have said it. */
  get #isCertain() {
    const { name, you } = this.state;
    return you !== undefined && name !== 'signedout' && (you?.user ?? '') === this.storage.owner;
  }

  #stateIs(state) {
    this.state = state;
    this.#look();
    this.#on.state(state);
    if (state.name === 'live') this.outbox.hurry();
  }

  /** Who is signed in, if anybody. Who was, and is not any more, stays what they were until they sign in, or somebody else. */
  #look() {
    const { you } = this.state;
    if (hasFallen(you) || !you) return;
    const isAnother = you.user !== this.storage.owner;
    if (isAnother) this.storage.become(you.user);
    if (isAnother || you.name !== this.storage.get(NAME)) this.storage.set(NAME, you.name);
    if (isAnother) this.#on.became();
  }

  #roomsChanged() {
    this.#follow();
    this.#on.changed();
  }

  #follow() {
    this.#connection?.follow(this.rooms.list(), this.storage.owner ? '' : this.name); // a token says who that is
    this.#on.changed();
  }
}
