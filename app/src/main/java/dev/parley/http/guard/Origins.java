package dev.parley.http.guard;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The other sites whose pages may use this chat.
 *
 * @param allowed origins as browsers send them (RFC 6454, section 6.2), or {@code *} for every site
 */
public record Origins(Set<String> allowed) {
    public static final Origins NONE = new Origins(Set.of());

    private static final String EVERY = "*";

    public Origins {
        allowed = Set.copyOf(allowed);
    }

    /**
     * Reads a list that is joined by commas.
     *
     * @throws IllegalArgumentException when something in it is no origin
     */
    public static Origins parse(String list) {
        return new Origins(Stream.of(list.split(",", -1)).map(Origins::origin).collect(Collectors.toSet()));
    }

    /** Whether it is allowed by its name. */
    boolean name(String origin) {
        return allowed.contains(origin.toLowerCase(Locale.ROOT));
    }

    boolean allow(String origin) {
        return allowed.contains(EVERY) || allowed.contains(origin.toLowerCase(Locale.ROOT));
    }

    private static String origin(String text) {
        String origin = text.strip().toLowerCase(Locale.ROOT);
        if (origin.equals(EVERY)) {
            return origin;
        }
        URI uri = URI.create(origin);
        if (uri.getHost() == null || !origin.equals(uri.getScheme() + "://" + uri.getAuthority())) {
            throw new IllegalArgumentException("no origin: " + text);
        }
        return origin;
    }
}
