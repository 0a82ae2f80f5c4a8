import { isId } from '../parley/ids.js';
import { channelAt, problemWithName } from '../rooms/names.js';

/** The address says which room is shown, and which message of it. Links to rooms are followed without loading the page anew. */
export class Navigation {
  #shown;

  /** shown({channel, id}) when the address has changed. */
  constructor(shown) {
    this.#shown = shown;
    addEventListener('popstate', () => this.#shown(this.place));
    document.addEventListener('click', (event) => this.#clicked(event));
  }

  get place() {
    const id = location.hash.slice(1);
    return { channel: channelAt(location.pathname), id: isId(id) ? id : undefined };
  }

  go(address) {
    history.pushState(null, '', address);
    this.#shown(this.place);
  }

  /** The reader has moved on from the message that the address names. */
  forgetMessage() {
    if (location.hash) history.replaceState(null, '', location.pathname);
  }

  #clicked(event) {
    const link = event.target.closest('a');
    if (!link || link.target || link.matches('.sign-in') || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.origin !== location.origin || problemWithName(channelAt(link.pathname))) return;
    event.preventDefault();
    if (link.classList.contains('skip')) document.querySelector(link.hash).focus();
    else this.go(link.href);
  }
}
