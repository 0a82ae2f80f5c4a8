/**
 * The thirty facts and how each is looked at.
 *
 * <pre>
 *   Suite ──▶ Check.look(Hub, Findings) ──▶ Outcome ──▶ report
 *                    │
 *                    └ opens connections, says things, kills and drains what it is allowed to
 * </pre>
 */
package dev.parley.wire.fact;
