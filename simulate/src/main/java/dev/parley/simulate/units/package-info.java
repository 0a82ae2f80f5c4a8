/** What one of everything costs, as it was measured. */
package dev.parley.simulate.units;
