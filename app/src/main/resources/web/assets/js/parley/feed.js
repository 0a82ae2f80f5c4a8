import { compare, isNewer, isNext, predecessor } from './ids.js';
import { Pause, pauseAfter } from './retry.js';

const PAGE = 200;
/** Events that are about the stream or the channel, and not said there. */
export const NO_MESSAGES = ['welcome', 'reset', 'heartbeat', 'presence', 'typing', 'status', 'omitted', 'expiring', 'bye'];

/**
 * One channel's messages and custom events: each once, in order, none missing.
 *
 * Ids are dense, so whatever is missing shows: a message that is not the next one, or a stream that says it stands where
 * we don't. Then the feed reads what comes after its last id from history, and holds back what arrives meanwhile.
 */
export class Feed {
  #readAfter;
  #deliver;
  #last;
  #held = [];
  #repairing = false;
  #pause = new Pause();
  #closed = false;

  /** readAfter(id, limit) resolves to a page: {messages, head}, ascending; deliver(message) takes each. */
  constructor(readAfter, deliver) {
    this.#readAfter = readAfter;
    this.#deliver = deliver;
  }

  /** The id of the newest message that was delivered, or of where the feed began. */
  get last() {
    return this.#last;
  }

  /** What comes after this id is to be delivered. Until then, everything is held back. */
  startAt(id) {
    this.#last = id;
    this.#takeHeld();
  }

  /** A message or custom event as the stream brought it. */
  take(message) {
    if (!this.#last || this.#repairing) {
      this.#held.push(message);
    } else if (isNext(message.id, this.#last)) {
      this.#pass(message);
    } else if (isNewer(message.id, this.#last)) {
      this.#held.push(message);
      this.repair();
    }
  }

  /** The stream says that it has delivered everything up to here. */
  standsAt(id) {
    if (this.#last && !this.#repairing && isNewer(id, this.#last)) this.repair();
  }

  /**
   * The stream could not go on where it was, and begins anew at this id: what lies between is gone. Where Redis lost
   * messages, some may come again; an id tells which.
   */
  reset(oldest) {
    this.#last = predecessor(oldest);
  }

  async repair() {
    if (!this.#last || this.#repairing) return;
    this.#repairing = true;
    // Published before the reading begins, so the reading finds them; where not, nobody has what lies between.
    const covered = this.#held.splice(0);
    await this.#readOn();
    this.#repairing = false;
    if (this.#closed) return;
    covered.forEach((message) => this.#passNewer(message));
    this.#takeHeld();
  }

  close() {
    this.#closed = true;
    this.#pause.cut();
  }

  async #readOn() {
    for (let failures = 0, more = true; more && !this.#closed;) {
      try {
        const { messages, head } = await this.#readAfter(this.#last, PAGE);
        if (!this.#closed) messages.forEach((message) => this.#passNewer(message));
        more = messages.length > 0 && isNewer(head, messages.at(-1).id);
      } catch (problem) {
        await this.#pause.for(pauseAfter(problem, failures++));
      }
    }
  }

  #takeHeld() {
    const held = this.#held.splice(0).sort((one, other) => compare(one.id, other.id));
    held.forEach((message) => this.take(message));
  }

  #passNewer(message) {
    if (isNewer(message.id, this.#last)) this.#pass(message);
  }

  #pass(message) {
    this.#last = message.id;
    this.#deliver(message);
  }
}

/** The message or custom event in an event of the stream, in the form that history has; else undefined. */
export function messageOf({ type, channel, positions, data }) {
  if (NO_MESSAGES.includes(type)) return undefined;
  const id = positions.get(channel);
  // The stream does not tell when a custom event happened, but it is now, or nearly.
  return type === 'message' ? { id, ...data } : { id, event: type, data, at: Date.now() };
}
