package dev.parley.http.guard;

import dev.parley.channel.InvalidInput;
import io.javalin.http.Context;
import jakarta.servlet.http.Cookie;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What someone shows to say who they are: the first that is there of the header, a cookie and a ticket. If that is no good, no other
 * one counts.
 *
 * @param value empty for one that is none, such as two of a kind
 */
record Credential(From from, String value) {
    /** How it came. */
    enum From {
        HEADER,
        COOKIE,
        TICKET
    }

    private static final String SCHEME = "Bearer";

    /** The safest first: the first two can't be set for others by a site next door (RFC 6265bis). */
    private static final List<String> PREFIXES = List.of("__Host-", "__Secure-", "");

    /**
     * Finds it.
     *
     * @throws InvalidInput when it is a token in the address
     */
    static Optional<Credential> find(Context ctx, String cookie) {
        boolean hasQuery = ctx.queryString() != null; // most have none, and to look into it is not for nothing
        if (hasQuery && ctx.queryParam("access_token") != null) {
            throw new InvalidInput(
                    "A token does not belong in an address, which is kept in logs and histories: send it as"
                            + " Authorization: Bearer, or get a ticket for it with POST /tickets.");
        }
        return header(ctx)
                .or(() -> cookie(ctx, cookie))
                .or(() -> hasQuery ? only(From.TICKET, ctx.queryParams("ticket")) : Optional.empty());
    }

    /** Other schemes are for others, such as a proxy. The scheme with nothing behind it is of who has lost their token, and no guest. */
    private static Optional<Credential> header(Context ctx) {
        List<String> tokens = new ArrayList<>(1);
        Enumeration<String> values = ctx.req().getHeaders("Authorization");
        while (values.hasMoreElements()) {
            String value = values.nextElement().strip();
            if (isBearer(value)) {
                tokens.add(value.substring(SCHEME.length()).strip());
            }
        }
        return only(From.HEADER, tokens);
    }

    private static boolean isBearer(String value) {
        return value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && (value.length() == SCHEME.length() || value.charAt(SCHEME.length()) <= ' ');
    }

    private static Optional<Credential> cookie(Context ctx, String name) {
        Cookie[] cookies = ctx.req().getCookies();
        if (cookies == null) {
            return Optional.empty();
        }
        return PREFIXES.stream()
                .map(prefix -> only(
                        From.COOKIE,
                        Stream.of(cookies)
                                .filter(cookie -> cookie.getName().equals(prefix + name))
                                .map(Cookie::getValue)
                                .toList()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Credential> only(From from, List<String> values) {
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(new Credential(from, values.size() == 1 ? values.get(0) : ""));
    }

    @Override
    public String toString() {
        return "credential from " + from; // never itself, wherever it may be printed
    }
}
