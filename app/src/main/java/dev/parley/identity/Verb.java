package dev.parley.identity;

import dev.parley.channel.InvalidInput;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What one may do in a channel. */
public enum Verb {
    /** Hear it live, read its history, and see who is there. */
    LISTEN,
    /** Say something, and be shown typing. */
    PUBLISH,
    /** Custom events, which pages act on. */
    EMIT,
    /** Rule over what is said and by whom. */
    MODERATE,
    /** Run the chat: metrics, and ending what was allowed. Of no channel. */
    OPERATE;

    /** As it is written. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads one.
     *
     * @throws InvalidInput when it is none; lists those that there are
     */
    public static Verb parse(String label) {
        return Arrays.stream(values())
                .filter(verb -> verb.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new InvalidInput("A grant is one of "
                        + Arrays.stream(values()).map(Verb::label).collect(Collectors.joining(", ")) + ", not '" + label
                        + "'."));
    }
}
