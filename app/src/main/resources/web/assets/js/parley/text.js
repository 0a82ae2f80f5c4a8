const NAMED = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Undoes the server's HTML escaping. In one pass, so that a typed "&lt;", which arrives as "&amp;lt;", stays what was
 * typed. The result is plain text: for `textContent`, never for `innerHTML`.
 */
export function decode(escaped) {
  if (!escaped.includes('&')) return escaped;
  return escaped.replace(/&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi, (entity, name, number, hex) => {
    if (name) return NAMED[name.toLowerCase()];
    const code = hex ? parseInt(hex, 16) : Number(number);
    return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
  });
}

/** The same for every string and key in a JSON value. */
export function decodeAll(value) {
  if (typeof value === 'string') return decode(value);
  if (Array.isArray(value)) return value.map(decodeAll);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [decode(key), decodeAll(inner)]));
}
