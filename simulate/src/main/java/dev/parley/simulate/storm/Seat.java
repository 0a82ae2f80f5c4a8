package dev.parley.simulate.storm;

import java.util.ArrayList;
import java.util.List;

/** A channel on an instance, with how many listen to it there. */
final class Seat {
    final int channel;
    final int instance;
    int listeners;
    /** Whether the instance hears the channel; until it does again, it misses what is said, and reads that then. */
    boolean hears = true;

    final List<Double> missed = new ArrayList<>(); // when it was said

    Seat(int channel, int instance, int listeners) {
        this.channel = channel;
        this.instance = instance;
        this.listeners = listeners;
    }
}
