/**
 * The browser client's files and its page, as they are served: the files under the version of them all, the page with what was said
 * last in it.
 */
package dev.parley.http.page;
