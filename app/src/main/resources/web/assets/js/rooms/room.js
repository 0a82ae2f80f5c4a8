import { Feed, messageOf } from '../parley/feed.js';
import { Company } from './company.js';
import { Paging } from './paging.js';

/** A room that is kept complete: every message, by a feed; the stretch of it that is shown; and who is in it. */
export class Room {
  /** Who is here and who is writing: a Company. */
  company;
  /** What is shown: a Paging, with a timeline. */
  pages;
  /** How many look at it. */
  readers = 0;
  #server;
  #on;
  #feed;
  #isAsked = false;

  /** on.changed(); on.message(message) for each message and custom event that arrives; on.listenFor(type); on.shown(head): it is shown up to there. */
  constructor(channel, server, on) {
    this.channel = channel;
    this.#server = server;
    this.#on = on;
    this.#feed = new Feed((after, limit) => this.#history({ after, limit }), (message) => this.#arrived(message));
    this.company = new Company(on.changed);
    this.pages = new Paging((range) => this.#history(range), () => this.head, {
      changed: on.changed,
      read: ({ messages }) => this.#know(messages),
      shown: (head) => this.#shown(head),
    });
  }

  /** The newest message that arrived, or where the feed began. */
  get head() {
    return this.#feed.last;
  }

  get timeline() {
    return this.pages.timeline;
  }

  /** Whatever comes after this id arrives; until then, it is held back. Only the first time counts. */
  startAt(id) {
    if (!this.#feed.last) this.#feed.startAt(id);
  }

  /** Shows the messages around one, and resolves to whether that one is still there; else those from where I have read to. */
  async enter(id, readUpTo) {
    if (!this.#isAsked) this.company.ask(() => this.#server.members(this.channel));
    this.#isAsked = true;
    const seen = id || !this.pages.loading ? undefined : this.#server.seen?.(this.channel);
    if (seen) this.pages.showForNow(seen);
    return id ? this.pages.showAround(id) : this.pages.showUnread(readUpTo);
  }

  /** An event of the stream, of whatever room. */
  hear(event) {
    if (event.channel === this.channel) this.#hearOwn(event);
    const position = event.positions.get(this.channel);
    if (position) this.#feed.standsAt(position);
  }

  repair() {
    this.#feed.repair();
  }

  leave() {
    this.#feed.close();
    this.pages.leave();
  }

  #hearOwn(event) {
    const message = messageOf(event);
    if (message) this.#feed.take(message);
    if (event.type === 'reset') this.#reset(event.data.oldest);
    this.company.hear(event);
  }

  /** What was shown may have a hole now, or no longer be what the room remembers. */
  #reset(oldest) {
    this.#feed.reset(oldest);
    if (this.#isAsked) this.pages.showNewest();
  }

  #arrived(message) {
    this.#know([message]);
    this.pages.arrived(message);
    this.company.said(message);
    this.#on.message(message);
    this.#on.changed();
  }

  #shown(head) {
    this.startAt(head);
    this.#on.shown(head);
  }

  #history(range) {
    return this.#server.history(this.channel, range);
  }

  #know(messages) {
    new Set(messages.map(({ event }) => event)).forEach((type) => type && this.#on.listenFor(type));
  }
}
