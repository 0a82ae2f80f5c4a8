/** A copy of what is in a template. */
export function fromTemplate(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

/** Writing the same again would make screen readers say it again, and browsers lay it out again. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

const HUES = 8;

/** A circle with the first letter of the name, in a colour that is always the same for this name. */
export function paintAvatar(avatar, name) {
  const [first = '?'] = new Intl.Segmenter().segment(name.trim());
  setText(avatar, (first.segment ?? first).toUpperCase());
  avatar.dataset.hue = [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 9973, 7) % HUES;
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
