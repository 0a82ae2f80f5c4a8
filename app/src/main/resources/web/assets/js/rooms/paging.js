import { isNewer, isNext, predecessor, successor } from '../parley/ids.js';
import { Pause, pauseAfter } from '../parley/retry.js';
import { Timeline } from '../timeline/timeline.js';

const PAGE = 50;

/** The stretch of a room that is shown, read from history page by page: to its end, around a message, and on in both directions. */
export class Paging {
  timeline = new Timeline();
  loading = true;
  /** Why it can't be read: a Problem, if it can't. */
  refusal;
  #history;
  #on;
  #head;
  #pause = new Pause();
  #left = false;
  #turning = false;
  #recent = []; // the newest that arrived: some may have while a page was under way
  #readerIsAtEnd = true;

  /** history(range) → a page; head(): the newest id that arrived; on.changed(); on.read(page): what was read; on.shown(head). */
  constructor(history, head, on) {
    this.#history = history;
    this.#head = head;
    this.#on = on;
  }

  /** A page that may be behind, until what is there now has come. */
  showForNow(page) {
    this.timeline.show(page, page.head);
    this.#on.changed();
  }

  async showNewest() {
    const page = await this.#load({});
    if (page) this.#showNewest(page);
  }

  /** What I have not read, from its beginning, or as far back as it is kept; nothing is asked when that is here already. */
  async showUnread(readUpTo) {
    if (this.#covers(readUpTo)) return;
    const page = await this.#load({});
    if (!page) return;
    const first = page.messages[0]?.id;
    const isAllOfIt = !readUpTo || !first || !isNewer(predecessor(first), readUpTo);
    const around = !isAllOfIt && await this.#loadAround(readUpTo);
    if (around) this.#showAround(around);
    else this.#showNewest(page);
  }

  /** Resolves to whether that message is still there; if not, the newest are shown. */
  async showAround(id) {
    if (this.timeline.has(id)) return true;
    const around = await this.#loadAround(id);
    const isThere = around?.before.messages.at(-1)?.id === id;
    if (isThere) this.#showAround(around);
    else await this.showNewest();
    return isThere;
  }

  showOlder() {
    return this.#turn(this.timeline.hasOlder, async () => {
      this.timeline.addOlder(await this.#history({ before: this.timeline.oldest, limit: PAGE }));
    });
  }

  showNewer() {
    return this.#turn(!this.timeline.atEnd, async () => {
      const { messages, head } = await this.#history({ after: this.timeline.newest, limit: PAGE });
      this.timeline.addNewer(messages, this.#newer(head));
    });
  }

  readerIsAtEnd(isAtEnd) {
    this.#readerIsAtEnd = isAtEnd;
  }

  arrived(message) {
    this.#recent = [...this.#recent.slice(1 - PAGE), message];
    if (!this.loading) this.timeline.arrived(message, this.#readerIsAtEnd);
  }

  leave() {
    this.#left = true;
    this.#pause.cut();
  }

  /** Whether what is shown holds the message that was read last, and goes on from there to the end or beyond the view. */
  #covers(readUpTo) {
    const { atEnd, hasOlder, oldest, newest } = this.timeline;
    if (this.loading || this.refusal) return false;
    if (!readUpTo || !oldest) return atEnd;
    const begins = !hasOlder || !isNewer(predecessor(oldest), readUpTo);
    return begins && (atEnd || isNewer(newest, readUpTo));
  }

  #showNewest(page) {
    this.timeline.show(page, this.#newer(page.head));
    this.#readerIsAtEnd = true;
    this.#begin(page.head);
  }

  #showAround({ before, after }) {
    this.timeline.show(before, this.#newer(before.head));
    this.timeline.addNewer(after.messages, this.#newer(after.head));
    this.#readerIsAtEnd = false;
    this.#begin(after.head);
  }

  async #loadAround(id) {
    const before = await this.#load({ before: successor(id) });
    const after = before && await this.#load({ after: id });
    return after && { before, after };
  }

  #begin(head) {
    this.loading = false;
    this.refusal = undefined;
    this.#addRecent();
    this.#on.shown(head);
    this.#on.changed();
  }

  /** What is no continuation of what is shown comes by reading on. */
  #addRecent() {
    const { newest } = this.timeline;
    const since = this.#recent.filter(({ id }) => !newest || isNewer(id, newest));
    if (since.length && (!newest || isNext(since[0].id, newest))) this.timeline.addNewer(since, this.#newer(since.at(-1).id));
  }

  /** Messages may have arrived while a page was under way. */
  #newer(head) {
    const arrived = this.#head();
    return arrived && isNewer(arrived, head) ? arrived : head;
  }

  /** A page that the room can't be shown without. */
  async #load(range) {
    for (let failures = 0; !this.#left; failures++) {
      try {
        const page = await this.#history({ limit: PAGE, ...range });
        this.#on.read(page);
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
}
