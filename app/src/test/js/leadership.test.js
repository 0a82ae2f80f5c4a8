import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Leadership } from '../../main/resources/web/assets/js/tabs/leadership.js';
import { settled as oneTurn } from './clock.js';
import { Browser } from './world.js';

/** A lock passes on in a few turns. */
async function settled() {
  for (let turn = 0; turn < 5; turn++) await oneTurn();
}

let browser;
let leads;
beforeEach(() => {
  browser = new Browser();
  leads = [];
});

/** A tab that is in line. */
function tab(name) {
  const { locks, crash } = browser.newTab();
  const leadership = new Leadership(locks, 'lead', {
    lead: () => leads.push(name), follow: () => leads.splice(leads.indexOf(name), 1) });
  leadership.campaign();
  return { leadership, crash };
}

test('the first tab leads, and when it resigns, the next', async () => {
  const [first] = [tab('first'), tab('second'), tab('third')];
  await settled();
  assert.deepEqual(leads, ['first']);
  first.leadership.resign();
  await settled();
  assert.deepEqual(leads, ['second']);
});

test('the lead of a tab that crashed passes on', async () => {
  const [first, second] = [tab('first'), tab('second')];
  await settled();
  first.crash();
  await settled();
  assert.ok(second.leadership.isHeld);
});

test('it can be taken from a tab that sleeps, which follows when it wakes, and gets in line', async () => {
  const [first, second] = [tab('first'), tab('second')];
  await settled();
  second.leadership.seize();
  await settled();
  assert.deepEqual([leads, first.leadership.isHeld], [['second'], false]);
  second.leadership.resign();
  await settled();
  assert.deepEqual(leads, ['first']);
});
