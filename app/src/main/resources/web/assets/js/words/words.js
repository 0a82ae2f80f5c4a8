import { ENGLISH } from './en.js';

/** Languages that there is a table of beside English. */
const OTHERS = ['de', 'es'];

/** How often a table is asked for anew, and after how long first, ms: it doubles. */
const REPEATS = 3;
const PAUSE = 100;

const DAY_MS = 24 * 60 * 60_000;
const FORMS = {
  time: { timeStyle: 'short' },
  exact: { dateStyle: 'full', timeStyle: 'medium' },
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  dayAndYear: { dateStyle: 'full' },
};

/** All that is said in one language, and how times and lists are written in it. */
export class Words {
  /** For the attribute of that name. */
  lang;
  /** That of times. */
  locale;
  #table;
  #formats = new Map(); // making one is slow

  /** @param language {lang, locale} of choose() @param table text by key */
  constructor({ lang, locale } = choose([]), table = ENGLISH) {
    this.lang = lang;
    this.locale = locale;
    this.#table = table;
  }

  /** The text of this key with the values in their places; a `count` decides between the forms for one and for many. */
  say(key, values = {}) {
    const said = this.#table[key];
    const text = said.other ? said[new Intl.PluralRules(this.lang).select(values.count)] ?? said.other : said;
    return text.replace(/\{(\w+)\}/g, (_, name) => this.#written(values[name]));
  }

  /** The same as what `append` takes, with elements in the places. */
  parts(key, elements) {
    return this.#table[key].split(/\{(\w+)\}/).map((part, index) => (index % 2 ? elements[part] : part));
  }

  /** Why something did not work: what the server has said of it, as it is, else in these words. */
  problem({ status, detail }) {
    return status ? detail ?? this.say('answered', { status: String(status) }) : this.say('unreachable');
  }

  /** "a, b and c"; where the browser can't, a row. */
  list(names) {
    return Intl.ListFormat ? new Intl.ListFormat(this.lang).format(names) : names.join(', ');
  }

  time(at) {
    return this.#format('time', at);
  }

  exact(at) {
    return this.#format('exact', at);
  }

  /** Since when something is: a time of today, else the day, too. */
  since(at, now = Date.now()) {
    const isToday = new Date(at).toDateString() === new Date(now).toDateString();
    return isToday ? this.time(at) : `${this.day(at, now)}, ${this.time(at)}`;
  }

  day(at, now = Date.now()) {
    const date = new Date(at);
    if (date.toDateString() === new Date(now).toDateString()) return this.say('today');
    if (date.toDateString() === new Date(now - DAY_MS).toDateString()) return this.say('yesterday');
    return this.#format(date.getFullYear() === new Date(now).getFullYear() ? 'day' : 'dayAndYear', at);
  }

  #written(value) {
    return typeof value === 'number' ? value.toLocaleString(this.lang) : value;
  }

  #format(form, at) {
    if (!this.#formats.has(form)) this.#formats.set(form, new Intl.DateTimeFormat(this.locale, FORMS[form]));
    return this.#formats.get(form).format(at);
  }
}

/**
 * The language of words, which is the first of those that are wanted that there are words in; and that of times, which is the same as people
 * write it in the reader's country. Where there are no words in any, they are English, and times are written as the reader does.
 */
export function choose(wanted) {
  const known = wanted.filter(isLanguage);
  const lang = known.map(languageOf).find((one) => one === 'en' || OTHERS.includes(one)) ?? 'en';
  const own = known.filter((tag) => languageOf(tag) === lang);
  return { lang, locale: own.find((tag) => tag !== lang) ?? own[0] ?? known[0] ?? lang };
}

/** Words in that language. Another than English is loaded from beside this file; when it does not come, they are English. */
export async function wordsIn({ lang, locale }, english = ENGLISH) {
  const table = lang === 'en' ? {} : await load(lang);
  return new Words({ lang: table ? lang : 'en', locale }, { ...english, ...table }); // during an upgrade, a table may be older
}

/**
 * While instances are renewed one by one, the next that is asked may have it; under another address each time, since browsers remember of a module
 * that it failed.
 */
async function load(lang, n = 0) {
  try {
    const address = import.meta.url.replace(/js\/[^?#]*/, `js/words/${lang}.js`).replace(/\?.*/, '');
    return (await import(n ? `${address}?${n}` : address)).WORDS;
  } catch (fault) {
    if (n === REPEATS) return console.warn(`Words in “${lang}” can’t be loaded:`, fault);
    await new Promise((resolve) => setTimeout(resolve, PAUSE * 2 ** n));
    return load(lang, n + 1);
  }
}

const languageOf = (tag) => tag.split('-')[0].toLowerCase();

function isLanguage(tag) {
  try {
    return Boolean(tag && Intl.getCanonicalLocales(tag));
  } catch {
    return false;
  }
}
