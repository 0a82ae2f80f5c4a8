import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyOf, Namesakes, peopleOf } from '../../main/resources/web/assets/js/parley/people.js';

test('people are who the server has verified, else whose browser it is, else their name', () => {
  assert.equal(keyOf({ name: 'Ana', user: '42' }), keyOf({ sender: 'Ana Maria', user: '42' }));
  assert.equal(keyOf({ name: 'Ana', tag: 'k3f9aaaa' }), keyOf({ sender: 'Eve', tag: 'k3f9aaaa' }));
  assert.equal(keyOf({ name: 'Ana' }), keyOf({ sender: 'Ana' }));
  const all = [{ name: 'Ana' }, { name: 'Ana', tag: '42' }, { name: 'Ana', user: '42' }, { name: '42' }];
  assert.equal(new Set(all.map(keyOf)).size, 4);
});

test('names and who they are come side by side, or alone', () => {
  assert.deepEqual(peopleOf(['Ana', 'Eve', 'Max'], [{ user: '42' }, {}, { tag: 'k3f9aaaa' }]),
    [{ name: 'Ana', user: '42' }, { name: 'Eve' }, { name: 'Max', tag: 'k3f9aaaa' }]);
  assert.deepEqual(peopleOf(['Ana']), [{ name: 'Ana' }]);
});

test('two of one name are told apart, guests by their tags and users by their ids', () => {
  const [guest, other, ana, anna] = [
    { name: 'Ana', tag: 'k3f9aaaa' }, { name: 'ana', tag: 'p0qrbbbb' }, { name: 'Ana', user: '42' }, { name: 'Ana', user: '1234567890123' }];
  const of = (people, person) => new Namesakes(people).distinction(person);
  assert.equal(of([guest, guest], guest), '');
  assert.equal(of([guest, other], guest), 'k3f9');
  assert.equal(of([guest, ana], guest), 'k3f9');
  assert.equal(of([guest, ana], ana), '', 'she has her mark');
  assert.equal(of([ana, anna], anna), '123456789012');
  assert.equal(of([{ name: 'Ana' }, guest], { name: 'Ana' }), '', 'of whom nothing is known');
});
