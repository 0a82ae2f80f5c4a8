package dev.parley.simulate.storm;

import dev.parley.simulate.model.Forecast;
import dev.parley.simulate.units.Unit;
import dev.parley.simulate.units.Units;

/**
 * What each step costs in µs, at the rates of the steady state.
 *
 * @param post and so on as in {@link Unit}
 */
record Prices(
        double post,
        double postRedis,
        double sendRedis,
        double hear,
        double deliver,
        double rehear,
        double rehearRedis,
        double join,
        double joinRedis,
        double firstJoin,
        double firstJoinRedis) {

    static Prices of(Units units, Forecast steady, double postsPerInstance) {
        return new Prices(
                units.of(Unit.POST_INSTANCE).at(postsPerInstance),
                units.of(Unit.POST_REDIS).at(steady.messages().mean()),
                units.value(Unit.SEND_REDIS),
                steady.hearing(steady.heard().mean()),
                units.of(Unit.DELIVER_INSTANCE).at(steady.deliveries().mean()),
                units.value(Unit.REHEAR_INSTANCE),
                units.value(Unit.REHEAR_REDIS),
                units.value(Unit.JOIN_INSTANCE),
                units.value(Unit.JOIN_REDIS),
                units.value(Unit.FIRST_JOIN_INSTANCE),
                units.value(Unit.FIRST_JOIN_REDIS));
    }
}
