import { Channel } from '../capabilities.js';

const LINE = 'parley.session';
/** Word of it may come sooner than what is stored. */
const STORED_PATIENCE = 1_000;

/** Tells the other tabs that somebody has signed in or out here. Where they can't be told, what is stored tells them. */
export class SessionLine {
  #line;

  /** changed(): another tab says so. Who loads the page anew then finds nobody stored who has signed out. */
  constructor(storage, changed, Line = Channel) {
    storage.onOwnerChange(changed);
    if (!Line) return;
    this.#line = new Line(LINE);
    this.#line.onmessage = ({ data: { isOut } }) => {
      if (isOut && storage.owner && storage.isOwnerStill) setTimeout(changed, STORED_PATIENCE);
      else changed();
    };
  }

  /** @param {boolean} isOut whether somebody has signed out */
  tell(isOut) {
    this.#line?.postMessage({ isOut });
  }
}
