package dev.parley.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Heard;
import dev.parley.support.InstanceProcess;
import dev.parley.support.Recorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A listener that must not miss anything, and someone who keeps talking to it. */
final class Canary implements AutoCloseable {
    static final String CHANNEL = "canary";
    private static final long PAUSE_MILLIS = 20;

    private final InstanceProcess instance;
    private final Recorder listener;
    private final List<String> posted = new ArrayList<>(); // the poster's, until it has ended
    private final Thread poster = new Thread(this::post, "canary");
    private volatile boolean over;
    private volatile Throwable failure;

    Canary(InstanceProcess instance) {
        this.instance = instance;
        this.listener = Recorder.open(instance.port(), "/subscribe/" + CHANNEL);
        poster.start();
    }

    /** It heard every message that was accepted, in order, and whatever else was put there had its own place. */
    void assertMissedNothing() throws InterruptedException {
        over = true;
        poster.join();
        assertEquals(null, failure, "posting failed");
        listener.awaitText("tweet " + (posted.size() - 1));
        Set<String> accepted = Set.copyOf(posted);
        List<String> heard = listener.messages().stream()
                .map(Heard::id)
                .filter(accepted::contains)
                .collect(Collectors.toList());
        assertEquals(posted, heard);
        listener.assertDense();
        assertTrue(listener.events("reset").isEmpty());
        assertTrue(listener.events("status").isEmpty());
    }

    int posted() {
        return posted.size();
    }

    @Override
    public void close() {
        over = true;
        listener.close();
    }

    private void post() {
        try {
            while (!over) {
                posted.add(instance.http()
                        .say(CHANNEL, "canary", "tweet " + posted.size())
                        .id());
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (Throwable e) {
            failure = e;
        }
    }
}
