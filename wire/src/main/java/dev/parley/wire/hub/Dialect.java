package dev.parley.wire.hub;

import dev.parley.wire.http.Head;
import dev.parley.wire.http.Request;
import dev.parley.wire.sse.Block;
import dev.parley.wire.sse.EventReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** How one kind of server is spoken to. */
public interface Dialect {
    String name();

    /** Opens a stream. */
    Request listen(List<String> channels);

    /** Opens a stream where another one ended. */
    default Request resume(List<String> channels, String cursor) {
        return listen(channels).with("Last-Event-ID", cursor);
    }

    /** Where a reader by the standard stands after all that this stream has said. */
    default Optional<String> cursor(EventReader heard) {
        return heard.strictCursor();
    }

    /** Whether the cursor is the standard's: {@code id:} in events, {@code Last-Event-ID} to resume. */
    default boolean hasIds() {
        return true;
    }

    /**
     * Says something.
     *
     * @param key the same for the same message, where the server can tell a repeat
     */
    Optional<Request> say(String channel, String text, String key);

    /** Says something under an event name; empty where events have no names of the publisher's. */
    default Optional<Request> sayNamed(String channel, String event, String text) {
        return Optional.empty();
    }

    /**
     * Further requests that make an event as large as the server lets them.
     *
     * @param marks gives each a mark of its own
     * @return by their marks
     */
    default Map<String, Request> sayMuch(String channel, Supplier<String> marks) {
        return Map.of();
    }

    /** What was said, from an event that carries it; an event may carry several. */
    default List<String> texts(Block block) {
        return block.hasData() ? List.of(block.data()) : List.of();
    }

    /** Whether one stream can carry several channels. */
    default boolean hasManyChannels() {
        return false;
    }

    /** Why not, when it can't. */
    default String whyOneChannel() {
        return "a stream carries one channel";
    }

    /** Whether an answer says that the cursor can't be honoured. */
    default boolean tellsReset(Head head, List<Block> blocks) {
        return blocks.stream().anyMatch(block -> block.type().equals("reset"));
    }

    /** Cursors that can't be honoured, by what is wrong with them, made from one that can. */
    default Map<String, String> badCursors(String real) {
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("an unreadable", "no-cursor-of-yours!");
        bad.put("half a", real.substring(0, real.length() / 2));
        bad.put("a future", FutureId.of(real));
        return bad;
    }

    /** Whether an event says that the server will end the stream. */
    default boolean saysFarewell(Block block) {
        return block.hasData() && block.retry().isPresent();
    }

    /** Asks for a keep-alive every so many seconds. */
    default Optional<Request> withHeartbeat(Request listen, int seconds) {
        return Optional.empty();
    }

    /** A path that answers 200 while the instance should get traffic. */
    default Optional<String> readiness() {
        return Optional.empty();
    }

    /** Asks an instance how many listen. */
    default Optional<Request> countListeners(String channel) {
        return Optional.empty();
    }

    /** Reads the answer; -1 when it is not in there. */
    default int listeners(String answer) {
        return -1;
    }

    /** Whether messages are kept outside of its instances. */
    default boolean hasStore() {
        return true;
    }

    /** Whether this dialect knows how to ask for a certain channel, or hears whatever its URL has. */
    default boolean choosesChannels() {
        return true;
    }
}
