package dev.parley.wire.sse;

/**
 * A line of an event stream.
 *
 * @param field its name; empty for a comment
 * @param value without the one space after the colon
 */
public record Line(String field, String value) {
    static Line parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new Line(text, "");
        }
        int from = text.startsWith(" ", colon + 1) ? colon + 2 : colon + 1;
        return new Line(text.substring(0, colon), text.substring(from));
    }

    public boolean isComment() {
        return field.isEmpty();
    }

    boolean is(String name) {
        return field.equals(name);
    }
}
