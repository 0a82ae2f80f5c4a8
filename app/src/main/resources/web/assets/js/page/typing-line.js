import { keyOf, Namesakes } from '../parley/people.js';
import { Part, setText } from './dom.js';

const NAMED = 3;

/** Who is writing, other than the reader. */
export class TypingLine extends Part {
  static part = 'typing-line';

  render(people, me) {
    const namesakes = new Namesakes([...people, me]);
    const others = people.filter((person) => keyOf(person) !== keyOf(me));
    setText(this, wordsFor(others.map((person) => calledFor(person, namesakes.distinction(person))), this.words));
  }
}

function calledFor({ name, user }, distinction) {
  return [name, user && '✓', distinction && `· ${distinction}`].filter(Boolean).join(' ');
}

function wordsFor(names, words) {
  if (!names.length) return '';
  if (names.length > NAMED) return words.say('manyTyping');
  return words.say('typing', { count: names.length, names: words.list(names) });
}
