package dev.parley.wire.hub;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An id like another one, but of something that has not been said yet. */
final class FutureId {
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final long FAR = 1_000_000;

    private FutureId() {}

    /** With the last number far greater, or a digit more where there is none. */
    static String of(String id) {
        Matcher matcher = NUMBER.matcher(id);
        int from = -1;
        int to = -1;
        while (matcher.find()) {
            from = matcher.start();
            to = matcher.end();
        }
        if (from < 0 || to - from > 17) {
            return id + "9";
        }
        return id.substring(0, from) + (Long.parseLong(id.substring(from, to)) + FAR) + id.substring(to);
    }
}
