import { segmenter } from '../capabilities.js';
import { hueOf } from '../parley/people.js';

/** The one element with this tag, or that this selector finds. */
export const the = (selector) => document.querySelector(selector);

/** Whether fingers do it: then typing raises a keyboard over half the page, and its Enter is for new lines. */
export const isTouched = () => matchMedia('(pointer: coarse)').matches;

/** An element: h('p.hint', { role: 'status' }, 'text', child, …). An attribute that is undefined or false is left out, one that is true is empty. */
export function h(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split('.');
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(' ');
  Object.entries(attributes).forEach(([attribute, value]) => {
    if (value !== undefined && value !== false) element.setAttribute(attribute, value === true ? '' : value);
  });
  element.append(...children);
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';
const ICONS = {
  down: 'M12 5v14M6 13l6 6 6-6',
  send: 'M12 19V5M5.5 11.5 12 5l6.5 6.5',
  close: 'M6 6l12 12M18 6 6 18',
  talk: 'M4 5h16v11H10l-5 4v-4H4z',
  people: 'M9 4.5a3.5 3.5 0 1 0 .01 0M2.5 20c.5-3.6 3-5.5 6.5-5.5s6 1.9 6.5 5.5M16 4.8a3.5 3.5 0 0 1 0 6.4M18.5 15c1.7.8 2.7 2.4 3 5',
};

export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[name]);
  Object.entries({ class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true' }).forEach((attribute) => svg.setAttribute(...attribute));
  svg.append(path);
  return svg;
}

/** The mark of a verified name, and what tells it apart from the same name of others: see tellApart. */
export const marks = (words, attributes) => [
  h('span.verified', { role: 'img', 'aria-label': words.say('verified'), title: words.say('verified'), ...attributes }, '✓'), h('span.distinction')];

/**
 * An element that makes its own inside, and finds nothing but that: so it works in any page, and in a shadow root. Its styles go by the
 * class that is named like its tag on Parley's page.
 */
export class Part extends HTMLElement {
  /** Those of the page. */
  static words;
  #isMade = false;

  /** What it says: in the words of the <parley-room> that it is in, else in the page's. */
  get words() {
    return this.getRootNode().host?.words ?? Part.words;
  }

  say(key, values) {
    return this.words.say(key, values);
  }

  connectedCallback() {
    if (this.#isMade) return;
    this.#isMade = true;
    this.classList.add(this.constructor.part);
    const inside = this.make();
    if (inside) this.replaceChildren(...inside);
    this.begin();
  }

  /** What is inside; undefined for what the page has put there. */
  make() {}

  /** It is in a page now. */
  begin() {}

  find(selector) {
    return this.querySelector(selector);
  }

  tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** tag → class, parts before what is made of them. */
export function define(elements) {
  Object.entries(elements).forEach(([tag, element]) => customElements.define(tag, element));
}

/** Writing the same again would make screen readers say it again, and browsers lay it out again. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Marks a name as verified, and tells it apart from the same name of others. */
export function tellApart(element, { user }, distinction) {
  const mark = element.querySelector('.verified');
  if (!mark) return; // a row that could not be made
  mark.hidden = !user;
  setText(element.querySelector('.distinction'), distinction && `· ${distinction}`);
}

/** A circle with the first letter of the name, in a colour that is always the same for this person, whatever they are called. */
export function paintAvatar(avatar, name, key) {
  setText(avatar, firstLetter(name.trim()).toUpperCase());
  avatar.style.setProperty('--hue', hueOf(key));
}

/** As people see it; where the browser can't tell, a part of it. */
function firstLetter(name) {
  const [first] = segmenter ? segmenter.segment(name) : name;
  return first?.segment ?? first ?? '?';
}

/** Makes a list's children match the items, keeping the elements of those that stay. */
export function reconcile(list, items, { keyOf, create, update }) {
  const wanted = new Set(items.map(keyOf));
  const kept = new Map();
  for (const child of [...list.children]) {
    if (wanted.has(child.key)) kept.set(child.key, child);
    else child.remove();
  }
  let next = list.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    const element = kept.get(key) ?? Object.assign(create(item), { key });
    if (element === next) next = next.nextElementSibling;
    else list.insertBefore(element, next);
    update(element, item);
  }
}
