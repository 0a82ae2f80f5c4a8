package dev.parley.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is sent on a connection, all at once. */
final class Attack {
    private static final int SHOWN = 2_000;

    private final byte[] bytes;
    private final List<String> methods;

    /**
     * Keeps the bytes as they are.
     *
     * @param methods of the whole requests in it, each of which must be answered; none when it is no whole request, and the
     *     client falls silent after it
     */
    Attack(byte[] bytes, List<String> methods) {
        this.bytes = bytes;
        this.methods = List.copyOf(methods);
    }

    byte[] bytes() {
        return bytes;
    }

    List<String> methods() {
        return methods;
    }

    boolean isWhole() {
        return !methods.isEmpty();
    }

    /** As a Java programmer can read it and send it again. */
    @Override
    public String toString() {
        StringBuilder shown = new StringBuilder(methods + " \"");
        for (char c : new String(bytes, 0, Math.min(SHOWN, bytes.length), StandardCharsets.ISO_8859_1).toCharArray()) {
            switch (c) {
                case '\r' -> shown.append("\\r");
                case '\n' -> shown.append("\\n");
                case '"', '\\' -> shown.append('\\').append(c);
                default -> shown.append(c >= ' ' && c < 0x7F ? String.valueOf(c) : String.format("\\u%04x", (int) c));
            }
        }
        return shown + "\"" + (bytes.length > SHOWN ? " and so on, " + bytes.length + " bytes" : "");
    }
}
