/**
 * What this browser lets a page do. Where site data is blocked, locks, channels and storage are all there, and refuse; older browsers
 * lack some. So each is tried, once; what does not work is undefined, here and for everybody who asks.
 */

const PROBE = 'parley.probe';

const tried = (attempt) => {
  try {
    return attempt() ?? undefined;
  } catch {
    return undefined;
  }
};

/** localStorage, as far as it can be read; whether something more fits shows when it is written. */
export const siteStorage = tried(() => {
  globalThis.localStorage.getItem(PROBE);
  return globalThis.localStorage;
});

/** The class BroadcastChannel. */
export const Channel = tried(() => {
  new BroadcastChannel(PROBE).close();
  return BroadcastChannel;
});

/** Cuts text into what people see as letters. */
export const segmenter = tried(() => new Intl.Segmenter());

/** Service workers, which show notifications also on phones; whether people want any is asked when they do. */
export const notifiers = tried(() => globalThis.Notification && navigator.serviceWorker);

/** Web Locks that are granted; resolves to undefined where they are missing or refused. */
export const locks = (async () => {
  try {
    await navigator.locks.request(PROBE, { ifAvailable: true }, () => {});
    return navigator.locks;
  } catch {
    return undefined;
  }
})();

/** What tabs work together with, if all of it is there; else undefined. */
export async function tools() {
  const granted = await locks;
  return granted && Channel ? { locks: granted, Channel } : undefined;
}
