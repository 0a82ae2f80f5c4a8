/** Outcomes for people, for programs, and as a page. */
package dev.parley.wire.report;
