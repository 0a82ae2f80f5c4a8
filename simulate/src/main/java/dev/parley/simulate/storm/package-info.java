/** Discrete events: messages queue at the core of each instance and the thread of each shard, while something happens. */
package dev.parley.simulate.storm;
