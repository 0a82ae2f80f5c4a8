/**
 * Who may ask, how much and how slowly: the address that a request comes from, the pages that may ask for it, and the limits.
 * Knows not what is asked for.
 */
package dev.parley.http.guard;
