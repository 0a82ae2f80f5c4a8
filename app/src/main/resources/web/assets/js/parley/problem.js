const TRY_AGAIN = [408, 425, 429];

/** An answer that is no success; status 0 when there was none at all. The message is for people. */
export class Problem extends Error {
  /**
   * detail: what is wrong, where the server has said it; reason: why, where it tells that in a word; channels: which ones it is about.
   *
   * @param {number} status
   * @param {string} [detail]
   * @param {number} [retryAfter] ms
   * @param {{reason?: string, channels?: string[]}} [more]
   */
  constructor(status, detail, retryAfter = 0, { reason, channels } = {}) {
    super(detail ?? `The server answered ${status}.`);
    this.status = status;
    this.detail = detail;
    this.retryAfter = retryAfter;
    this.reason = reason;
    this.channels = channels;
  }

  /** The same request would get the same answer. */
  get isFinal() {
    return this.status >= 400 && this.status < 500 && !TRY_AGAIN.includes(this.status);
  }
}

/** What an answer of the server says is wrong. */
export async function problemOf(answer) {
  const { detail, reason, channels } = await answer.json().catch(() => ({}));
  const retryAfter = Number(answer.headers.get('Retry-After')) * 1000 || 0;
  return new Problem(answer.status, detail, retryAfter, { reason, channels });
}
