import { Feed, messageOf } from '../parley/feed.js';
import { keyOf, peopleOf } from '../parley/people.js';
import { isNewer, predecessor, successor } from '../parley/ids.js';
import { Pause, pauseAfter } from '../parley/retry.js';
import { Timeline } from '../timeline/timeline.js';

const PAGE = 50;

/** The room that this tab shows: its timeline, kept complete by a feed, and who is in it. */
export class OpenRoom {
  /** count, and those who are known of them: {name, user, tag}. */
  people = { count: 0, known: [] };
  /** Who is writing, in the same form. */
  typing = [];
  /** Why it can't be read: a Problem, if it can't. */
  refusal;
  loading = true;
  timeline = new Timeline();
  #server;
  #on;
  #feed;
  #pause = new Pause();
  #left = false;
  #turning = false;
  #readerIsAtEnd = true;

  /** on.changed(); on.message(message) for each one that arrives; on.reset(): some are gone; on.listenFor(type). */
  constructor(channel, server, on) {
    this.channel = channel;
    this.#server = server;
    this.#on = on;
    this.#feed = new Feed((after, limit) => this.#readAfter(after, limit), (message) => this.#arrived(message));
  }

  /** The newest message that arrived. */
  get head() {
    return this.#feed.last;
  }

  /** Loads the messages around one, and resolves to whether that one is still there; else those from where I have read to. */
  async enter(id, readUpTo) {
    this.#askWhoIsHere();
    const seen = id ? undefined : this.#server.seen?.(this.channel);
    if (seen) this.timeline.show(seen, seen.head); // until what is there now has come
    return id ? this.showAround(id) : this.#showUnread(readUpTo);
  }

  async showNewest() {
    const page = await this.#load({});
    if (page) this.#showNewest(page);
  }

  /** What I have not read, from its beginning, or as far back as it is kept. */
  async #showUnread(readUpTo) {
    const page = await this.#load({});
    if (!page) return;
    const first = page.messages[0]?.id;
    const isAllOfIt = !readUpTo || !first || !isNewer(predecessor(first), readUpTo);
    const around = !isAllOfIt && await this.#loadAround(readUpTo);
    if (around) this.#showAround(around);
    else this.#showNewest(page);
  }

  #showNewest(page) {
    this.timeline.show(page, this.#newer(page.head));
    this.#readerIsAtEnd = true;
    this.#begin(page.head);
  }

  async showAround(id) {
    if (this.timeline.has(id)) return true;
    const around = await this.#loadAround(id);
    const isThere = around?.before.messages.at(-1)?.id === id;
    if (isThere) this.#showAround(around);
    else await this.showNewest();
    return isThere;
  }

  async #loadAround(id) {
    const before = await this.#load({ before: successor(id) });
    const after = before && await this.#load({ after: id });
    return after && { before, after };
  }

  #showAround({ before, after }) {
    this.timeline.show(before, this.#newer(before.head));
    this.timeline.addNewer(after.messages, this.#newer(after.head));
    this.#readerIsAtEnd = false;
    this.#begin(after.head);
  }

  showOlder() {
    return this.#turn(this.timeline.hasOlder, async () => {
      const page = await this.#server.history(this.channel, { before: this.timeline.oldest, limit: PAGE });
      this.timeline.addOlder(page);
    });
  }

  showNewer() {
    return this.#turn(!this.timeline.atEnd, async () => {
      const { messages, head } = await this.#server.history(this.channel, { after: this.timeline.newest, limit: PAGE });
      this.timeline.addNewer(messages, this.#newer(head));
    });
  }

  readerIsAtEnd(isAtEnd) {
    this.#readerIsAtEnd = isAtEnd;
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
    this.#left = true;
    this.#feed.close();
    this.#pause.cut();
  }

  #hearOwn(event) {
    const message = messageOf(event);
    if (message) this.#feed.take(message);
    if (event.type === 'reset') this.#reset(event.data.oldest);
    if (event.type === 'presence') this.#presence(event.data);
    if (event.type === 'typing') this.#typing(peopleOf(event.data.names, event.data.who));
  }

  /** What was shown may have a hole now, or no longer be what the room remembers. */
  #reset(oldest) {
    this.#feed.reset(oldest);
    this.#on.reset();
    this.showNewest();
  }

  #arrived(message) {
    this.#know([message]);
    this.timeline.arrived(message, this.#readerIsAtEnd);
    this.typing = this.typing.filter((person) => keyOf(person) !== keyOf(message));
    this.#on.message(message);
    this.#on.changed();
  }

  #begin(head) {
    this.loading = false;
    if (!this.#feed.last) this.#feed.startAt(head);
    this.#on.changed();
  }

  /** Messages may have arrived while a page was under way. */
  #newer(head) {
    return this.head && isNewer(this.head, head) ? this.head : head;
  }

  /** A page that the room can't be shown without. */
  async #load(range) {
    for (let failures = 0; !this.#left; failures++) {
      try {
        const page = await this.#server.history(this.channel, { limit: PAGE, ...range });
        this.#know(page.messages);
        return this.#left ? undefined : page;
      } catch (problem) {
        if (problem.isFinal) return this.#refused(problem);
        await this.#pause.for(pauseAfter(problem, failures));
      }
    }
    return undefined;
  }

  #refused(problem) {
    this.loading = false;
    this.refusal = problem;
    this.#on.changed();
    return undefined;
  }

  /** A page more, one at a time; when that fails, scrolling asks again. */
  async #turn(isWanted, load) {
    if (!isWanted || this.#turning || this.loading) return;
    this.#turning = true;
    await load().catch((problem) => this.#pause.for(pauseAfter(problem, 0)));
    this.#turning = false;
    if (!this.#left) this.#on.changed();
  }

  #readAfter(after, limit) {
    return this.#server.history(this.channel, { after, limit });
  }

  #know(messages) {
    new Set(messages.map(({ event }) => event)).forEach((type) => type && this.#on.listenFor(type));
  }

  /** The stream tells when it changes; until then, ask. */
  async #askWhoIsHere() {
    const here = await this.#server.members(this.channel).catch(() => undefined);
    const isTold = this.people.known.length > 0;
    if (here?.members && !isTold) this.#people(this.people.count || here.count, here.members);
  }

  /** Of a crowd, only the count is told; the names stay those that were asked for. */
  #presence({ count, members, who }) {
    this.#people(count, members.length || !count ? peopleOf(members, who) : this.people.known);
  }

  #people(count, known) {
    this.people = { count, known };
    this.#on.changed();
  }

  #typing(people) {
    this.typing = people;
    this.#on.changed();
  }
}
