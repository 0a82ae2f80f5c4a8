package dev.parley.relay;

import dev.parley.channel.Frame;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The events of a stream's own, about itself or one of its channels: their words, and their ids, which say where it stands in each
 * of its channels. Made for each event that is told, and not kept. In the write loop, whose the positions are.
 */
final class StreamEvents {
    private final Position[] positions;
    private final Following following;

    /** @param following null when there are no families */
    StreamEvents(Position[] positions, Following following) {
        this.positions = positions;
        this.following = following;
    }

    /** Whether a stream is of a single channel for ever, whose ids are the channel's. */
    static boolean areOfOne(Position[] positions, Following following) {
        return positions.length == 1 && following == null;
    }

    /** The first event, see {@link Subscription#opening}. */
    byte[] welcome(int heartbeatMillis, String you) {
        String channels = Arrays.stream(positions)
                .map(position -> "\"" + position.log.channel() + "\"")
                .collect(Collectors.joining(","));
        String told = you == null ? "" : ",\"you\":" + you;
        return Frame.welcome(
                Relay.randomRetry(),
                id(),
                "{\"channels\":[" + channels + "]," + families() + "\"heartbeat\":" + heartbeatMillis + told + "}");
    }

    /** The last event. */
    ByteBuffer bye(ByeReason reason) {
        return ByteBuffer.wrap(Frame.bye(Relay.randomRetry(), id(), reason.label()));
    }

    /** What is so in a channel now. */
    ByteBuffer frame(Position position, Slots.Value state) {
        return isOfOne() ? state.frame(position.cursor) : state.frame(id(position));
    }

    /** What is so with the instance now. */
    ByteBuffer frame(Slots.Value state) {
        return isOfOne() ? state.frame(positions[0].cursor) : state.frame(id());
    }

    /** An event about a channel. */
    ByteBuffer frame(Position position, String event, String data) {
        return ByteBuffer.wrap(Frame.of(id(position), event, data));
    }

    /** An event about the stream. */
    ByteBuffer frame(String event, String data) {
        return ByteBuffer.wrap(Frame.of(id(), event, data));
    }

    /** What stands behind a channel's own position in the ids of its events: all the others. */
    String others(Position position) {
        StringBuilder ids = new StringBuilder();
        for (Position other : positions) {
            if (other != position) {
                ids.append(',').append(other.log.label()).append(other.cursor);
            }
        }
        return following == null
                ? ids.toString()
                : ids.append(',').append(following.marks()).toString();
    }

    private boolean isOfOne() {
        return areOfOne(positions, following);
    }

    /** The id of an event that is of no channel. */
    private String id() {
        return positions.length == 0 ? following.marks() : id(positions[0]);
    }

    private String id(Position position) {
        return isOfOne() ? position.cursor.toString() : position.log.label() + position.cursor + others(position);
    }

    private String families() {
        return following == null
                ? ""
                : following.seats().stream()
                        .map(seat -> "\"" + seat.family.name() + "\"")
                        .collect(Collectors.joining(",", "\"families\":[", "],"));
    }
}
