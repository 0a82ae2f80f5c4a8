package dev.parley.bench.scenario;

import dev.parley.bench.subject.Server;
import java.io.IOException;

/** CPU that the first two instances and Redis spend on something, beyond what they do at rest. */
final class Meter {
    /** The instance that is spoken to, and the one that listens. */
    static final int SPOKEN_TO = 0;

    static final int LISTENING = 1;

    /** Something that takes a while. */
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** In µs; nothing where it was less than what they do at rest. */
    record Spent(double spokenTo, double listening, double redis) {
        Spent {
            spokenTo = Math.max(0, spokenTo);
            listening = Math.max(0, listening);
            redis = Math.max(0, redis);
        }
    }

    private final Stage stage;
    private final Server server;
    private double spokenTo; // at rest, of a core
    private double listening;
    private double redis;

    Meter(Stage stage) {
        this.stage = stage;
        this.server = stage.server();
    }

    /** Finds out anew what they do at rest. */
    void rest(double seconds) throws InterruptedException {
        stage.awaitRest();
        double[] before = busy();
        long begin = System.nanoTime();
        Thread.sleep((long) (seconds * 1e3));
        double past = (System.nanoTime() - begin) / 1e9;
        double[] after = busy();
        spokenTo = (after[0] - before[0]) / past;
        listening = (after[1] - before[1]) / past;
        redis = (after[2] - before[2]) / past;
    }

    /** Of a core, by both instances and by Redis. */
    double instancesAtRest() {
        return spokenTo + listening;
    }

    double redisAtRest() {
        return redis;
    }

    Spent of(Work work) throws IOException, InterruptedException {
        double[] before = busy();
        long begin = System.nanoTime();
        work.run();
        double past = (System.nanoTime() - begin) / 1e9;
        double[] after = busy();
        return new Spent(
                (after[0] - before[0] - spokenTo * past) * 1e6,
                (after[1] - before[1] - listening * past) * 1e6,
                (after[2] - before[2] - redis * past) * 1e6);
    }

    private double[] busy() {
        return new double[] {server.busySeconds(SPOKEN_TO), server.busySeconds(LISTENING), server.redisBusySeconds()};
    }
}
