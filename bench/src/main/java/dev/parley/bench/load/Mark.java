package dev.parley.bench.load;

import java.nio.charset.StandardCharsets;

/**
 * What every published message begins with, so that its delivery is recognised in whatever a server wraps around it:
 * {@code ~~~~}, the phase (4 digits), the message's number within its phase and channel (8), and the time in ns at
 * which it was due (18). No server escapes these characters, and none puts them into its own events.
 */
public final class Mark {
    static final byte SIGN = '~';
    static final int SIGNS = 4;
    static final int PHASE_DIGITS = 4;
    static final int NUMBER_DIGITS = 8;
    static final int DUE_DIGITS = 18;

    public static final int LENGTH = SIGNS + PHASE_DIGITS + NUMBER_DIGITS + DUE_DIGITS;

    private Mark() {}

    /** A message of so many characters, with room for a mark at its beginning. */
    public static String blank(int size) {
        return "~".repeat(SIGNS) + "0".repeat(LENGTH - SIGNS) + "x".repeat(Math.max(0, size - LENGTH));
    }

    /** Where the message's mark begins in a request that was made with a {@link #blank} message. */
    public static int find(String request) {
        int at = request.lastIndexOf("~".repeat(SIGNS));
        if (at < 0) {
            throw new IllegalArgumentException("a request without a mark");
        }
        return at;
    }

    static void write(byte[] into, int at, int phase, int number, long due) {
        digits(into, at + SIGNS, PHASE_DIGITS, phase);
        digits(into, at + SIGNS + PHASE_DIGITS, NUMBER_DIGITS, number);
        digits(into, at + SIGNS + PHASE_DIGITS + NUMBER_DIGITS, DUE_DIGITS, due);
    }

    static long number(byte[] bytes, int from, int count) {
        long number = 0;
        for (int i = from; i < from + count; i++) {
            number = number * 10 + (bytes[i] - '0');
        }
        return number;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void digits(byte[] into, int from, int count, long value) {
        long rest = value;
        for (int i = from + count - 1; i >= from; i--, rest /= 10) {
            into[i] = (byte) ('0' + rest % 10);
        }
    }
}
