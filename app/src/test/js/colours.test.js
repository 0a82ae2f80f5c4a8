import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hueOf, keyOf } from '../../main/resources/web/assets/js/parley/people.js';
import { webFile } from './sources.js';

const css = webFile('assets/css/base.css');
const [light, dark] = css.split('@media (prefers-color-scheme: dark)');
const chroma = Number(/oklch\(var\(--avatar\) ([\d.]+) /.exec(css)[1]);

/** The value of a token in a theme, and what that refers to. */
function token(theme, name) {
  const [, value] = new RegExp(`--${name}: ([^;]+);`).exec(theme) ?? new RegExp(`--${name}: ([^;]+);`).exec(light);
  const [, other] = /^var\(--(?:parley-\w+, var\(--)?([\w-]+)\)/.exec(value) ?? [];
  return other ? token(theme, other) : value;
}

/** Linear red, green and blue, as far as a screen has them (CSS Color 4). */
function ofOklch(l, c, hue) {
  const [a, b] = [c * Math.cos(hue * Math.PI / 180), c * Math.sin(hue * Math.PI / 180)];
  const [long, middle, short] = [l + 0.3963377774 * a + 0.2158037573 * b, l - 0.1055613458 * a - 0.0638541728 * b, l - 0.0894841775 * a - 1.291485548 * b]
    .map((cone) => cone ** 3);
  return [4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short, -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short].map((part) => Math.min(1, Math.max(0, part)));
}

function ofHex(hex) {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit) : hex.slice(1).match(/../g);
  return digits.map((two) => parseInt(two, 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
}

const luminance = ([red, green, blue]) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;

function contrast(one, other) {
  const [darker, brighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (brighter + 0.05) / (darker + 0.05);
}

test('the letter on every avatar can be read, and every avatar seen, in both themes', () => {
  for (const [theme, name] of [[light, 'light'], [dark, 'dark']]) {
    for (let hue = 0; hue < 360; hue += 5) {
      const avatar = ofOklch(Number(token(theme, 'avatar')), chroma, hue);
      assert.ok(contrast(avatar, ofHex(token(theme, 'on-avatar'))) >= 4.5, `the letter, ${hue}°, ${name}`);
      ['page', 'panel'].forEach((ground) => assert.ok(contrast(avatar, ofHex(token(theme, ground))) >= 3, `on ${ground}, ${hue}°, ${name}`));
    }
  }
});

test('a colour is of who somebody is, never of what they are called', () => {
  const hue = (person) => hueOf(keyOf(person));
  assert.equal(hue({ name: 'Ana', user: '42' }), hue({ name: 'Ana Maria', user: '42' }));
  assert.equal(hue({ name: 'Mason', tag: 'k3f9aaaa' }), hue({ sender: 'Mo', tag: 'k3f9aaaa' }));
  const hues = Array.from({ length: 400 }, (_, n) => hue({ name: 'Mason', tag: `tag${n * 7919}` }));
  assert.ok(new Set(hues).size >= 12, 'many of one name have many colours');
  assert.ok(hues.every((one) => one >= 0 && one < 360));
});
