package dev.parley.channel;

import java.text.Normalizer;

/**
 * The name of a channel: 1 to 64 characters (code points), Unicode letters and digits and {@code _ . : -}, starting
 * with a letter or digit, in normal form C, so that two names that look the same are the same.
 *
 * <p>These rules keep a name harmless wherever it travels: in a URL's path, in a Redis key or glob, and in a log line.
 */
public record ChannelName(String value) {
    private static final int MAX_CHARACTERS = 64;

    /**
     * @param value the name, already URL-decoded
     * @throws InvalidInput when it is no channel name
     */
    public ChannelName {
        if (value.isEmpty() || value.codePointCount(0, value.length()) > MAX_CHARACTERS) {
            throw new InvalidInput("A channel name has 1 to 64 characters.");
        }
        if (!Character.isLetterOrDigit(value.codePointAt(0))) {
            throw new InvalidInput("A channel name starts with a letter or a digit.");
        }
        if (!value.codePoints().allMatch(ChannelName::isAllowed)) {
            throw new InvalidInput("A channel name consists of letters, digits and _ . : - only.");
        }
        if (!Normalizer.isNormalized(value, Normalizer.Form.NFC)) {
            throw new InvalidInput("A channel name is written in Unicode normal form C (NFC).");
        }
    }

    static boolean isAllowed(int character) {
        return Character.isLetterOrDigit(character) || "_.:-".indexOf(character) >= 0;
    }

    @Override
    public String toString() {
        return value;
    }
}
