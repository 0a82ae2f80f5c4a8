const NO_MESSAGES = new Set(['welcome', 'reset', 'heartbeat', 'presence', 'typing', 'status', 'bye']);

/** The message or custom event in an event of the stream, in the form that history has; else undefined. */
export function messageOf({ type, channel, positions, data }) {
  if (NO_MESSAGES.has(type)) return undefined;
  const id = positions.get(channel);
  // The stream does not tell when a custom event happened, but it is now, or nearly.
  return type === 'message' ? { id, ...data } : { id, event: type, data, at: Date.now() };
}
