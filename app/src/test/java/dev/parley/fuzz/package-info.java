/** Input that nobody means well with: generated from a seed, so that what fails can be sent again. */
package dev.parley.fuzz;
