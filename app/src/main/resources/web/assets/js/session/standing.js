/** Why somebody has no message box: {kind, why, mayReturn}, with kind for styles, why a key of words/, and mayReturn where signing in may help. */

const SIGNED_OUT = {
  expired: ['signed-out', 'expired', true],
  revoked: ['revoked', 'revoked', true],
  kicked: ['revoked', 'kicked', false],
};

/**
 * What the reader is told in this room instead of being let speak; undefined when they may.
 *
 * @param state the connection's
 * @param owner the user who was signed in here last; '' for nobody
 */
export function standing({ name, reason, you, denied = [] }, owner, channel) {
  if (name === 'signedout') return told(...(reason === 'expired' && !owner ? signInFirst() : SIGNED_OUT[reason]));
  if (owner && hasFallen(you)) return told('fallen', 'fallen', true);
  if (denied.includes(channel)) return told('barred', 'mayNotListen', !owner);
  const may = you?.may?.[channel];
  return may && !may.includes('publish') ? told('reader', 'mayOnlyListen', !owner) : undefined;
}

/** Whether the server has said that nobody is signed in. Until it has said anything, it is undefined. */
export function hasFallen(you) {
  return you !== undefined && !you?.user;
}

function signInFirst() {
  return ['signed-out', 'signInFirst', true];
}

function told(kind, why, mayReturn) {
  return { kind, why, mayReturn };
}
