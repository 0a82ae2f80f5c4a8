package dev.parley.bench.load;

/** Finds marks in a stream's bytes without allocating; looks at every fourth byte until it meets a {@code ~}. */
final class MarkScanner {
    /** Told of every mark, in order. */
    interface Sink {
        void marked(int phase, int number, long due);
    }

    private MarkScanner() {}

    /**
     * Reports the marks that are complete in {@code bytes[from, to)}.
     *
     * @return where the bytes begin that may be the beginning of a mark: at most {@code Mark.LENGTH - 1} of them, to be
     *     scanned again in front of those that follow
     */
    static int scan(byte[] bytes, int from, int to, Sink sink) {
        int at = from;
        while (at + Mark.SIGNS <= to) {
            int last = at + Mark.SIGNS - 1;
            if (bytes[last] != Mark.SIGN) {
                at += Mark.SIGNS;
            } else if (!isSigns(bytes, at)) {
                at++;
            } else if (at + Mark.LENGTH > to) {
                return at;
            } else {
                report(bytes, at + Mark.SIGNS, sink);
                at += Mark.LENGTH;
            }
        }
        while (at < to && bytes[at] != Mark.SIGN) {
            at++;
        }
        return at;
    }

    private static boolean isSigns(byte[] bytes, int at) {
        for (int i = at; i < at + Mark.SIGNS; i++) {
            if (bytes[i] != Mark.SIGN) {
                return false;
            }
        }
        return true;
    }

    private static void report(byte[] bytes, int at, Sink sink) {
        int number = at + Mark.PHASE_DIGITS;
        int due = number + Mark.NUMBER_DIGITS;
        sink.marked(
                (int) Mark.number(bytes, at, Mark.PHASE_DIGITS),
                (int) Mark.number(bytes, number, Mark.NUMBER_DIGITS),
                Mark.number(bytes, due, Mark.DUE_DIGITS));
    }
}
