import { text } from '../../css/embed.css';

const DARK = /\(prefers-color-scheme: ?dark\)/g;
const THEMES = { light: 'not all', dark: 'all' };

/**
 * The styles of the page's conversation, as a sheet for a shadow root: that is no matter of a page's policy, as inline styles would be.
 * A theme that the page asks for takes the place of what the reader's system prefers. They come in one file with the scripts (http/page/Bundle
 * makes that), so that both are of one version.
 */
export async function stylesFor(theme) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(THEMES[theme] ? text.replace(DARK, THEMES[theme]) : text);
  return [sheet];
}
