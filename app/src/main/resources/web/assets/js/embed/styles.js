const DARK = /\(prefers-color-scheme: ?dark\)/g;
const THEMES = { light: 'not all', dark: 'all' };

/** Beside the folder of this file. */
const text = fetch(import.meta.url.replace(/js\/[^?#]*/, 'css/embed.css')).then((answer) => answer.text());
text.catch(() => { /* told to who asks */ });

/**
 * The styles of the page's conversation, as a sheet for a shadow root: that is no matter of a page's policy, as inline styles would be.
 * A theme that the page asks for takes the place of what the reader's system prefers.
 */
export async function stylesFor(theme) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(THEMES[theme] ? (await text).replace(DARK, THEMES[theme]) : await text);
  return [sheet];
}
