import { problemOf, Problem } from '../parley/problem.js';
import { newKey } from '../parley/retry.js';

const PATIENCE = 10_000;
/** That somebody signs out, or just has: a cookie, since all tabs see a cookie at once, and what is stored a little later. */
const LEAVING = 'parley-leaving';
const LEAVING_SECONDS = 20;

/** Whether this browser keeps cookies for the page. What it says of that itself (navigator.cookieEnabled) is not always so. */
export function areCookiesKept() {
  const probe = `parley-${newKey()}`; // of this tab: others may try, too
  keep(probe, LEAVING_SECONDS);
  const areKept = document.cookie.includes(probe);
  keep(probe, 0);
  return areKept;
}

/**
 * Who the reader is by a cookie, the credentials of Parley's own page (see parley/credentials.js). No script can read it, it survives
 * reloads, all tabs and their streams have it at once, and a page of the same site may set it anew at any time.
 */
export class Cookie {
  needsTicket = false;
  version = 0;
  #base;
  #storage;
  #renewal;
  #renewing;

  /** renewal(): the address where whoever is signed in gets a fresh one, as by following the link to it; undefined for none. */
  constructor(base, storage, renewal) {
    this.#base = base;
    this.#storage = storage;
    this.#renewal = renewal;
  }

  async headers() {
    return {};
  }

  /** For who is signed in; what came of it can't be seen from here, so the next answer tells. Some page may have renewed it, too. */
  async renew(version) {
    if (version !== this.version) return true;
    if (!this.#mayRenew) return false;
    this.#renewing ??= this.#visit().finally(() => { this.#renewing = undefined; });
    await this.#renewing;
    return true;
  }

  /** Becomes whoever has this token. */
  begin(token) {
    return this.#session({ method: 'POST', headers: { Authorization: `Bearer ${token}` } });
  }

  /** No tab may get a fresh one meanwhile. */
  async end() {
    keep(LEAVING, LEAVING_SECONDS);
    try {
      await this.#session({ method: 'DELETE' });
    } catch (problem) {
      keep(LEAVING, 0);
      throw problem;
    }
  }

  /** Not for somebody who is signing out in whatever tab, or has: their application may know them still. */
  get #mayRenew() {
    return Boolean(this.#storage.owner) && this.#storage.isOwnerStill && !document.cookie.includes(LEAVING);
  }

  async #visit() {
    const address = this.#renewal();
    if (address) await fetch(address, { mode: 'no-cors', credentials: 'include', ...quickly() }).catch(() => { /* as it was */ });
    this.version++;
  }

  async #session(init) {
    const answer = await fetch(`${this.#base}session`, { ...init, ...quickly() })
      .catch(() => { throw new Problem(0, 'The server can’t be reached.'); });
    if (!answer.ok) throw await problemOf(answer);
    this.version++;
  }
}

function keep(name, seconds) {
  document.cookie = `${name}=1; Path=/; SameSite=Strict; Max-Age=${seconds}`;
}

function quickly() {
  return { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) };
}
