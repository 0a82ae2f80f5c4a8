import { messageOf } from '../parley/feed.js';
import { distance, isFamily, predecessor } from '../parley/ids.js';
import { keyOf } from '../parley/people.js';
import { Outbox } from '../outbox/outbox.js';
import { Typing } from '../rooms/company.js';
import { Missed } from '../rooms/missed.js';
import { personName } from '../rooms/names.js';
import { Room } from '../rooms/room.js';
import { Rooms } from '../rooms/rooms.js';
import { hasFallen } from '../session/standing.js';
import { mentions } from '../timeline/segments.js';

const NAME = 'name';
/** Rooms that stay as they were left, with what was said since: going back to one of them asks the server nothing. */
const KEPT = 8;
/** A room that nobody looks at and that has missed more is read anew when somebody does. */
const FAR_BEHIND = 200;

/**
 * The core: a chat without a screen. One connection, my rooms and what is unread in them, those that are kept complete, and what
 * is to be said. Parley's page, <parley-room> and connect() are its customers.
 *
 * Events, each with a `detail`: `changed` {channels} (something is different: in these rooms, or wherever), `outbox` (that is, in what is to be
 * said), `state`, `became` (another user is signed in than was, whose rooms and words these are from now on);
 * `heard` {channel, message}: a message of any room, as the stream brought it; `arrived` {channel, message}: each message and custom
 * event of a room that is kept complete, once, in order, none missing; `presence`, `typing` {channel, …}; `omitted`;
 * `reset` {channel, reason}: some messages are gone for good.
 */
export class Chat extends EventTarget {
  state = { name: 'connecting' };
  rooms;
  outbox;
  storage;
  #server;
  #connection;
  #missed;
  #typing;
  #kept = new Map(); // channel → Room, the one that was asked for last at the end
  #keeps;
  #holdsEach;
  #isOneReader;

