const FRONT = 'parley.front';

/** Whether the reader looks: at this tab, or at any of ours. */
export class Attention {
  #leaveFront = () => {};

  constructor() {
    ['focus', 'blur', 'pageshow'].forEach((type) => addEventListener(type, () => this.#keepFront()));
    document.addEventListener('visibilitychange', () => this.#keepFront());
    this.#keepFront();
  }

  get isHere() {
    return document.visibilityState === 'visible' && document.hasFocus();
  }

  async isInAnyTab() {
    if (this.isHere) return true;
    try {
      const { held } = await navigator.locks.query();
      return held.some(({ name }) => name === FRONT);
    } catch { // without Web Locks, each tab knows of itself
      return false;
    }
  }

  /** The tab in front holds a lock, for the others to see. */
  #keepFront() {
    this.#leaveFront();
    this.#leaveFront = () => {};
    if (!this.isHere) return;
    const end = new Promise((resolve) => { this.#leaveFront = resolve; });
    navigator.locks?.request(FRONT, { mode: 'shared' }, () => end).catch(() => { /* refused: see isInAnyTab */ });
  }
}

/** Says in the title, and on the app's icon, how much is unread. */
export function showTitle(channel, unread) {
  const title = `${unread ? `(${unread > 99 ? '99+' : unread}) ` : ''}${channel} · Parley`;
  if (document.title === title) return;
  document.title = title;
  navigator.setAppBadge?.(unread).catch(() => { /* it is not installed as an app */ });
}
