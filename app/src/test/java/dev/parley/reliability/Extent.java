package dev.parley.reliability;

import java.time.Duration;

/** How much of each fault: a short version in every run of the tests, and the full one for the report. */
final class Extent {
    static final boolean LONG = Boolean.getBoolean("parley.long");

    private Extent() {}

    static Duration seconds(int inShort, int inFull) {
        return Duration.ofSeconds(count(inShort, inFull));
    }

    static int count(int inShort, int inFull) {
        return LONG ? inFull : inShort;
    }
}
