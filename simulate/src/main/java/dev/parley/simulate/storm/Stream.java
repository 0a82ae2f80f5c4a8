package dev.parley.simulate.storm;

import java.util.ArrayList;
import java.util.List;

/** A listener who was cut off, and comes back with a cursor: reads then what was said meanwhile. */
final class Stream {
    final int channel;
    final List<Double> missed = new ArrayList<>(); // when it was said

    Stream(int channel) {
        this.channel = channel;
    }
}
