package dev.parley.channel;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far a client has read. On a stream of one channel that is the id of the last event; on a stream of several, ids are
 * composite: {@code random=1795226995253-3,everyone=1795226995253-43} holds the position in every channel, first in the one
 * that the event belongs to. Names are percent-encoded (RFC 3986, section 2.1), since headers carry ASCII only.
 *
 * <p>A stream of a family names its members like that, and then the family, {@code user-42%3A*=1795226990000-0}: its mark. A
 * channel of the family that is not named and began after the mark is one of which the client has heard nothing.
 *
 * @param isKnown whether the client said where it stands; if not, it stands somewhere, but nobody knows where
 */
public record Cursor(Map<ChannelName, EventId> positions, Map<Family, Long> marks, boolean isKnown) {
    /** Of a client that has not listened to anything yet. */
    public static final Cursor NONE = new Cursor(Map.of());

    /** Of a client that stands somewhere, but nobody knows where. */
    public static final Cursor UNKNOWN = new Cursor(Map.of(), Map.of(), false);

    private static final int LONGEST_EVENT_ID = 2 * 18 + 1;

    /** What a header can hold, and more names than any stream has. */
    private static final int MAX_PARTS = 256;

    public Cursor {
        positions = Map.copyOf(positions);
        marks = Map.copyOf(marks);
    }

    /** Without families. */
    public Cursor(Map<ChannelName, EventId> positions) {
        this(positions, Map.of(), true);
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
        if (!channels.isOne()) {
            throw new InvalidInput("With several channels, a cursor names each, such as " + example(channels, id)
                    + "; take it from an event's id line.");
        }
        return new Cursor(Map.of(channels.names().get(0), id));
    }

    /** Empty when the client has not listened to this channel yet. */
    public Optional<EventId> in(ChannelName channel) {
        return isKnown ? Optional.ofNullable(positions.get(channel)) : Optional.of(EventId.NEVER);
    }

    /** The mark of a family; empty when the client has not listened to it yet. */
    public Optional<Long> mark(Family family) {
        return Optional.ofNullable(marks.get(family));
    }

    /** The same, but in these channels the client stands there. */
    public Cursor with(Map<ChannelName, EventId> others) {
        Map<ChannelName, EventId> all = new HashMap<>(positions);
        all.putAll(others);
        return new Cursor(all, marks, isKnown);
    }

    /** What stands before a position in a composite id. */
    public static String label(ChannelName channel) {
        return label(channel.value());
    }

    /** A family's part of a composite id. */
    public static String part(Family family, long mark) {
        return label(family.value()) + new EventId(mark, 0);
    }

    /** How many bytes a composite id of these can have. */
    static int longestId(Collection<ChannelName> channels, Collection<Family> families) {
        return Stream.concat(
                        channels.stream().map(ChannelName::value),
                        families.stream().map(Family::value))
                .mapToInt(name -> label(name).length() + LONGEST_EVENT_ID + 1)
                .sum();
    }

    private static String label(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8) + "=";
    }

    private static Cursor composite(String text) {
        String[] parts = text.split(",", MAX_PARTS + 1);
        if (parts.length > MAX_PARTS) {
            throw new InvalidInput("A cursor names at most " + MAX_PARTS + " channels.");
        }
        Map<ChannelName, EventId> positions = new HashMap<>();
        Map<Family, Long> marks = new HashMap<>();
        for (String part : parts) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw new InvalidInput("A cursor looks like everyone=1795226995253-41,random=1795226995253-3");
            }
            String name = decoded(part.substring(0, equals));
            EventId id = EventId.parse(part.substring(equals + 1));
            Object twice = Family.isMeant(name)
                    ? marks.put(new Family(name), id.epoch())
                    : positions.put(new ChannelName(name), id);
            if (twice != null) {
                throw new InvalidInput("The cursor names a channel twice.");
            }
        }
        return new Cursor(positions, marks, true);
    }

    private static String decoded(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidInput("The cursor has a % that is not followed by two hex digits.");
        }
    }

    private static String example(Channels channels, EventId id) {
        return channels.names().isEmpty()
                ? part(channels.families().get(0), id.epoch())
                : label(channels.names().get(0)) + id;
    }
}
