import { setText } from './dom.js';

/**
 * Stands where the message box would, and says why there is none: what can be done about it, and what was being written, to be
 * copied. Event: `leave`, when whoever was signed out goes on as a guest.
 */
class SessionBar extends HTMLElement {
  connectedCallback() {
    this.querySelector('.leave').addEventListener('click', () => this.dispatchEvent(new CustomEvent('leave')));
  }

  /** @param standing of standing.js; undefined for nothing to say. @param address where to sign in, if anywhere */
  render(standing, address, draft) {
    this.hidden = !standing;
    if (!standing) return;
    this.dataset.kind = standing.kind;
    setText(this.querySelector('.words'), standing.words);
    const link = this.querySelector('.sign-in');
    link.hidden = !standing.mayReturn || !address;
    if (address) link.href = address;
    this.querySelector('.leave').hidden = standing.kind !== 'fallen';
    this.querySelector('.unsent').hidden = !draft.trim();
    const unsent = this.querySelector('textarea');
    if (unsent.value !== draft) unsent.value = draft; // else what is selected would not be any more
  }
}

customElements.define('session-bar', SessionBar);
