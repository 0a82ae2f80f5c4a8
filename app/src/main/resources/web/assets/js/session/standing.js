/** Why somebody has no message box: {kind, words, mayReturn}, with kind for styles and mayReturn where signing in may help. */

const SIGNED_OUT = {
  expired: ['signed-out', 'You have been signed out.', true],
  revoked: ['revoked', 'Your access has been withdrawn.', true],
  kicked: ['revoked', 'You have been sent out of this chat.', false],
};

/**
 * What the reader is told in this room instead of being let speak; undefined when they may.
 *
 * @param state the connection's
 * @param owner the user who was signed in here last; '' for nobody
 */
export function standing({ name, reason, you, denied = [] }, owner, channel) {
  if (name === 'signedout') return told(...(reason === 'expired' && !owner ? signInFirst() : SIGNED_OUT[reason]));
  if (owner && hasFallen(you)) return told('fallen', 'You have been signed out, and are a guest now.', true);
  if (denied.includes(channel)) return told('barred', 'You may not listen here.', !owner);
  const may = you?.may?.[channel];
  return may && !may.includes('publish') ? told('reader', 'You may listen here, but not speak.', !owner) : undefined;
}

/** Whether the server has said that nobody is signed in. Until it has said anything, it is undefined. */
export function hasFallen(you) {
  return you !== undefined && !you?.user;
}

function signInFirst() {
  return ['signed-out', 'This chat is for people who have signed in.', true];
}

function told(kind, words, mayReturn) {
  return { kind, words, mayReturn };
}
