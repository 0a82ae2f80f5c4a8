package dev.parley.http.guard;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names under which this chat is reached in private networks, beside those that nobody can own in public.
 *
 * @param names such as {@code chat.example.com}; {@code *.example.com} for all below that one, {@code *} for every one
 */
public record Hosts(Set<String> names) {
    public static final Hosts NONE = new Hosts(Set.of());

    private static final String EVERY = "*";
    private static final Pattern NAME = Pattern.compile("(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*");
    private static final Pattern PORT = Pattern.compile(":\\d*$");
    private static final Pattern IP_V4 = Pattern.compile("[0-9.]+");

    /** RFC 6761 and 6762 (with its appendix G) and 8375: never in public DNS. */
    private static final Set<String> LOCAL =
            Set.of("localhost", "local", "test", "home.arpa", "internal", "intranet", "private", "corp", "home", "lan");

    public Hosts {
        names = Set.copyOf(names);
    }

    /**
     * Reads a list that is joined by commas.
     *
     * @throws IllegalArgumentException when something in it is no name
     */
    public static Hosts parse(String list) {
        return new Hosts(Stream.of(list.split(",", -1)).map(Hosts::listed).collect(Collectors.toSet()));
    }

    /**
     * Whether no page of others can have come from there.
     *
     * @param authority as the header Host has it, with a port or without
     */
    boolean allow(String authority) {
        String name = name(authority);
        return name.startsWith("[")
                || name.indexOf('.') < 0
                || IP_V4.matcher(name).matches()
                || LOCAL.stream().anyMatch(domain -> name.endsWith("." + domain))
                || names.stream().anyMatch(each -> matches(each, name));
    }

    private static boolean matches(String listed, String name) {
        return listed.startsWith(EVERY) ? name.endsWith(listed.substring(1)) : name.equals(listed);
    }

    /** Without a port, and without the dot that may end a name. */
    private static String name(String authority) {
        String host = PORT.matcher(authority.toLowerCase(Locale.ROOT)).replaceFirst("");
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static String listed(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        if (!name.equals(EVERY) && !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("no name: " + text);
        }
        return name;
    }
}
