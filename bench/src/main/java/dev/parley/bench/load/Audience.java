package dev.parley.bench.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The listeners of a scenario: as many streams on each of its channels. */
public final class Audience {
    final List<String> channels = new ArrayList<>();
    final List<EventStream> listeners = new ArrayList<>();
    /** Streams that never read after their response's head. Nothing is expected of them. */
    final List<EventStream> stalled = new ArrayList<>();

    final int each;

    /** @param name begins the channels' names */
    Audience(String name, int channels, int each) {
        this(names(name, channels), IntStream.range(0, channels * each).boxed().toList());
    }

    /** One whose channels have names of their own. */
    static Audience named(List<String> channels, int each) {
        return new Audience(
                channels, IntStream.range(0, channels.size() * each).boxed().toList());
    }

    /** One whose streams are on instances at random, but as many on each; the same each time. */
    static Audience scattered(String name, int channels, int each) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, channels * each).boxed().toList());
        Collections.shuffle(order, new Random(1));
        return new Audience(names(name, channels), order);
    }

    /** @param order the numbers of the streams, by which they are spread over instances */
    private Audience(List<String> names, List<Integer> order) {
        channels.addAll(names);
        each = order.size() / names.size();
        for (int i = 0; i < order.size(); i++) {
            listeners.add(new EventStream(order.get(i), i % names.size(), false));
        }
    }

    private static List<String> names(String name, int channels) {
        return IntStream.range(0, channels).mapToObj(i -> name + "-" + i).toList();
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
