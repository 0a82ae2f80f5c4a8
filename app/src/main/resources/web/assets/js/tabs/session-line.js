const LINE = 'parley.session';

/** Tells the other tabs that somebody has signed in or out here. Where they can't be told, what is stored tells them. */
export class SessionLine {
  #line;

  /** changed(): another tab says so. */
  constructor(storage, changed) {
    storage.onOwnerChange(changed);
    try {
      this.#line = new BroadcastChannel(LINE);
      this.#line.onmessage = () => changed();
    } catch { /* site data is blocked */ }
  }

  tell() {
    this.#line?.postMessage('changed');
  }
}
