const KEY_LIFETIME = 9 * 60_000; // the server remembers a key for 10 minutes
const PAGE = 200;

/**
 * Whether an entry is in the room though its answer was lost: {id}, or undefined.
 *
 * Within 10 minutes of the first try the server tells by the key, and nothing needs asking. After that the key alone would say it
 * twice, so the room is searched for these words by this name since then. (Whoever said the very same again
 * meanwhile, elsewhere, under the same name, is taken to have said this.)
 */
export async function alreadySaid(server, { channel, sender, message, since }) {
  if (!since?.head || Date.now() - since.at < KEY_LIFETIME) return undefined;
  for (let after = since.head; after;) {
    const { messages } = await server.history(channel, { after, limit: PAGE });
    const found = messages.find((said) => said.sender === sender && said.message === message);
    if (found) return found;
    after = messages.length === PAGE && messages.at(-1).id;
  }
  return undefined;
}
