import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, decodeAll } from '../../main/resources/web/assets/js/parley/text.js';

test('the five escapes of the server, and numeric ones, become what was typed', () => {
  assert.equal(decode('&amp; &lt; &gt; &#34; &#39; &quot; &apos; &#x41;'), '& < > " \' " \' A');
});

test('what was typed as an entity stays one', () => {
  assert.equal(decode('&amp;lt;script&amp;gt;'), '&lt;script&gt;');
  assert.equal(decode('&amp;amp;amp;'), '&amp;amp;');
});

test('other entities, and numbers beyond Unicode, stay as they are', () => {
  assert.equal(decode('&nbsp; &copy; &; &#; &#9999999; R&D'), '&nbsp; &copy; &; &#; &#9999999; R&D');
});

test('in data, every string and key is decoded, and a prototype is only a key', () => {
  const data = JSON.parse('{"a&amp;b":["&lt;",1,null,{"c":"&#39;"}],"__proto__":{"x":"&gt;"}}');
  const decoded = decodeAll(data);
  assert.deepEqual(decoded['a&b'], ['<', 1, null, { c: "'" }]);
  assert.equal(decoded.x, undefined);
  assert.ok(Object.hasOwn(decoded, '__proto__'));
});
