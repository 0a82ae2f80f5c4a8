/**
 * The simulation, {@code bin/simulate}: what 100 instances and 1,000,000 listeners would cost, from what {@code bin/bench --only units}
 * measured of one or two.
 *
 * <pre>
 * units.Units ─┐
 *              ├──▶ model.Forecast   the steady state: CPU, messages, bytes, connections and memory of each instance and shard
 * model.Chat ──┤        │
 * Deployment   │        ├──▶ model.Sizing   how many of each a chat needs
 *              │        ▼
 *              └──▶ storm.Storm      discrete events: what people notice while something dies, drains or moves
 *                       │
 *                       ▼
 *                   report           tables and plots for docs/scaling.md
 * </pre>
 *
 * <p>Nothing here runs Parley; what it says is compared with what Parley does in {@link dev.parley.simulate.report.Validation}.
 */
package dev.parley.simulate;
