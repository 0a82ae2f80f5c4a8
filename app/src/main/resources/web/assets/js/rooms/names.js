/** Where the page begins. */
export const EVERYONE = 'everyone';

const RESERVED = new Set(['subscribe', 'channels', 'assets', 'metrics', 'healthz', 'readyz', 'favicon.ico']);

/** Why this can't be a room's name, or nothing. */
export function problemWithName(name) {
  if (RESERVED.has(name)) return `“${name}” is a name that Parley needs for itself. Please choose another.`;
  if (/^[\p{L}\p{Nd}][\p{L}\p{Nd}_.:-]{0,63}$/u.test(name)) return '';
  return 'A room’s name has 1 to 64 letters, digits or _ . : - and begins with a letter or digit.';
}

export function normalName(name) {
  return name.trim().normalize('NFC');
}

export function addressOf(channel) {
  return `/${encodeURIComponent(channel)}`;
}

/** The room of an address; `/` is everyone's. */
export function channelAt(pathname) {
  try {
    return normalName(decodeURIComponent(pathname.slice(1))) || EVERYONE;
  } catch {
    return pathname.slice(1);
  }
}
