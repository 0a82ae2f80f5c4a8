package dev.parley.channel;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How far a client has read. On a stream of one channel that is the id of the last event; on a stream of several, ids are
 * composite: {@code random=1795226995253-3,everyone=1795226995253-43} holds the position in every channel, first in the one
 * that the event belongs to. Names are percent-encoded (RFC 3986, section 2.1), since headers carry ASCII only.
 */
public record Cursor(Map<ChannelName, EventId> positions) {
    /** Of a client that has not listened to anything yet. */
    public static final Cursor NONE = new Cursor(Map.of());

    private static final int LONGEST_EVENT_ID = 2 * 18 + 1;

    /** What a header can hold, and more names than any stream has. */
    private static final int MAX_PARTS = 256;

    public Cursor {
        positions = Map.copyOf(positions);
    }

    /**
     * Reads a cursor that came from a stream of these channels, or of others.
     *
     * @throws InvalidInput when it is none, or does not say which of several channels it belongs to
     */
    public static Cursor parse(String text, Channels channels) {
        if (text.indexOf('=') >= 0) {
            return composite(text);
        }
        EventId id = EventId.parse(text);
        if (channels.names().size() > 1) {
            throw new InvalidInput("With several channels, a cursor names each, such as " + example(channels, id)
                    + "; take it from an event's id line.");
        }
        return new Cursor(Map.of(channels.names().get(0), id));
    }

    /** Of a client that stands somewhere, but nobody knows where. */
    public static Cursor unknown(Channels channels) {
        return new Cursor(channels.names().stream().collect(Collectors.toMap(name -> name, name -> EventId.NEVER)));
    }

    /** Whether the client said where it stands. */
    public boolean isKnown() {
        return !positions.containsValue(EventId.NEVER);
    }

    /** Empty when the client has not listened to this channel yet. */
    public Optional<EventId> in(ChannelName channel) {
        return Optional.ofNullable(positions.get(channel));
    }

    /** What stands before a position in a composite id. */
    public static String label(ChannelName channel) {
        return URLEncoder.encode(channel.value(), StandardCharsets.UTF_8) + "=";
    }

    /** How many bytes a composite id of these channels can have. */
    static int longestId(List<ChannelName> channels) {
        return channels.stream()
                .mapToInt(channel -> label(channel).length() + LONGEST_EVENT_ID + 1)
                .sum();
    }

    private static Cursor composite(String text) {
        String[] parts = text.split(",", MAX_PARTS + 1);
        if (parts.length > MAX_PARTS) {
            throw new InvalidInput("A cursor names at most " + MAX_PARTS + " channels.");
        }
        Map<ChannelName, EventId> positions = new HashMap<>();
        for (String part : parts) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw new InvalidInput("A cursor looks like everyone=1795226995253-41,random=1795226995253-3");
            }
            EventId twice =
                    positions.put(channel(part.substring(0, equals)), EventId.parse(part.substring(equals + 1)));
            if (twice != null) {
                throw new InvalidInput("The cursor names a channel twice.");
            }
        }
        return new Cursor(positions);
    }

    private static ChannelName channel(String encoded) {
        try {
            return new ChannelName(URLDecoder.decode(encoded, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new InvalidInput("The cursor has a % that is not followed by two hex digits.");
        }
    }

    private static String example(Channels channels, EventId id) {
        return label(channels.names().get(0)) + id;
    }
}
