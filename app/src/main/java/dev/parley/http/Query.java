package dev.parley.http;

import dev.parley.channel.InvalidInput;
import io.javalin.http.Context;

/** Parameters of the query string. */
final class Query {
    private Query() {}

    /** @throws InvalidInput when the parameter is no number from {@code min} to {@code max} */
    static int number(Context ctx, String name, int min, int max, int otherwise) {
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
