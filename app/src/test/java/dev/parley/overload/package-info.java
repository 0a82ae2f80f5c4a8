/**
 * Strangers who attack an instance in every way that is known, within the default limits, beside honest people, who must not notice.
 *
 * <pre>
 *  Neighbours (ana, mason, newcomers, a balancer) ──▶ the instance, a process of its own ──▶ RedisLine ──▶ Redis
 *  Swarm (one habit, each stranger an address) ─────▶        ▲
 *                                                       Vitals (memory, threads)
 *
 *  Setting: how many strangers, which heap, how far Redis      Attack: the habit      Scene: one attack  ──▶ Outcome ──▶ docs/overload.md
 * </pre>
 *
 * <p>The normal run makes a moment of each attack, in which only what is counted decides; {@code bin/test --long} makes all of them under
 * all settings and writes the report. {@code -Dparley.overload=typing,four_strangers} runs only these attacks under these settings,
 * and writes none; {@code -Dparley.overload.seconds=12} makes all shorter.
 */
package dev.parley.overload;
