package dev.parley.channel;

import java.text.Normalizer;
import java.util.Optional;

/**
 * Which channels are meant: a name, of which {@code *} stands for a part. At the end it stands for any rest, also none, in all
 * other places for one or more characters but {@code :}, so that {@code team-*:news} is the news of every team. The same grammar
 * everywhere: on a stream ({@code user-42:*}, a family), in a token, in settings and in API keys.
 *
 * <p>Neither {@code *} nor braces occur in a name, so nothing needs escaping. Case counts, as in names.
 *
 * @param value as it is written; {@code {sub}} stands for who asks, until it is {@link #of made theirs}
 */
public record ChannelPattern(String value) {
    /** Every channel. */
    public static final ChannelPattern ALL = new ChannelPattern("*");

    private static final String ANY = "*";
    private static final String OWN = "{sub}";
    private static final int MAX_CHARACTERS = 128;
    private static final int MAX_STARS = 3;

    /** @throws InvalidInput when it is no pattern; says what one looks like */
    public ChannelPattern {
        String names = value.replace(OWN, "").replace(ANY, "");
        boolean isTooLong = value.codePointCount(0, value.length()) > MAX_CHARACTERS;
        boolean isStrange = !names.codePoints().allMatch(ChannelName::isAllowed)
                || !Normalizer.isNormalized(value, Normalizer.Form.NFC);
        long stars = value.chars().filter(each -> each == ANY.charAt(0)).count();
        if (value.isEmpty() || isTooLong || isStrange || stars > MAX_STARS || value.contains(ANY + ANY)) {
            throw new InvalidInput("A pattern is a channel's name in which up to " + MAX_STARS
                    + " * stand for a part, such as team-*, user-42:* or user-{sub}:*; " + MAX_CHARACTERS
                    + " characters at most.");
        }
    }

    /** Whether the channel is one of those that are meant; a pattern with {@code {sub}} means none. */
    public boolean matches(ChannelName channel) {
        return matches(channel.value());
    }

    /**
     * Whether all channels that the other one means are meant.
     *
     * @param narrower a name, or one with {@code *} at the end only
     */
    public boolean covers(ChannelPattern narrower) {
        if (!narrower.isFamily()) {
            return narrower.value.indexOf(ANY) < 0 && matches(narrower.value);
        }
        // what stands for any rest stands for a longer one, too
        return value.endsWith(ANY) && matches(narrower.head());
    }

    /** Whether it means all channels that begin with something: {@code *} stands at its end, and nowhere else. */
    public boolean isFamily() {
        return value.indexOf(ANY) == value.length() - 1 && !value.contains(OWN);
    }

    /** What the names of all that are meant begin with, as far as it is written: all before the first {@code *}. */
    public String head() {
        int star = value.indexOf(ANY);
        return star < 0 ? value : value.substring(0, star);
    }

    /**
     * Those of one person. Only letters, digits and {@code _ . -} stand for themselves: with a {@code :} in it, the channels of two
     * people could be the same.
     *
     * @param sub who asks
     * @return itself where it says nothing of who asks; empty when nothing can be theirs
     */
    public Optional<ChannelPattern> of(String sub) {
        if (!value.contains(OWN)) {
            return Optional.of(this);
        }
        boolean isPlain = !sub.isEmpty()
                && sub.indexOf(':') < 0
                && sub.codePoints().allMatch(ChannelName::isAllowed)
                && Normalizer.isNormalized(sub, Normalizer.Form.NFC);
        boolean fits = sub.codePointCount(0, sub.length()) <= MAX_CHARACTERS - value.length();
        return isPlain && fits ? Optional.of(new ChannelPattern(value.replace(OWN, sub))) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }

    private boolean matches(String name) {
        return matches(value, 0, name, 0);
    }

    /** At most two stars are tried at every place, so this takes the square of a name's length at most. */
    private static boolean matches(String pattern, int from, String name, int at) {
        int star = pattern.indexOf(ANY, from);
        int end = star < 0 ? pattern.length() : star;
        if (!name.startsWith(pattern.substring(from, end), at)) {
            return false;
        }
        int next = at + end - from;
        if (star < 0) {
            return next == name.length();
        }
        if (star == pattern.length() - 1) {
            return true;
        }
        for (int i = next; i < name.length() && name.charAt(i) != ':'; i++) {
            if (matches(pattern, star + 1, name, i + 1)) {
                return true;
            }
        }
        return false;
    }
}
