const time = new Intl.DateTimeFormat([], { timeStyle: 'short' });
const exact = new Intl.DateTimeFormat([], { dateStyle: 'full', timeStyle: 'medium' });
const day = new Intl.DateTimeFormat([], { weekday: 'long', day: 'numeric', month: 'long' });
const dayAndYear = new Intl.DateTimeFormat([], { dateStyle: 'full' });
const DAY_MS = 24 * 60 * 60_000;

export const timeText = (at) => time.format(at);
export const exactText = (at) => exact.format(at);

export function dayText(at, now = Date.now()) {
  const date = new Date(at);
  if (date.toDateString() === new Date(now).toDateString()) return 'Today';
  if (date.toDateString() === new Date(now - DAY_MS).toDateString()) return 'Yesterday';
  return (date.getFullYear() === new Date(now).getFullYear() ? day : dayAndYear).format(at);
}
