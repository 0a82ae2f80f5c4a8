import { keyOf, Namesakes, shortTag } from '../parley/people.js';
import { called } from '../rooms/order.js';
import { h, marks, paintAvatar, Part, reconcile, setText, tellApart } from './dom.js';

/** So many are seen at a glance; of more, one is found by writing a part of their name. */
const FEW = 8;

/** Who is in the room; of a crowd, the first hundred. */
export class PeopleList extends Part {
  static part = 'people-list';
  #box;
  #room = {};

  make() {
    this.#box = h('input', { type: 'search', 'aria-label': this.say('findPerson'), placeholder: this.say('findPerson'), autocomplete: 'off', spellcheck: 'false', hidden: true });
    return [h('h2.panel-title', {}, this.say('here'), ' ', h('span.people-count')), this.#box,
      h('p.hint.found', { role: 'status' }), h('ul', { role: 'list' }), h('p.hint.more')];
  }

  begin() {
    this.#box.addEventListener('input', () => this.#draw());
    this.#box.addEventListener('keydown', (event) => event.key === 'Escape' && this.#box.value && this.#clear(event));
  }

  /** {count, known}: how many there are, and those who are known of them. */
  render(channel, { count, known }, me) {
    if (channel !== this.#room.channel) this.#box.value = '';
    this.#room = { channel, count, known, me };
    this.#draw();
  }

  #draw() {
    const { count, known, me } = this.#room;
    const shown = called(known, this.#box.value);
    const namesakes = new Namesakes(known);
    const more = count - known.length;
    this.#box.hidden = known.length <= FEW && !this.#box.value;
    setText(this.find('.people-count'), String(count || ''));
    setText(this.find('.found'), this.#found(shown, more));
    setText(this.find('.more'), more > 0 ? this.say('more', { count: more }) : '');
    reconcile(this.find('ul'), shown, {
      keyOf: (person) => `${keyOf(person)} ${person.name}`,
      create: (person) => create(person, this.words),
      update: (row, person) => update(row, person, namesakes.distinction(person), keyOf(person) === keyOf(me) ? this.say('you') : ''),
    });
  }

  /** Among those who are known; of others nobody can say. */
  #found(shown, more) {
    if (!this.#box.value.trim()) return '';
    return shown.length || more > 0 ? this.say('found', { count: shown.length }) : this.say('noneFound');
  }

  /** And nothing else: a panel that is open stays open. */
  #clear(event) {
    event.preventDefault();
    event.stopPropagation();
    this.#box.value = '';
    this.#draw();
  }
}

function create(person, words) {
  const row = h('li', {}, h('span.avatar.small', { 'aria-hidden': 'true' }),
    h('span.cut', {}, h('bdi'), ' ', ...marks(words, { hidden: true })), h('span.hint'));
  paintAvatar(row.querySelector('.avatar'), person.name, keyOf(person));
  row.querySelector('bdi').textContent = person.name;
  row.title = titleOf(person, words);
  return row;
}

function titleOf(person, words) {
  if (person.user) return words.say('verifiedAs', person);
  return person.tag ? `${person.name} · ${shortTag(person)}` : person.name;
}

function update(row, person, distinction, hint) {
  tellApart(row, person, distinction);
  setText(row.querySelector('.hint'), hint);
}
