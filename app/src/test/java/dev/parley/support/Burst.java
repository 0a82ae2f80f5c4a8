package dev.parley.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Messages posted at full speed by several people at once, alternating between instances. */
public final class Burst {
    private static final int POSTERS = 4;

    private final List<Future<?>> posters = new ArrayList<>();
    private final int count;

    private Burst(int count) {
        this.count = count;
    }

    /** Begins to post "burst 0", "burst 1", … (in any order), each retried with its key until it is accepted. */
    public static Burst start(String channel, int count, Http... instances) {
        Burst burst = new Burst(count);
        AtomicInteger next = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(POSTERS);
        for (int poster = 0; poster < POSTERS; poster++) {
            burst.posters.add(threads.submit(() -> {
                for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                    postUntilAccepted(instances, channel, i);
                }
            }));
        }
        threads.shutdown();
        return burst;
    }

    public void awaitPosted() {
        for (Future<?> poster : posters) {
            try {
                poster.get();
            } catch (Exception e) {
                throw new AssertionError("posting failed", e);
            }
        }
    }

    public List<String> sortedTexts() {
        return IntStream.range(0, count).mapToObj(i -> "burst " + i).sorted().toList();
    }

    private static void postUntilAccepted(Http[] instances, String channel, int i) {
        int status;
        int attempt = 0;
        do {
            Http instance = instances[(i + attempt++) % instances.length];
            status = instance.say(channel, "poster", "burst " + i, "Idempotency-Key", "burst-" + i)
                    .status();
        } while (status == 503);
        if (status != 201 && status != 200) {
            throw new AssertionError("answered " + status);
        }
    }
}
