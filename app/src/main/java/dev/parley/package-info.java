/** Starts Parley: reads the settings, wires the parts by hand, and closes them in reverse order. */
package dev.parley;
