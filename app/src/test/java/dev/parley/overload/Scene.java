package dev.parley.overload;

import static org.awaitility.Awaitility.await;

import dev.parley.support.InstanceProcess;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;

/** One attack on a stage, beside the neighbours, who were there before and stay for a while. */
final class Scene {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern UNDER_WAY = Pattern.compile("(?m)^parley_under_way_bytes\\{[^}]*} (\\S+)$");
    private static final Pattern STREAMS = Pattern.compile("(?m)^parley_streams (\\S+)$");

    /** Of the neighbours, a newcomer among them. */
    private static final double USUAL_STREAMS = 4;

    private final Setting setting;
    private final InstanceProcess instance;
    private final Neighbours neighbours;

    private Scene(Setting setting, InstanceProcess instance, Neighbours neighbours) {
        this.setting = setting;
        this.instance = instance;
        this.neighbours = neighbours;
    }

    static Outcome play(Setting setting, Stage stage, Attack attack) {
        InstanceProcess instance = stage.instance();
        try (Neighbours neighbours = new Neighbours(stage.port(attack), !attack.isBehindCaddy(), setting.bounds());
                Vitals vitals = Vitals.watch(instance.pid())) {
            neighbours.start();
            int attempts;
            try (Strangers strangers = stage.begin(attack)) {
                long until = System.nanoTime() + setting.length.toNanos();
                await().atMost(setting.length.plus(PATIENCE)).until(() -> System.nanoTime() > until);
                attempts = strangers.attempts();
            }
            Scene scene = new Scene(setting, instance, neighbours);
            Duration afterwards = scene.awaitNormal();
            neighbours.stop();
            return scene.outcome(attempts, vitals, afterwards);
        }
    }

    /** Until nothing is left of the strangers, and the neighbours have been served well for a second. */
    private Duration awaitNormal() {
        long end = System.nanoTime();
        long[] cleanAt = {0};
        try {
            await().atMost(PATIENCE).until(() -> {
                if (cleanAt[0] == 0 && isClean()) {
                    cleanAt[0] = System.nanoTime();
                }
                return cleanAt[0] != 0
                        && System.nanoTime() - badAt() > setting.calm().toNanos();
            });
        } catch (ConditionTimeoutException never) {
            return PATIENCE;
        }
        return Duration.ofNanos(Math.max(0, Math.max(cleanAt[0], badAt()) - end));
    }

    private long badAt() {
        return neighbours.all().stream().mapToLong(Tally::badAt).max().orElseThrow();
    }

    private boolean isClean() {
        try {
            String metrics = instance.http().get("/metrics").text();
            return sum(STREAMS, metrics) <= USUAL_STREAMS && sum(UNDER_WAY, metrics) == 0;
        } catch (UncheckedIOException notNow) {
            return false;
        }
    }

    private Outcome outcome(int attempts, Vitals vitals, Duration afterwards) {
        List<Tally> all = neighbours.all();
        boolean isWithinBounds = all.stream().allMatch(Tally::isWithinBound)
                && vitals.residentMib() <= setting.maxResidentMib()
                && vitals.threads() <= Outcome.MAX_THREADS;
        return new Outcome(
                attempts,
                all.stream().mapToInt(Tally::all).sum(),
                all.stream().mapToInt(Tally::failures).sum(),
                neighbours.presenceMoves(),
                neighbours.lostOrDoubled(),
                neighbours.posts.p99(),
                neighbours.heard.p99(),
                neighbours.streams.p99(),
                neighbours.health.p99(),
                neighbours.health.longest(),
                vitals.residentMib(),
                vitals.threads(),
                afterwards,
                isWithinBounds,
                neighbours.troubles());
    }

    private static double sum(Pattern pattern, String metrics) {
        Matcher found = pattern.matcher(metrics);
        double sum = 0;
        while (found.find()) {
            sum += Double.parseDouble(found.group(1));
        }
        return sum;
    }
}
