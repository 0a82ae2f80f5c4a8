/** Runs the work while no other tab does the same; without Web Locks, at least not twice in this one. */
export function exclusively(lock, work) {
  return globalThis.navigator?.locks ? navigator.locks.request(lock, work) : work();
}
