package dev.parley.wire.sse;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What lies between two blank lines of an event stream (HTML, 9.2.5).
 *
 * @param from where it begins in the body
 * @param to behind its blank line
 * @param lines without the blank one; none when two blank lines follow each other
 * @param at when it was complete, of {@link System#nanoTime}
 */
public record Block(int from, int to, List<Line> lines, long at) {
    public Block {
        lines = List.copyOf(lines);
    }

    public boolean hasData() {
        return lines.stream().anyMatch(line -> line.is("data"));
    }

    public boolean isComment() {
        return !lines.isEmpty() && lines.stream().allMatch(Line::isComment);
    }

    public String data() {
        return lines.stream().filter(line -> line.is("data")).map(Line::value).collect(Collectors.joining("\n"));
    }

    /** {@code message} unless it says another one. */
    public String type() {
        String said = last("event").orElse("");
        return said.isEmpty() ? "message" : said;
    }

    public Optional<String> id() {
        return last("id");
    }

    public Optional<String> retry() {
        return last("retry");
    }

    /** The last value of a field. */
    public Optional<String> last(String field) {
        return lines.stream().filter(line -> line.is(field)).map(Line::value).reduce((one, other) -> other);
    }

    /** Where among the lines the last one of that name is, or -1. */
    public int lastIndex(String field) {
        int index = -1;
        for (int i = 0; i < lines.size(); i++) {
            index = lines.get(i).is(field) ? i : index;
        }
        return index;
    }

    /** For reports. */
    @Override
    public String toString() {
        String text = lines.stream()
                .map(line -> line.isComment() ? ":" + line.value() : line.field() + ": " + line.value())
                .map(line -> line.length() > 120 ? line.substring(0, 120) + "…" : line)
                .collect(Collectors.joining("⏎"));
        return "«" + text + "»";
    }
}
