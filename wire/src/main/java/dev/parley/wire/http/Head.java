package dev.parley.wire.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The status line and the headers of an answer.
 *
 * @param status 0 when the first line is none of HTTP
 * @param lines the headers as they came
 * @param length of the whole head, in bytes
 */
public record Head(int status, List<String> lines, int length) {
    private static final String END = "\r\n\r\n";

    /** The head at the beginning, or nothing while it is not complete. */
    static Optional<Head> parse(byte[] bytes, int count) {
        String text = new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(END);
        if (end < 0) {
            return Optional.empty();
        }
        List<String> lines = Stream.of(text.substring(0, end).split("\r\n", -1)).toList();
        return Optional.of(new Head(status(lines.get(0)), lines.subList(1, lines.size()), end + END.length()));
    }

    /** All values of that name, joined by commas as HTTP allows; empty without one. */
    public String header(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return lines.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .reduce((one, other) -> one + ", " + other)
                .orElse("");
    }

    public boolean isChunked() {
        return header("Transfer-Encoding").toLowerCase(Locale.ROOT).endsWith("chunked");
    }

    /** Of the body, or -1 when it is not said. */
    public long contentLength() {
        String value = header("Content-Length");
        return value.matches("\\d{1,18}") ? Long.parseLong(value) : -1;
    }

    /** The type without its parameters, in lower case. */
    public String type() {
        return header("Content-Type").replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    }

    private static int status(String line) {
        return line.matches("HTTP/1\\.[01] \\d{3}.*") ? Integer.parseInt(line.substring(9, 12)) : 0;
    }
}
