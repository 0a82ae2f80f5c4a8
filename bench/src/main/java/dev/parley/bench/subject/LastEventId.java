package dev.parley.bench.subject;

import java.util.Optional;

/** The cursor of an event stream, as a browser keeps it (HTML, 9.2.6). */
final class LastEventId {
    private static final String FIELD = "\nid:";

    private LastEventId() {}

    /** The value of the last {@code id:} line that is complete. */
    static Optional<String> in(String stream) {
        String lines = "\n" + stream;
        int at = lines.lastIndexOf(FIELD);
        int end = at < 0 ? -1 : lines.indexOf('\n', at + 1);
        if (at >= 0 && end < 0) {
            at = lines.lastIndexOf(FIELD, at - 1);
            end = lines.indexOf('\n', at + 1);
        }
        return at < 0
                ? Optional.empty()
                : Optional.of(lines.substring(at + FIELD.length(), end).strip());
    }
}
