package dev.parley.simulate;

import dev.parley.simulate.units.Cost;
import dev.parley.simulate.units.Unit;
import dev.parley.simulate.units.Units;
import java.util.EnumMap;
import java.util.Map;

/** Unit costs as they were when the model was first worked out by hand. */
public final class TestUnits {
    private TestUnits() {}

    public static Units byHand() {
        return new Units("by hand", costs());
    }

    /** The same with another cost of one. */
    public static Units with(Unit unit, Cost cost) {
        Map<Unit, Cost> costs = costs();
        costs.put(unit, cost);
        return new Units("by hand", costs);
    }

    private static Map<Unit, Cost> costs() {
        Map<Unit, Cost> costs = new EnumMap<>(Unit.class);
        for (Unit unit : Unit.values()) {
            costs.put(unit, Cost.of(0));
        }
        costs.put(Unit.POST_INSTANCE, Cost.of(95));
        costs.put(Unit.POST_REDIS, Cost.of(23));
        costs.put(Unit.SEND_REDIS, Cost.of(4));
        costs.put(Unit.HEAR_INSTANCE, Cost.of(15));
        costs.put(Unit.FOREIGN_INSTANCE, Cost.of(13));
        costs.put(Unit.DELIVER_INSTANCE, Cost.of(10.3));
        costs.put(Unit.SUBSCRIPTION_BYTES, Cost.of(314));
        costs.put(Unit.FURTHER_SUBSCRIPTION_BYTES, Cost.of(135));
        costs.put(Unit.REHEAR_INSTANCE, Cost.of(20));
        costs.put(Unit.REHEAR_REDIS, Cost.of(2 * 2.2 + 1.7));
        costs.put(Unit.JOIN_INSTANCE, Cost.of(150));
        costs.put(Unit.FIRST_JOIN_INSTANCE, Cost.of(250));
        costs.put(Unit.JOIN_REDIS, Cost.of(5));
        costs.put(Unit.FIRST_JOIN_REDIS, Cost.of(50));
        costs.put(Unit.EVENT_BYTES, Cost.of(200));
        return costs;
    }
}
