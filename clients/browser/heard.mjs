// What every page here does with a message: it goes to open.mjs, each when the one before has arrived.
export const address = decodeURIComponent(location.search.slice(1));

let before = Promise.resolve();

export function heard({ lastEventId, data }) {
  const line = JSON.stringify({ id: lastEventId, message: JSON.parse(data) });
  before = before.then(() => fetch('/', { method: 'POST', body: line }));
}
