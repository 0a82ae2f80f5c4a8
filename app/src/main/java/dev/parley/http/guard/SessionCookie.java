package dev.parley.http.guard;

import dev.parley.channel.InvalidInput;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The cookie in which a page of this chat keeps its token: no script can read it, and over TLS nobody next door can set it for others
 * ({@code __Host-}, RFC 6265bis section 4.1.3).
 */
public final class SessionCookie {
    private static final String HOST_ONLY = "__Host-";

    /** A browser keeps no more of a name and its value. */
    private static final int MAX_LENGTH = 4_096;

    /** After its token: a browser that has dropped it comes back as a guest, and one that still has it is told that it is over. */
    private static final Duration OUTLIVES = Duration.ofDays(1);

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._-]+");

    private final String name;
    private final ClientAddresses addresses;

    SessionCookie(String name, ClientAddresses addresses) {
        this.name = name;
        this.addresses = addresses;
    }

    /**
     * Gives it to the browser.
     *
     * @param token that holds
     * @param until when that ends, in ms since 1970
     * @throws InvalidInput when no browser would keep it
     */
    public void set(Context ctx, String token, long until) {
        boolean isOverTls = isOverTls(ctx);
        String cookie = isOverTls ? HOST_ONLY + name : name;
        if (!TOKEN.matcher(token).matches() || cookie.length() + token.length() > MAX_LENGTH) {
            throw new InvalidInput(
                    "A cookie holds a token of letters, digits and . _ - that has, with the cookie's name, at"
                            + " most " + MAX_LENGTH + " characters; put less into it.");
        }
        long left = Math.max(0, until - System.currentTimeMillis()) / 1_000;
        add(ctx, cookie, token, left + OUTLIVES.toSeconds(), isOverTls);
    }

    /** Takes from it what {@link #set} may have given, over TLS or without. */
    public void clear(Context ctx) {
        if (isOverTls(ctx)) {
            add(ctx, HOST_ONLY + name, "", 0, true);
        }
        add(ctx, name, "", 0, false);
    }

    /** What the browser speaks: a page says so itself, and this is about its own cookies. */
    private boolean isOverTls(Context ctx) {
        String origin = ctx.header("Origin");
        return addresses.isOverTls(ctx) || (origin != null && origin.startsWith("https:"));
    }

    private static void add(Context ctx, String cookie, String value, long seconds, boolean isSecure) {
        ctx.res()
                .addHeader(
                        "Set-Cookie",
                        cookie + "=" + value + "; Path=/; Max-Age=" + seconds + "; HttpOnly; SameSite=Lax"
                                + (isSecure ? "; Secure" : ""));
    }
}
