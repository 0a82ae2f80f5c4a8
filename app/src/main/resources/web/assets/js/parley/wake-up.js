const REASONS = { online: 'network', offline: 'network', pageshow: 'awake', visibilitychange: 'awake' };

/** Calls when a connection should be looked at: after sleep, or when the network changed. Gives what ends that. */
export function onWakeUp(look) {
  const heard = ({ type }) => look(REASONS[type]);
  const types = Object.keys(REASONS);
  types.forEach((type) => globalThis.addEventListener?.(type, heard));
  return () => types.forEach((type) => globalThis.removeEventListener?.(type, heard));
}
