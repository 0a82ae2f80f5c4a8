import { siteStorage } from '../capabilities.js';

const KEY = 'parley.browser';
const BYTES = 18; // 24 characters
const FORM = /^[\w-]{16,64}$/;

let secret;

/**
 * What this browser keeps to be the same one next time: random, told to nobody but the server, which makes of it the tag that others
 * see. Where storage is blocked, it lives as long as the page.
 */
export function browserSecret() {
  secret ??= kept() ?? keep(random());
  return secret;
}

function kept() {
  const found = siteStorage?.getItem(KEY);
  return FORM.test(found) ? found : undefined;
}

function keep(made) {
  try {
    siteStorage.setItem(KEY, made);
  } catch { /* then only this page knows it */ }
  return kept() ?? made; // another tab may have been first
}

function random() {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_');
}
