package dev.parley.channel;

import java.util.ArrayList;
import java.util.List;

/**
 * All channels whose names begin with the same, up to a colon: {@code user-42:*} is {@code user-42:mail}, {@code
 * user-42:work:urgent}, and what will come. A channel belongs to as many families as it has colons, so those that
 * it belongs to are known from its name, and most channels belong to none.
 *
 * @param value with its {@code *}
 */
public record Family(String value) {
    private static final String ANY = "*";
    private static final String END = ":" + ANY;

    /**
     * @param value already URL-decoded
     * @throws InvalidInput when it is no family
     */
    public Family {
        if (!value.endsWith(END) || value.length() == END.length()) {
            throw new InvalidInput("A family is a name, a colon and a * at the end, such as user-42:*");
        }
        new ChannelName(head(value));
    }

    /** Whether someone who wrote this means a family. */
    public static boolean isMeant(String text) {
        return text.endsWith(ANY);
    }

    /** All that a channel belongs to, the largest first. */
    public static List<Family> of(ChannelName channel) {
        String name = channel.value();
        int colon = name.indexOf(':');
        if (colon < 0) {
            return List.of();
        }
        List<Family> families = new ArrayList<>();
        for (; colon >= 0; colon = name.indexOf(':', colon + 1)) {
            families.add(new Family(name.substring(0, colon) + END));
        }
        return families;
    }

    /** Whether the channel belongs to it. */
    public boolean has(ChannelName channel) {
        return channel.value().startsWith(head(value));
    }

    /** The same, in the grammar of all patterns. */
    public ChannelPattern pattern() {
        return new ChannelPattern(value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static String head(String value) {
        return value.substring(0, value.length() - ANY.length());
    }
}
