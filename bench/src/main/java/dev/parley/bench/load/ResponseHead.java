package dev.parley.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The status line and the headers of an HTTP/1.1 response. */
record ResponseHead(int status, long contentLength, boolean isChunked, boolean isLast, int length) {
    private static final String END = "\r\n\r\n";
    private static final Pattern STATUS_LINE = Pattern.compile("http/1\\.[01] (\\d{3})");

    /** The head at the beginning of {@code bytes[0, count)}, or null while it is not complete. */
    static ResponseHead parse(byte[] bytes, int count) {
        String text = new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(END);
        if (end < 0) {
            return null;
        }
        String head = text.substring(0, end + 2).toLowerCase(Locale.ROOT);
        return new ResponseHead(
                status(head),
                contentLength(head),
                head.contains("\r\ntransfer-encoding: chunked\r\n"),
                head.contains("\r\nconnection: close\r\n"),
                end + END.length());
    }

    private static int status(String head) {
        Matcher line = STATUS_LINE.matcher(head);
        return line.lookingAt() ? Integer.parseInt(line.group(1)) : 0;
    }

    private static long contentLength(String head) {
        String name = "\r\ncontent-length:";
        int at = head.indexOf(name);
        if (at < 0) {
            return -1;
        }
        int from = at + name.length();
        return Long.parseLong(head.substring(from, head.indexOf('\r', from)).strip());
    }
}
