import { Channel } from '../capabilities.js';

const LINE = 'parley.session';

/** Tells the other tabs that somebody has signed in or out here. Where they can't be told, what is stored tells them. */
export class SessionLine {
  #line;

  /** changed(): another tab says so. */
  constructor(storage, changed) {
    storage.onOwnerChange(changed);
    if (!Channel) return;
    this.#line = new Channel(LINE);
    this.#line.onmessage = () => changed();
  }

  tell() {
    this.#line?.postMessage('changed');
  }
}
