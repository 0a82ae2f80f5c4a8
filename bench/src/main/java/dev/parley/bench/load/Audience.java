package dev.parley.bench.load;

import java.util.ArrayList;
import java.util.List;

/** The listeners of a scenario: as many streams on each of its channels. */
public final class Audience {
    final List<String> channels = new ArrayList<>();
    final List<EventStream> listeners = new ArrayList<>();
    /** Streams that never read after their response's head. Nothing is expected of them. */
    final List<EventStream> stalled = new ArrayList<>();

    final int each;

    /** @param name begins the channels' names */
    Audience(String name, int channels, int each) {
        this.each = each;
        for (int i = 0; i < channels; i++) {
            this.channels.add(name + "-" + i);
        }
        for (int i = 0; i < channels * each; i++) {
            listeners.add(new EventStream(i, i % channels, false));
        }
    }

    /** More streams, over all channels, to be opened like the others. */
    void addStalled(int count) {
        for (int i = 0; i < count; i++) {
            stalled.add(new EventStream(listeners.size() + i, i % channels.size(), true));
        }
    }

    public int channels() {
        return channels.size();
    }

    /** Streams that listen. */
    public int size() {
        return listeners.size();
    }
}
