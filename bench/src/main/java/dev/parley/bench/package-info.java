/**
 * The benchmark, {@code bin/bench}.
 *
 * <pre>
 * Bench ── Plan ── Rounds ──▶ subject.Subject   starts a server, and says how it is spoken to (load.Dialect)
 *                    │
 *                    └──▶ scenario.Scenario ──▶ load.Load      makes the load, counts what arrives and how late
 *                              │                measure        what it costs, from /proc and Redis
 *                              ▼
 *                         report.Results ──▶ report.ResultsPage, with tables, ratios and plots
 * </pre>
 *
 * <p>{@code server} has the yardsticks, which run in processes of their own.
 */
package dev.parley.bench;
