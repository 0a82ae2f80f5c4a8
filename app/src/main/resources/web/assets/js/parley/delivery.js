import { backoff } from './backoff.js';

/** A key that nobody has had before. (randomUUID exists only on https and localhost.) */
export function newKey() {
  return crypto.randomUUID?.() ?? crypto.getRandomValues(new Uint32Array(4)).join('-');
}

/**
 * Says it until it is answered, with the same key each time, so it is said once: {id, at}.
 * Rejects with a Problem only when the answer is final.
 */
export async function deliver(server, { channel, sender, message, key }, pause, isWanted = () => true) {
  for (let failures = 0; isWanted(); failures++) {
    try {
      return await server.say(channel, { sender, message, key });
    } catch (problem) {
      if (problem.isFinal) throw problem;
      await pause.for(Math.max(problem.retryAfter ?? 0, backoff(failures)));
    }
  }
  return undefined;
}
