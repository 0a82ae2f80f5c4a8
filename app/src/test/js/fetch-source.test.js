import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Blocks, FetchSource } from '../../main/resources/web/assets/js/parley/fetch-source.js';

function told(...pieces) {
  const events = [];
  const blocks = new Blocks((type, { data, lastEventId }) => events.push([type, data, lastEventId]));
  pieces.forEach((piece) => blocks.take(piece));
  return events;
}

test('a stream is cut into events as the standard says, wherever the network has cut it', () => {
  const stream = ': a comment\nretry: 5\nevent: welcome\ndata: {"a":1}\nid: 1-0\n\ndata: one\r\ndata:two\r\n\r\ndata\rid\r\r\nevent: lonely\n\n';
  const events = [['welcome', '{"a":1}', '1-0'], ['message', 'one\ntwo', '1-0'], ['message', '', '']];
  assert.deepEqual(told(stream), events);
  assert.deepEqual(told(...stream), events, 'one character at a time');
});

test('what is no event stream does not fill the memory', () => {
  assert.throws(() => told('x'.repeat(2 << 20)), /no event stream/);
});

/** What a source tells until it has ended, and the state that it ended in. */
async function outcome(answer) {
  const source = new FetchSource(async () => answer);
  const heard = [];
  source.addEventListener('message', ({ data }) => heard.push(data));
  await new Promise((resolve) => { source.onerror = resolve; });
  return [heard, source.readyState];
}

const stream = { headers: { 'Content-Type': 'text/event-stream;charset=utf-8' } };

test('a stream that ends can be opened again, an answer that is none can not', async () => {
  assert.deepEqual(await outcome(new Response('data: hi\n\ndata: cut', stream)), [['hi'], 0]);
  assert.deepEqual(await outcome(new Response('no', { ...stream, status: 401 })), [[], 2]);
  assert.deepEqual(await outcome(new Response('<html>')), [[], 2]);
  assert.deepEqual(await outcome(Promise.reject(new TypeError('no network'))), [[], 0]);
});

test('a source that is closed tells nothing more, and lets the connection go', async () => {
  let signal;
  const source = new FetchSource((given) => {
    signal = given;
    return new Promise(() => {});
  });
  source.onerror = () => assert.fail('it was closed');
  source.close();
  assert.ok(signal.aborted);
  await new Promise(setImmediate);
});
