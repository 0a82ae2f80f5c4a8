/** The steady state: who is where, and what that costs each instance and each shard. */
package dev.parley.simulate.model;
