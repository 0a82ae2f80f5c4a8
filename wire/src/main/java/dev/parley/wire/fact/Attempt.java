package dev.parley.wire.fact;

import dev.parley.wire.http.Connection;
import dev.parley.wire.http.End;
import dev.parley.wire.hub.Hub;
import java.io.IOException;

/**
 * What a new stream got of an instance that may not want it.
 *
 * @param isServed whether it was taken
 * @param isFinal whether an EventSource would never come back
 * @param words what came
 */
record Attempt(boolean isServed, boolean isFinal, String words) {
    static Attempt at(Hub hub, String channel) {
        try (Connection stream = hub.open(0, hub.listening(channel))) {
            return of(hub, stream);
        } catch (IOException refused) {
            return new Attempt(false, false, "no connection: " + refused.getMessage());
        }
    }

    /** Waits a moment for its end. */
    static Attempt of(Hub hub, Connection stream) throws IOException {
        var head = stream.head(hub.pace().patience());
        if (head.isEmpty()) {
            boolean isCut = stream.end() != End.OPEN;
            return new Attempt(false, !isCut, isCut ? "no answer, but the end" : "no answer, and no end");
        }
        if (head.get().status() != 200) {
            return new Attempt(false, true, stream.summary());
        }
        stream.await(any -> false, hub.pace().quiet());
        if (stream.end() == End.OPEN) {
            return new Attempt(true, false, "a stream");
        }
        boolean hasRetry =
                stream.blocks().stream().anyMatch(block -> block.retry().isPresent());
        String words = stream.summary() + (hasRetry ? "" : ", without `retry:`, so that all come back at once");
        return new Attempt(false, false, words);
    }
}
