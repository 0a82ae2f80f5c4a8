/** What may wait for a loop that is slower than the chat. */
const MOST_WAITING = 1_000;

/**
 * The details of these events, from now on, for `for await`. It ends at the event `close`; and it throws when more than 1,000 wait, because
 * leaving some out would be silent.
 */
export function iterate(target, types) {
  const waiting = [];
  let wake = () => {};
  let isOver = false;
  const take = ({ detail }) => {
    if (waiting.push(detail) > MOST_WAITING) end();
    wake();
  };
  const end = () => {
    isOver = true;
    types.forEach((type) => target.removeEventListener(type, take));
    wake();
  };
  types.forEach((type) => target.addEventListener(type, take));
  target.addEventListener('close', end, { once: true });
  return {
    [Symbol.asyncIterator]() { return this; },
    async next() {
      while (!waiting.length && !isOver) await new Promise((resolve) => { wake = resolve; });
      if (waiting.length > MOST_WAITING) throw new RangeError(`This loop is more than ${MOST_WAITING} messages behind.`);
      return waiting.length ? { done: false, value: waiting.shift() } : { done: true, value: undefined };
    },
    async return() {
      end();
      waiting.length = 0;
      return { done: true, value: undefined };
    },
  };
}
