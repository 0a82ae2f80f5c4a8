package dev.parley.simulate.storm;

/** One thread that does one thing after the other, in the order in which they come: that of a shard, or an instance's core. */
final class Station {
    private double free;
    private double busy;

    /**
     * Takes one more.
     *
     * @param now never earlier than in the last call
     * @param micros of its time
     * @return when that is done, in seconds
     */
    double serve(double now, double micros) {
        double seconds = micros / 1e6;
        free = Math.max(free, now) + seconds;
        busy += seconds;
        return free;
    }

    /** Does nothing until then; what comes meanwhile waits. */
    void holdUntil(double time) {
        free = Math.max(free, time);
    }

    /** Seconds that it has worked, or is going to for what it has taken. */
    double busy() {
        return busy;
    }
}
