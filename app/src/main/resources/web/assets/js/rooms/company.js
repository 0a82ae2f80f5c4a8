import { keyOf, peopleOf } from '../parley/people.js';

/** Who is in a room, and who of them is writing. */
export class Company {
  /** count, and those who are known of them: {name, user, tag}. */
  people = { count: 0, known: [] };
  /** Who is writing, in the same form. */
  typing = [];
  #changed;

  constructor(changed) {
    this.#changed = changed;
  }

  /** The stream tells when it changes; until then, the server is asked: members(), a promise of {count, members}. */
  async ask(members) {
    const here = await members().catch(() => undefined);
    const isTold = this.people.known.length > 0;
    if (here?.members && !isTold) this.#here(this.people.count || here.count, here.members);
  }

  /** Of a crowd, only the count is told; the names stay those that were asked for. */
  hear({ type, data }) {
    if (type === 'presence') this.#here(data.count, data.members.length || !data.count ? peopleOf(data.members, data.who) : this.people.known);
    if (type === 'typing') this.#write(peopleOf(data.names, data.who));
  }

  /** Who has said it is not writing any more. */
  said(message) {
    this.typing = this.typing.filter((person) => keyOf(person) !== keyOf(message));
  }

  #here(count, known) {
    this.people = { count, known };
    this.#changed();
  }

  #write(people) {
    this.typing = people;
    this.#changed();
  }
}

/** People in a room beyond which nobody is told that one more is writing. */
const CROWD = 50;
const REST = 30_000;

/** Tells a room that I am writing, unless that is in the way of what is said: in a crowd, or when the server has enough. */
export class Typing {
  #server;
  #restsUntil = 0;

  constructor(server) {
    this.#server = server;
  }

  async tell(channel, count, me) {
    if (count > CROWD || Date.now() < this.#restsUntil) return;
    try {
      await this.#server.typing(channel, me);
    } catch ({ status, retryAfter }) {
      if (status === 429) this.#restsUntil = Date.now() + Math.max(REST, retryAfter);
    }
  }
}
