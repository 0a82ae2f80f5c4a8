package dev.parley.wire.hub;

import dev.parley.wire.http.Connection;
import dev.parley.wire.http.End;
import dev.parley.wire.http.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Whether an instance takes streams. */
public final class Readiness {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration MOMENT = Duration.ofMillis(50);

    private Readiness() {}

    /** Waits until it does; returns whether it does in time. */
    public static boolean await(Hub hub, int instance) {
        long deadline = System.nanoTime() + hub.pace().going().toNanos();
        while (System.nanoTime() < deadline) {
            try {
                if (takesStreams(hub, instance) && isTold(hub, instance)) {
                    return true;
                }
            } catch (IOException notYet) {
                // asked again
            }
            Hub.pause(PAUSE);
        }
        return false;
    }

    /** Whether its readiness path says so; true where it has none. */
    public static boolean isTold(Hub hub, int instance) throws IOException {
        Optional<String> path = hub.dialect().readiness();
        return path.isEmpty()
                || hub.ask(instance, Request.get(path.get()))
                        .head()
                        .map(head -> head.status() == 200)
                        .orElse(false);
    }

    private static boolean takesStreams(Hub hub, int instance) throws IOException {
        try (Connection stream = hub.open(instance, hub.listening(hub.newChannel()))) {
            boolean isUp = stream.head(hub.pace().patience())
                    .map(head -> head.status() == 200)
                    .orElse(false);
            // a farewell would end it at once
            stream.await(any -> false, MOMENT);
            return isUp && stream.end() == End.OPEN;
        }
    }
}
