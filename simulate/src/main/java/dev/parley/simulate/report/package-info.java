/** Tables and plots. */
package dev.parley.simulate.report;
