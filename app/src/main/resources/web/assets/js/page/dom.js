/** The one element with this tag, or that this selector finds. */
export const the = (selector) => document.querySelector(selector);

/** Whether fingers do it: then typing raises a keyboard over half the page, and its Enter is for new lines. */
export const isTouched = () => matchMedia('(pointer: coarse)').matches;

/** A copy of what is in a template. */
export function fromTemplate(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
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

/** A modal dialog that a press beside it closes; its backdrop counts as the dialog itself. */
export function closeBeside(dialog) {
  dialog.addEventListener('click', ({ target, clientX, clientY }) => {
    const { left, right, top, bottom } = dialog.getBoundingClientRect();
    const isBeside = clientX < left || clientX > right || clientY < top || clientY > bottom;
    if (target === dialog && isBeside) dialog.close();
  });
}

const HUES = 8;

/** A circle with the first letter of the name, in a colour that is always the same for this person. */
export function paintAvatar(avatar, name, key) {
  setText(avatar, firstLetter(name.trim()).toUpperCase());
  avatar.dataset.hue = [...key].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 9973, 7) % HUES;
}

/** As people see it; where the browser can't tell, a part of it. */
function firstLetter(name) {
  const [first] = Intl.Segmenter ? new Intl.Segmenter().segment(name) : name;
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

/**
 * Hands a custom event to the page that Parley is embedded in: `addEventListener('userJoined', ({ detail }) => …)`, with
 * {channel, id, data, at}. Whoever may post chooses its name, so names of the browser's own events are not passed on.
 */
export function dispatch(channel, { event, id, data, at }) {
  if (`on${event.toLowerCase()}` in window) return;
  window.dispatchEvent(new CustomEvent(event, { detail: { channel, id, data, at } }));
}
