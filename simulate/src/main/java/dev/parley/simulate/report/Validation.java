package dev.parley.simulate.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.simulate.model.Chat;
import dev.parley.simulate.model.Deployment;
import dev.parley.simulate.model.Forecast;
import dev.parley.simulate.units.Units;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the model says of loads that {@code bin/bench --only validate} has really made, beside what was measured. */
public final class Validation {
    /** By how much a prediction may be off. */
    public static final double TOLERANCE = 0.2;

    private final Set<String> origins = new LinkedHashSet<>();
    private final List<Run> runs = new ArrayList<>();

    /**
     * A measured load.
     *
     * @param instanceCpu cores of all instances together, redisCpu of all masters: medians, with the least and the most
     */
    private record Run(Chat chat, Deployment deployment, Measured instanceCpu, Measured redisCpu, Forecast forecast) {}

    private record Measured(double median, double least, double most) {
        static Measured of(JsonNode node) {
            return new Measured(
                    node.path("median").asDouble(),
                    node.path("least").asDouble(),
                    node.path("most").asDouble());
        }
    }

    /** Reads what was measured, and predicts it. */
    public static Validation read(Path file, Units units, long seed) throws IOException {
        JsonNode root = new ObjectMapper().readTree(file.toFile());
        Validation validation = new Validation();
        for (JsonNode run : root.path("runs")) {
            validation.origins.add(run.path("origin").asText());
            int listeners = run.path("listeners").asInt();
            Chat chat = Chat.of(
                    "",
                    run.path("channels").asInt(),
                    listeners,
                    run.path("rate").asDouble());
            Deployment deployment = new Deployment(
                    run.path("instances").asInt(),
                    run.path("shards").asInt(),
                    run.path("hear").asText().equals("all") ? Deployment.Hear.ALL : Deployment.Hear.INTEREST);
            validation.runs.add(new Run(
                    chat,
                    deployment,
                    Measured.of(run.path("instance_cpu")),
                    Measured.of(run.path("redis_cpu")),
                    Forecast.of(chat, deployment, units, seed)));
        }
        return validation;
    }

    /** On what, when and of what they were measured. */
    public String origin() {
        return String.join("; ", origins);
    }

    /** Whether all predictions are within the tolerance. */
    public boolean holds() {
        return misses() == 0;
    }

    public int predictions() {
        return 2 * runs.size();
    }

    public int misses() {
        int misses = 0;
        for (Run run : runs) {
            misses += isOff(instances(run), run.instanceCpu()) ? 1 : 0;
            misses += isOff(masters(run), run.redisCpu()) ? 1 : 0;
        }
        return misses;
    }

    /** Both figures of each. */
    public String table() {
        Table table = new Table(
                "instances, masters",
                "instances: predicted",
                "measured",
                "off by",
                "Redis: predicted",
                "measured",
                "off by");
        for (Run run : runs) {
            table.row(
                    run.deployment().instances() + ", " + run.deployment().shards() + " (`"
                            + run.deployment().hear().name().toLowerCase(Locale.ROOT) + "`)",
                    Words.percent(instances(run)),
                    text(run.instanceCpu()),
                    off(instances(run), run.instanceCpu()),
                    Words.percent(masters(run)),
                    text(run.redisCpu()),
                    off(masters(run), run.redisCpu()));
        }
        return table.toString();
    }

    /** What was said and listened to in all of them. */
    public String load() {
        Chat chat = runs.get(0).chat();
        return String.format(
                Locale.ROOT,
                "%,d channels, %,d listeners, %,.0f messages/s",
                chat.channels(),
                chat.listeners(),
                chat.rate());
    }

    private static double instances(Run run) {
        return run.forecast().instanceCpu().mean() * run.deployment().instances();
    }

    private static double masters(Run run) {
        return run.forecast().shardCpu().mean() * run.deployment().shards();
    }

    private static boolean isOff(double predicted, Measured measured) {
        return Math.abs(predicted / measured.median() - 1) > TOLERANCE;
    }

    private static String off(double predicted, Measured measured) {
        String text = String.format(Locale.ROOT, "%+.0f %%", (predicted / measured.median() - 1) * 100);
        return isOff(predicted, measured) ? "**" + text + "**" : text;
    }

    private static String text(Measured measured) {
        return Words.percent(measured.median()) + " (" + Words.percent(measured.least()) + "–"
                + Words.percent(measured.most()) + ")";
    }
}
