package dev.parley.reliability;

/** Edits of configurations that fail loudly when those have changed. */
final class Texts {
    private Texts() {}

    /** Replaces what has to be there once. */
    static String replace(String text, String what, String by) {
        int at = text.indexOf(what);
        if (at < 0 || text.indexOf(what, at + 1) >= 0) {
            throw new AssertionError("expected once: " + what);
        }
        return text.substring(0, at) + by + text.substring(at + what.length());
    }
}
