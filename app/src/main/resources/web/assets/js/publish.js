const TRIES = 6;
const ANSWER_TIMEOUT = 10_000;
const LONGEST_WAIT = 15_000;

// randomUUID exists only on https and localhost.
export function newKey() {
  return crypto.randomUUID?.() ?? crypto.getRandomValues(new Uint32Array(4)).join('-');
}

/** Publishes once, however many tries it takes: every try has the same key. Rejects with words for the author. */
export async function publish(channel, { key, sender, message }, onRetry) {
  for (let attempt = 1; ; attempt++) {
    const answer = await post(channel, key, { sender, message });
    if (answer?.ok) return;
    if (answer?.status < 500) throw new Error(await detailOf(answer));
    if (attempt === TRIES) throw new Error('Not sent. Your text is kept: press Send to try again.');
    const wait = waitBefore(attempt, answer);
    onRetry(wait);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

async function post(channel, key, body) {
  try {
    return await fetch(`/${encodeURIComponent(channel)}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_TIMEOUT),
    });
  } catch {
    return undefined;
  }
}

async function detailOf(answer) {
  const problem = await answer.json().catch(() => ({}));
  return problem.detail ?? `The server refused the message (${answer.status}).`;
}

function waitBefore(attempt, answer) {
  const asked = Number(answer?.headers.get('Retry-After')) * 1000 || 0;
  const backoff = 500 * 2 ** attempt * (0.5 + Math.random() / 2);
  return Math.min(LONGEST_WAIT, Math.max(asked, backoff));
}
