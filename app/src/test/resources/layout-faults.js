/**
 * Looks at the page as it is now: words that are cut off, that stick out of the window, or that lie over others. An ellipsis says itself that
 * something is missing; what scrolls can be reached; and what floats over the rest on purpose is left out.
 */
() => {
  const FLOATS = '.newest, .notice, .bubble';
  const faults = [];
  const pieces = [];
  const top = document.querySelector('dialog:modal') ?? document.body;

  const walk = (root) => {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_ALL);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      if (node.shadowRoot) walk(node.shadowRoot);
      if (node.nodeType === Node.TEXT_NODE && node.data.trim()) look(node, node.parentElement);
    }
  };

  const look = (text, element) => {
    const isSeen = element && !element.closest('svg, script, style, noscript, .skip') && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    if (!isSeen || isHiddenInPlace(element)) return;
    const range = document.createRange();
    range.selectNodeContents(text);
    [...range.getClientRects()].forEach((rect) => note(rect, text.data.trim(), element));
  };

  /** For screen readers only. */
  const isHiddenInPlace = (element) => {
    for (let one = element; one; one = parentOf(one)) if (getComputedStyle(one).clipPath !== 'none') return true;
    return false;
  };

  const parentOf = (element) => element.parentElement ?? element.getRootNode().host;

  const note = ({ left, right, top, bottom }, text, element) => {
    const seen = { left, right, top, bottom };
    const isElided = ellipsis(element);
    const blank = parseFloat(getComputedStyle(element).fontSize) / 2; // one at the end of a line may hang over
    for (let box = element; box && box !== document.documentElement; box = parentOf(box)) {
      const { overflowX, overflowY, position } = getComputedStyle(box);
      const edges = box.getBoundingClientRect();
      if (overflowX !== 'visible') {
        if (['hidden', 'clip'].includes(overflowX) && !isElided && (left < edges.left - blank || right > edges.right + blank)) faults.push(`cut: ${text}`);
        seen.left = Math.max(seen.left, edges.left);
        seen.right = Math.min(seen.right, edges.right);
      }
      if (overflowY !== 'visible') {
        const isFolded = box.closest('.folded');
        if (['hidden', 'clip'].includes(overflowY) && !isFolded && (seen.top < edges.top - 5 || seen.bottom > edges.bottom + 5)) faults.push(`cut: ${text}`);
        seen.top = Math.max(seen.top, edges.top);
        seen.bottom = Math.min(seen.bottom, edges.bottom);
      }
      if (position === 'fixed') break;
    }
    if (seen.bottom - seen.top < 3 || seen.right - seen.left < 3) return; // scrolled away
    if (seen.left < -1 || seen.right > innerWidth + 1) faults.push(`sticks out at the side: ${text}`);
    const scrolls = document.documentElement.scrollHeight > innerHeight && getComputedStyle(document.body).overflowY === 'visible';
    if (!scrolls && (seen.top < -1 || seen.bottom > innerHeight + 1)) faults.push(`sticks out: ${text}`);
    if (!element.closest(FLOATS)) pieces.push({ ...seen, text, element });
  };

  const ellipsis = (element) => {
    for (let one = element; one; one = parentOf(one)) if (getComputedStyle(one).textOverflow === 'ellipsis') return true;
    return false;
  };

  const overlap = (one, other) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > 3
    && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 4;

  const float = (element) => element.getRootNode().host?.closest('[overlay]') ?? null;

  walk(top);
  pieces.forEach((one, index) => pieces.slice(index + 1).forEach((other) => {
    const isOther = one.element !== other.element && float(one.element) === float(other.element);
    if (isOther && overlap(one, other)) faults.push(`“${one.text}” and “${other.text}” lie over each other`);
  }));
  return [...new Set(faults)];
}
