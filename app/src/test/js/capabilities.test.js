import assert from 'node:assert/strict';
import { test } from 'node:test';

const refusing = () => { throw new DOMException('Blocked.', 'SecurityError'); };

test('what is there and refuses, as where site data is blocked, counts as missing', async () => {
  Object.defineProperty(globalThis, 'localStorage', { get: refusing, configurable: true });
  Object.defineProperty(globalThis, 'navigator', { value: { locks: { request: async () => refusing() } }, configurable: true });
  globalThis.BroadcastChannel = class { constructor() { refusing(); } };
  globalThis.Intl = { ...Intl, Segmenter: undefined };
  const found = await import('../../main/resources/web/assets/js/capabilities.js');
  assert.deepEqual([found.siteStorage, found.Channel, found.segmenter, found.notifiers, await found.locks], Array(5).fill(undefined));
});

test('what works is used', async () => {
  const request = async (name, options, work) => work();
  Object.defineProperty(globalThis, 'localStorage', { value: { getItem: () => null }, configurable: true });
  Object.defineProperty(globalThis, 'navigator', { value: { locks: { request } }, configurable: true });
  globalThis.BroadcastChannel = class { close() {} };
  const found = await import('../../main/resources/web/assets/js/capabilities.js?again');
  assert.deepEqual([found.siteStorage, found.Channel, (await found.locks).request], [localStorage, BroadcastChannel, request]);
});
