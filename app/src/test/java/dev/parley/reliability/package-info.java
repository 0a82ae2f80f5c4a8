/**
 * Injected faults: real instances behind a real balancer over a real Redis, something of which breaks, and an account of what
 * fifty resuming clients heard against what was acknowledged.
 *
 * <pre>
 *  Publisher ──▶ Balancer ──▶ instances ──▶ Redis        Trial: steady traffic, the fault, steady traffic again
 *                   │             ▲
 *  Fleet ◀──────────┘             └── the fault          Verdict: what was lost, doubled, …  ──▶ docs/reliability.md
 * </pre>
 *
 * <p>The normal run is a short version; {@code bin/test --long} runs the full one and writes the report.
 */
package dev.parley.reliability;
