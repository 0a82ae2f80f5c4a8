/**
 * Who somebody is. A name anyone can type; so people are told apart by `user`, whom the server has verified, or by the `tag` of
 * their browser, and only where there is neither by the name.
 */

/** The same for everything that one person says and does. */
export function keyOf({ user, tag, sender, name = sender }) {
  if (user) return `user ${user}`;
  return tag ? `tag ${tag}` : `name ${name}`;
}

const HUES = 18;

/** A colour that is the same wherever this person is: in degrees. */
export function hueOf(key) {
  return [...key].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 9973, 7) % HUES * (360 / HUES);
}

/** People as `presence` and `typing` tell them: names, and beside each who that is. */
export function peopleOf(names, who = []) {
  return names.map((name, index) => ({ name, ...who[index] }));
}

const SHOWN_OF_TAG = 4;
const SHOWN_OF_USER = 12;

/** People of one room: where two of them have one name, however it is written, something tells them apart. */
export class Namesakes {
  #keys = new Map();

  /** people: whatever has a name or a sender. */
  constructor(people) {
    for (const person of people) this.#called(person).add(keyOf(person));
  }

  /** What is shown beside the name; '' where the name is enough. Verified people have their mark, so only another one counts. */
  distinction(person) {
    const own = keyOf(person);
    const others = [...this.#called(person)].filter((key) => key !== own);
    if (person.user) return others.some((key) => key.startsWith('user ')) ? person.user.slice(0, SHOWN_OF_USER) : '';
    return others.length ? shortTag(person) : '';
  }

  #called({ sender, name = sender }) {
    const called = name.toLowerCase();
    if (!this.#keys.has(called)) this.#keys.set(called, new Set());
    return this.#keys.get(called);
  }
}

/** As much of a tag as tells apart those of one name. */
export function shortTag({ tag = '' }) {
  return tag.slice(0, SHOWN_OF_TAG);
}
