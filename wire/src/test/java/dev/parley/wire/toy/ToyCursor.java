package dev.parley.wire.toy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a stream begins.
 *
 * @param positions how many of a channel's messages have been heard; a channel that is missing begins now
 */
record ToyCursor(Map<String, Integer> positions) {
    static final ToyCursor NONE = new ToyCursor(Map.of());
    private static final Pattern ID = Pattern.compile("(\\d+)-(-?\\d{1,8})");

    /** Empty when it can't be honoured. */
    static Optional<ToyCursor> parse(String text, List<String> channels, ToyStore store) {
        Map<String, Integer> positions = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            int sign = part.indexOf('=');
            String channel = sign < 0 ? channels.get(0) : part.substring(0, sign);
            Matcher id = ID.matcher(part.substring(sign + 1));
            if (!id.matches()
                    || !id.group(1).equals(ToyStore.epoch(channel))
                    || Integer.parseInt(id.group(2)) >= store.size(channel)) {
                return Optional.empty();
            }
            if (channels.contains(channel)) {
                positions.put(channel, Integer.parseInt(id.group(2)) + 1);
            }
        }
        return Optional.of(new ToyCursor(positions));
    }

    /** From the beginning. */
    static ToyCursor first(List<String> channels) {
        Map<String, Integer> positions = new LinkedHashMap<>();
        channels.forEach(channel -> positions.put(channel, 0));
        return new ToyCursor(positions);
    }

    /** With so many messages skipped, or repeated. */
    ToyCursor moved(int by, ToyStore store) {
        Map<String, Integer> moved = new LinkedHashMap<>();
        positions.forEach((channel, position) ->
                moved.put(channel, Math.min(store.size(channel), Math.max(0, position + by))));
        return new ToyCursor(moved);
    }

    /** At most so many messages from now. */
    ToyCursor near(int most, ToyStore store) {
        Map<String, Integer> near = new LinkedHashMap<>();
        positions.forEach((channel, position) -> near.put(channel, Math.max(position, store.size(channel) - most)));
        return new ToyCursor(near);
    }
}
