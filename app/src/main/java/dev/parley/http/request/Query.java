package dev.parley.http.request;

import dev.parley.channel.InvalidInput;
import io.javalin.http.Context;
import java.util.regex.Pattern;

/** Parameters of the query string, and whether it and the path can be decoded. */
public final class Query {
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private Query() {}

    /**
     * Javalin leaves out parameters with broken escapes, and a cursor must not get lost like that; and it fails at those in
     * paths, of which Jetty does not refuse all.
     *
     * @throws InvalidInput when there are any
     */
    public static void requireReadable(Context ctx) {
        requireReadable("query", ctx.queryString());
        requireReadable("path", ctx.req().getRequestURI());
    }

    private static void requireReadable(String what, String text) {
        if (text != null && BROKEN_ESCAPE.matcher(text).find()) {
            throw new InvalidInput(
                    "The " + what + " has a % that is not followed by two hex digits; write %25 for the sign.");
        }
    }

    /**
     * A parameter's number, or another when it is not there.
     *
     * @throws InvalidInput when it is no number from {@code min} to {@code max}
     */
    public static int number(Context ctx, String name, int min, int max, int otherwise) {
        String text = ctx.queryParam(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // refused below
        }
        throw new InvalidInput("Query parameter '" + name + "' is a number from " + min + " to " + max + ".");
    }
}
