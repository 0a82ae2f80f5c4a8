package dev.parley.identity;

import dev.parley.channel.ChannelName;
import dev.parley.channel.ChannelPattern;
import dev.parley.channel.InvalidInput;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Channels that are meant only by who says so: a pattern covers one of them only if what stands before its first {@code *} begins
 * as they do. So {@code *} is all that is public, whatever anybody makes of it.
 *
 * @param heads what their names begin with
 */
public record PrivateNames(List<String> heads) {
    public static final PrivateNames USUAL = parse("user-*,private-*");
    private static final String NONE = "none";

    public PrivateNames {
        heads = List.copyOf(heads);
    }

    /**
     * Reads a list that is joined by commas, or {@code none}.
     *
     * @throws InvalidInput when something in it is not like {@code user-*}
     */
    public static PrivateNames parse(String list) {
        return new PrivateNames(
                list.equals(NONE)
                        ? List.of()
                        : Stream.of(list.split(",", -1)).map(PrivateNames::head).toList());
    }

    /** Whether the pattern means the channel, and may. */
    boolean isGranted(ChannelPattern by, ChannelName channel) {
        return by.matches(channel)
                && heads.stream()
                        .filter(head -> channel.value().startsWith(head))
                        .allMatch(head -> by.head().startsWith(head));
    }

    /** The same for a family, some of which may be private. */
    boolean isGranted(ChannelPattern by, ChannelPattern family) {
        String common = family.head();
        return by.covers(family)
                && heads.stream()
                        .filter(head -> common.startsWith(head) || head.startsWith(common))
                        .allMatch(head -> by.head().startsWith(head));
    }

    /** All channels, these too. */
    List<ChannelPattern> andAllOthers() {
        return Stream.concat(Stream.of(ChannelPattern.ALL), heads.stream().map(head -> new ChannelPattern(head + "*")))
                .toList();
    }

    private static String head(String text) {
        ChannelPattern pattern = new ChannelPattern(text.strip());
        if (!pattern.isFamily() || pattern.head().isEmpty()) {
            throw new InvalidInput("Private channels are told by how they begin, such as user-*,private-*, or none.");
        }
        return pattern.head();
    }

    @Override
    public String toString() {
        return heads.isEmpty() ? NONE : heads.stream().map(head -> head + "*").collect(Collectors.joining(","));
    }
}
