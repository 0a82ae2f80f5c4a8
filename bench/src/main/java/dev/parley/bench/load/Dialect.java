package dev.parley.bench.load;

import java.util.Optional;

/** How one server is spoken to: whole HTTP/1.1 requests, as text. */
public interface Dialect {
    /** Opens a stream of a channel. */
    String subscribe(String channel);

    /**
     * Opens it again where it was cut; empty where the server can't go on from there.
     *
     * @param heard what the stream has said so far, with the cursor in it
     */
    Optional<String> resume(String channel, String heard);

    /** Says something in a channel. */
    String publish(String channel, String message);
}
