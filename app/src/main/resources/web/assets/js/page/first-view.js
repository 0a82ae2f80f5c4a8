import { BEGINNING, isNewer } from '../parley/ids.js';
import { Server } from '../parley/server.js';
import { decodeAll } from '../parley/text.js';

const KEPT = 'view.';
const MANY = 20;
const LONGEST = 16_000;

/**
 * The server, and what the page has seen of a room before that answers: the newest messages came along with the page, and those that were
 * there when the page went the last time are kept. They are shown until the answer is there; and for the answer while nobody answers.
 */
export class FirstView extends Server {
  #given = GIVEN;
  #storage;

  constructor(base, options, storage) {
    super(base, options);
    this.#storage = storage;
  }

  /** A page of history that may be behind; undefined where nothing is known. */
  seen(channel) {
    const given = this.#given?.channel === channel ? this.#given : undefined;
    const kept = this.#storage.get(KEPT + channel);
    return given && !(kept && isNewer(kept.head, given.head)) ? given : kept;
  }

  async history(channel, range = {}) {
    try {
      return await super.history(channel, range);
    } catch (problem) {
      const seen = problem.status || range.before || range.after ? undefined : this.seen(channel);
      if (!seen) throw problem;
      return seen;
    }
  }

  /** What is there of a room as the page goes: the newest of it. */
  keep({ channel, timeline }) {
    if (!timeline.atEnd || !timeline.newest) return;
    const messages = timeline.messages.slice(-MANY);
    while (JSON.stringify(messages).length > LONGEST && messages.length > 1) messages.shift();
    const isAll = !timeline.hasOlder && messages.length === timeline.messages.length;
    this.#storage.set(KEPT + channel, { messages, oldest: isAll ? timeline.oldest : BEGINNING, head: timeline.newest });
  }

  forget(channel) {
    this.#storage.remove(KEPT + channel);
  }
}

function given(rows) {
  const { channel, oldest, head } = rows?.dataset ?? {};
  return head && { channel, oldest, head, messages: [...rows.children].map(messageOf) };
}

function messageOf(row) {
  const { at, user, tag, event, data } = row.dataset;
  const said = { id: row.id, at: Number(at) };
  if (event) return { ...said, event, data: decodeAll(JSON.parse(data)) };
  return { ...said, sender: row.querySelector('strong').textContent, user, tag, message: row.querySelector('.text').textContent };
}

/** Read at once, before anything takes their place. */
const GIVEN = given(document.querySelector('.rows'));
