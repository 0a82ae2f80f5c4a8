package dev.parley.simulate.units;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All unit costs, and where they are from. */
public final class Units {
    private final String origin;
    private final Map<Unit, Cost> costs;

    /** @param costs of every unit */
    public Units(String origin, Map<Unit, Cost> costs) {
        this.origin = origin;
        this.costs = new EnumMap<>(costs);
        for (Unit unit : Unit.values()) {
            if (!costs.containsKey(unit)) {
                throw new IllegalArgumentException(
                        "there is no " + unit.key() + "; measure it with bin/bench --only units");
            }
        }
    }

    /**
     * Reads what {@code bin/bench --only units} wrote: {@code {"origin": "…", "units": {"post_instance": [{"rate": …, "median": …,
     * "least": …, "most": …}, …], …}}}.
     *
     * @throws IllegalArgumentException when one is missing, or isn't a number
     */
    public static Units read(Path file) throws IOException {
        JsonNode root = new ObjectMapper().readTree(file.toFile());
        Map<Unit, Cost> costs = new EnumMap<>(Unit.class);
        for (Unit unit : Unit.values()) {
            JsonNode points = root.path("units").path(unit.key());
            if (points.size() > 0) {
                costs.put(unit, cost(unit, points));
            }
        }
        return new Units(root.path("origin").asText("unknown"), costs);
    }

    /** On what, when and of what they were measured. */
    public String origin() {
        return origin;
    }

    public Cost of(Unit unit) {
        return costs.get(unit);
    }

    /** The value of one that does not depend on a rate. */
    public double value(Unit unit) {
        return of(unit).value();
    }

    private static Cost cost(Unit unit, JsonNode points) {
        List<Cost.Point> all = new ArrayList<>();
        for (JsonNode point : points) {
            all.add(new Cost.Point(
                    number(unit, point, "rate"),
                    number(unit, point, "median"),
                    number(unit, point, "least"),
                    number(unit, point, "most")));
        }
        return new Cost(all);
    }

    private static double number(Unit unit, JsonNode point, String name) {
        JsonNode value = point.path(name);
        if (!value.isNumber()) {
            throw new IllegalArgumentException(unit.key() + " has no number as its " + name);
        }
        return value.asDouble();
    }
}