  /**
   * @param server a Server
   * @param storage a Storage: name, rooms, what was read, and what is to be said
   * @param connecting (server, on) → a Connection, or what has its interface
   * @param list the Storage of the list of my rooms, where that is another
   * @param locks a promise of Web Locks, or of undefined
   * @param keeps how many rooms are kept complete that nobody looks at
   * @param holdsEach whether every room is kept complete, from where the stream begins
   * @param isOneReader whether all that is in the storage is of one reader, whoever that is: then words need not wait until that is known
   */
  constructor(server, { storage, list = storage, connecting, locks, keeps = KEPT, holdsEach = false, isOneReader = false }) {
    super();
    this.storage = storage;
    this.#server = server;
    this.#keeps = holdsEach ? Infinity : keeps;
    this.#holdsEach = holdsEach;
    this.#isOneReader = isOneReader;
    this.#typing = new Typing(server);
    this.rooms = new Rooms(storage, (channels) => this.#roomsChanged(channels), list);
    this.outbox = new Outbox(storage, server, {
      headOf: (channel) => this.#kept.get(channel)?.head ?? this.rooms.head(channel),
      mayWork: () => (isOneReader ? this.state.name !== 'connecting' : this.#isCertain), // what is said sooner, the stream would begin after
      isMine: (message) => this.isMine(message),
      changed: () => this.#outboxChanged(),
      locks,
    });
    this.#missed = new Missed(storage, server, this.rooms);
    this.#connection = connecting(server, {
      event: (event) => this.#hear(event),
      state: (state) => this.#stateIs(state),
      doubt: () => this.#kept.forEach((room) => room.repair()),
    });
    storage.onChange((key) => (key === '' || key === NAME) && this.#renamed());
  }

  get server() {
    return this.#server;
  }

  get name() {
    return personName(this.storage.get(NAME) ?? '');
  }

  set name(name) {
    this.storage.set(NAME, name);
    this.#renamed();
  }

  /** {name, user, tag}. */
  get me() {
    const { user = this.storage.owner || undefined, tag } = this.state.you ?? {};
    return { name: this.name, user, tag };
  }

  isMine(message) {
    return keyOf(message) === keyOf(this.me);
  }

  /** Whether the server has told who is signed in. */
  get isKnown() {
    return this.state.you !== undefined || this.state.name === 'signedout';
  }

  /** Of several tabs, the one that does what should happen once. */
  get isLeader() {
    return this.#connection.isLeader ?? true;
  }

  /** Makes them my rooms, as far as they are not. */
  join(...channels) {
    this.rooms.join(...channels);
    this.#follow();
  }

  leave(channel) {
    this.rooms.leave(channel);
    this.#missed.forget(channel);
    if (!this.#kept.get(channel)?.readers) this.#forget(channel);
  }

  /** The room, kept complete from now on, while there is a reader or it is one of the last. */
  room(channel) {
    const room = this.#kept.get(channel) ?? this.#newRoom(channel);
    this.#kept.delete(channel);
    this.#kept.set(channel, room);
    return room;
  }

  /** The same for somebody who looks at it, until they have let it go. */
  hold(channel) {
    const room = this.room(channel);
    room.readers++;
    this.#forgetSome();
    return room;
  }

  letGo(room) {
    room.readers--;
    room.pages.readerIsAtEnd(true);
    if (!this.rooms.has(room.channel)) this.#forget(room.channel);
    this.#forgetSome();
  }

  /** Rooms that are kept complete. */
  get keptRooms() {
    return [...this.#kept.values()];
  }

  /** Somebody may sign in unseen, in another tab or by another page of the site, and a guest's words are not theirs. */
  say(channel, text) {
    const { name, user = this.#isOneReader ? undefined : '' } = this.me;
    return this.outbox.add(channel, { name, user }, text);
  }

  tellTyping(channel) {
    return this.#typing.tell(channel, this.#kept.get(channel)?.company.people.count ?? 0, this.#shownName);
  }

  /** A type of custom events that is not to be missed the first time. */
  listenFor(type) {
    this.#connection.listenFor(type);
  }

  /** No need to wait for the next attempt to connect. */
  retryNow() {
    this.#connection.retryNow();
  }

  /** Whoever is signed in now, and whatever they may. */
  reconnect() {
    this.#connection.reopen();
  }

  /** Nothing is heard any more; what is to be said stays in the storage. */
  close() {
    this.storage.ignoreChanges();
    this.#connection.close();
    this.outbox.close();
    [...this.#kept.keys()].forEach((channel) => this.#forget(channel));
  }

  #newRoom(channel) {
    return new Room(channel, this.#server, {
      changed: () => this.#tell('changed', { channels: [channel] }),
      message: (message) => this.#tell('arrived', { channel, message }),
      listenFor: (type) => this.#connection.listenFor(type),
      shown: (head) => this.rooms.head(channel) ?? this.rooms.cameTo(new Map([[channel, head]])), // the stream may tell later
    });
  }

  #forget(channel) {
    this.#kept.get(channel)?.leave();
    this.#kept.delete(channel);
  }

  #forgetSome() {
    const idle = this.keptRooms.filter(({ readers }) => !readers);
    idle.slice(0, Math.max(0, idle.length - this.#keeps)).forEach(({ channel }) => this.#forget(channel));
  }

  #hear(event) {
    const { type, channel, positions, data } = event;
    const message = messageOf(event);
    if (this.#holdsEach) this.#begin(message, channel, positions);
    else this.#dropFarBehind(positions);
    this.#kept.forEach((room) => room.hear(event));
    if (type === 'reset') this.#tell('reset', { channel, ...data });
    if (type === 'omitted') this.#tell('omitted', data);
    if (type === 'presence' || type === 'typing') this.#tell(type, { channel, ...data });
    this.rooms.cameTo(positions);
    if (message) this.#heardMessage(channel, message);
    this.outbox.settle(positions);
    const { me } = this;
    if (this.isLeader) positions.forEach((id, of) => this.#missed.lookIn(of, me));
  }

  #heardMessage(channel, message) {
    if (!message.sender) return;
    const isMine = this.isMine(message);
    if (isMine) this.rooms.haveSaid(channel, message.id);
    else if (this.isLeader && mentions(message.message, this.name)) this.rooms.mention(channel, message.id);
    this.#tell('heard', { channel, message });
  }

  /** A room is complete from the first position that the stream tells; one of a family begins with its first message. */
  #begin(message, channel, positions) {
    if (message) this.room(channel).startAt(predecessor(message.id));
    positions.forEach((id, of) => isFamily(of) || this.room(of).startAt(id));
  }

  #dropFarBehind(positions) {
    for (const { channel, head, readers } of this.keptRooms) {
      const id = positions.get(channel);
      if (id && head && !readers && distance(head, id) > FAR_BEHIND) this.#forget(channel);
    }
  }

  /** What is kept here is of who is signed in, and they may be said to have said it. */
  get #isCertain() {
    const { name, you } = this.state;
    return you !== undefined && name !== 'signedout' && (you?.user ?? '') === this.storage.owner;
  }

  #stateIs(state) {
    this.state = state;
    this.#look();
    this.#follow(); // what another tab has joined, which may have gone
    this.#tell('state', state);
    if (state.name === 'live') this.outbox.hurry();
    else this.outbox.work();
  }

  /** Who is signed in, if anybody. Who was, and is not any more, stays what they were until they sign in, or somebody else. */
  #look() {
    const { you } = this.state;
    if (hasFallen(you) || !you) return;
    const isAnother = !this.#isOneReader && you.user !== this.storage.owner;
    if (isAnother) this.storage.become(you.user);
    if (isAnother || you.name !== this.storage.get(NAME)) this.storage.set(NAME, you.name);
    if (isAnother) this.#become();
  }

  /** Of what the one before was shown, nothing stays. */
  #become() {
    [...this.#kept.keys()].forEach((channel) => this.#holdsEach || this.#forget(channel));
    this.#follow();
    this.#tell('became');
  }

  #roomsChanged(channels) {
    if (!channels) this.#follow();
    this.#tell('changed', { channels });
  }

  #outboxChanged() {
    this.#tell('outbox');
    this.#tell('changed', {});
  }

  #renamed() {
    this.#follow();
    this.#tell('changed', {});
  }

  #follow() {
    this.#connection?.follow(this.rooms.list(), this.#shownName);
  }

  /** Of who is verified, the token tells it. */
  get #shownName() {
    return this.me.user ? '' : this.name;
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
